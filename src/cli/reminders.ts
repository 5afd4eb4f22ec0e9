import { type CanaryReminder, canaryReminders } from '../alert/canary-reminders.ts'
import type { CharterReminder } from '../charter/charter-reminders.ts'
import type { CharterNode } from '../charter/charter-tree.ts'
import { lapseDate } from '../charter/verify-commitment.ts'
import { type TextReminder, textReminders } from '../communique/text-reminders.ts'
import { pickLanguage } from '../kernel/text.ts'
import type { Digest } from '../record/digest.ts'
import { slugName } from '../record/slug-name.ts'
import type { OpenedNode, OwnCollective } from './opened-node.ts'

/** What waits for an assembly, and the command that answers it. */
export interface Reminder {
  /** A stable word. */
  readonly kind:
    | CharterReminder['kind']
    | TextReminder['kind']
    | CanaryReminder['kind']
    | 'node-key'
  /** One plain sentence. */
  readonly message: string
  readonly command: string
  /** The last day or moment for it; null if there is none. */
  readonly until: string | null
  /** The digests of what it is about; none where a name says all. */
  readonly digests: readonly Digest[]
}

/** Reminders never decide: who does nothing stays where it stands. */
export async function remindersOf(
  { charters, communiques, canaries }: Pick<OpenedNode, 'charters' | 'communiques' | 'canaries'>,
  { scid }: Pick<OwnCollective, 'scid'>,
): Promise<readonly Reminder[]> {
  return [
    ...canaryReminders(await canaries.list(scid)).map(ofCanary),
    ...(await charters.remindersFor(scid)).map(ofCharter),
    ...textReminders(await communiques.list(), scid).map(ofText),
  ]
}

export function reminderLines(reminders: readonly Reminder[]): string[] {
  return reminders.flatMap(({ message, command }) => [
    `To decide       ${message}`,
    `                ${command}`,
  ])
}

function ofCanary({ kind, nextDate }: CanaryReminder): Reminder {
  const message =
    kind === 'canary-due'
      ? `The next canary follows by ${nextDate}; members sign it, or they do not.`
      : `The canary is overdue since ${nextDate}; everyone who looks at it sees that date.`
  return { kind, message, command: 'tessera canary prepare', until: nextDate, digests: [] }
}

function ofCharter(reminder: CharterReminder): Reminder {
  return reminder.kind === 'review' ? ofReview(reminder) : ofNewer(reminder)
}

function ofNewer({
  kind,
  signed,
  newer,
}: Extract<CharterReminder, { kind: 'newer-version' }>): Reminder {
  const digests = [signed, ...newer].map(({ statement }) => statement)
  const what =
    newer.length === 1
      ? 'There is a newer version of'
      : `There are ${newer.length} newer versions of`
  return {
    kind,
    message: `${what} "${titleOf(signed)}"; your signature stays under the one you signed.`,
    command: `tessera charter diff ${digests.slice(0, 2).join(' ')}`,
    until: null,
    digests,
  }
}

function ofReview({
  kind,
  signed,
  reviewDate,
  days,
  urgency,
}: Extract<CharterReminder, { kind: 'review' }>): Reminder {
  const under = `your signature under "${titleOf(signed)}"`
  const lapses = lapseDate(reviewDate)
  const message =
    urgency === 'over'
      ? `Since ${lapses} ${under} no longer counts: its review date is over.`
      : `Review ${under} by ${reviewDate} (${inDays(days)}): it lapses on ${lapses}.`
  const command = `tessera charter sign ${signed.statement}`
  return { kind, message, command, until: reviewDate, digests: [signed.statement] }
}

function inDays(days: number): string {
  if (days === 0) return 'today'
  return days === 1 ? 'tomorrow' : `in ${days} days`
}

function titleOf({ charter: { nameMap, defaultLanguage, slug } }: CharterNode): string {
  return pickLanguage(nameMap, [], defaultLanguage)?.text ?? slug
}

function ofText(reminder: TextReminder): Reminder {
  const { kind, text } = reminder
  const name = slugName(text)
  if (kind === 'open-round') {
    return {
      kind,
      message: `The round on "${name}" is open until ${reminder.until}, without your position.`,
      command: `tessera ${text.draftOf} position ${name}`,
      until: reminder.until,
      digests: [],
    }
  }
  const languages = reminder.languages.join(', ')
  return {
    kind,
    message: `"${name}" has a new text (${languages}); your endorsement stays under the old one.`,
    command: `tessera communique show ${name}`,
    until: null,
    digests: [],
  }
}
