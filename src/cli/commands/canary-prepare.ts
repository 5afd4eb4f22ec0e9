import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command, option } from '@optique/core/primitives'
import { choice } from '@optique/core/valueparser'

import { CLAIM_TEXTS, LISTED_CLAIMS } from '../../alert/canary-claims.ts'
import {
  CANARY_SLUG,
  type CanaryAnswers,
  type CanaryContent,
  composeCanary,
  lastNextDate,
  withdrawnCanary,
} from '../../alert/compose-canary.ts'
import { draftStatement } from '../../exchange/draft-statement.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { addTime, DAY, type Timestamp } from '../../kernel/time.ts'
import type { Canary } from '../../record/kinds/canary.ts'
import { cannotAsk } from '../ask.ts'
import { ownAuthor } from '../author.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { languageFlag, readTime, switchFlag, textFlag, textFlags } from '../flags.ts'
import { freshHeads } from '../fresh-heads.ts'
import type { OpenedNode } from '../opened-node.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'
import { writingLanguage } from '../text-flags.ts'

/** The date that is proposed: SPEC: founding charter, `sign-of-life`, at least every three months. */
const PROPOSED = 85 * DAY

/**
 * No flag names a key here: a canary is only prepared. It is signed where the members' keys are, by
 * people who read it.
 */
const flags = object({
  claims: multiple(
    option('--claim', choice([...LISTED_CLAIMS]), {
      description: message`What is true today; several times for several`,
    }),
  ),
  ownClaims: textFlags('--own-claim', 'TEXT', message`A claim in your own words`),
  next: textFlag('--next', 'TIME', message`By when the next follows: 2027-02-15, or a time in UTC`),
  note: textFlag('--note', 'TEXT', message`A word beside it; never a reason`),
  language: languageFlag,
  withdraw: switchFlag('--withdraw', message`Take the canary back; it says no reason`),
})
type Flags = InferValue<typeof flags>

export const prepareCanaryCommand = command(
  'prepare',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await prepare(context, values),
  ),
  { description: message`Prepare the canary, or the next one, for members to sign` },
)

async function prepare(context: Context, values: Flags): Promise<void> {
  const node = await context.node()
  const author = await ownAuthor(node)
  const previous = await findOwnCanary(node)
  const content = values.withdraw
    ? takeBack(values, previous, author.now)
    : await compose(context, values, previous)
  const drafted = draftStatement(content, { ...author, previous })
  await settlePrepared(context, await prepareStatement(context, drafted), NO_KEYS)
}

const NO_KEYS = { keys: [], keyPassphraseFiles: [] }

function takeBack(values: Flags, previous: Canary | null, now: Timestamp): CanaryContent {
  const { claims, ownClaims, next, note } = values
  if (claims.length + ownClaims.length > 0 || next !== undefined || note !== undefined)
    throw new UsageError('--withdraw claims nothing: it takes no other flag.')
  if (previous === null || previous.withdrawn === true)
    throw new TesseraError('not-found', 'no_canary', 'There is no canary to take back.')
  return withdrawnCanary(previous, now)
}

async function compose(
  context: Context,
  values: Flags,
  previous: Canary | null,
): Promise<CanaryContent> {
  const node = await context.node()
  const { scid } = await ownCollective(node)
  const { now } = await ownAuthor(node)
  const answers: CanaryAnswers = {
    ...(await askClaims(context, values, previous)),
    nextDate: await askNext(context, values, now),
    ...(values.note === undefined ? {} : { note: values.note }),
    language: await writingLanguage(context, values.language),
  }
  const content = composeCanary(answers, { own: scid, now, heads: await freshHeads(node, scid) })
  if (content.freshness.length === 0) {
    context.output.warn(
      'No state of another collective of the last 7 days is at hand: nothing will show when it was made. tessera sync fetches some.',
    )
  }
  return content
}

/** Every claim is asked about anew, each time: what was true is no answer to what is. */
async function askClaims(
  { ask }: Context,
  { claims, ownClaims }: Flags,
  previous: Canary | null,
): Promise<Pick<CanaryAnswers, 'claims' | 'ownClaims'>> {
  if (claims.length + ownClaims.length > 0) return { claims: [...new Set(claims)], ownClaims }
  if (!ask.isPossible) throw cannotAsk('--claim')
  const before = new Set(previous?.claims.map(({ claim }) => claim))
  const chosen: CanaryAnswers['claims'][number][] = []
  for (const claim of LISTED_CLAIMS) {
    const said = before.has(claim) ? ' (claimed last time)' : ''
    const answer = await ask.choose(
      { message: `${CLAIM_TEXTS[claim]['en'] ?? claim}${said}`, flag: '--claim' },
      [
        { value: 'leave', label: 'Leave it out' },
        { value: 'claim', label: 'It is true today: claim it' },
      ],
    )
    if (answer === 'claim') chosen.push(claim)
  }
  return { claims: chosen, ownClaims: [] }
}

async function askNext({ ask }: Context, { next }: Flags, now: Timestamp): Promise<Timestamp> {
  const question = {
    message: `By when will the next follow? At the latest ${lastNextDate(now)}.`,
    flag: '--next',
    initial: addTime(now, PROPOSED).slice(0, 10),
  }
  return readTime(next ?? (await ask.text(question)))
}

/** The one that the next follows, expired ones too; null before the first. */
async function findOwnCanary(node: OpenedNode): Promise<Canary | null> {
  const { canaries, store } = node
  const { scid } = await ownCollective(node)
  const reports = await canaries.list(scid)
  const newest = reports.find(({ slug }) => slug === CANARY_SLUG)
  const object = newest === undefined ? null : await store.findObject(newest.digest)
  return object === null ? null : (JSON.parse(object.text) as Canary)
}
