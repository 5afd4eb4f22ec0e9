import { stateOf } from '../identity/ceremony.ts'
import {
  type EntryDifference,
  type EntrySummary,
  type RecordSummary,
  summarize,
} from '../identity/prepared-summary.ts'
import type { Prepared, PreparedRecord } from '../identity/prepared.ts'
import { pickLanguage } from '../kernel/text.ts'
import type { Alert } from '../record/kinds/alert.ts'
import type { Canary } from '../record/kinds/canary.ts'
import type { Charter } from '../record/kinds/charter.ts'
import type { Commitment } from '../record/kinds/commitment.ts'
import type { Communique } from '../record/kinds/communique.ts'
import type { Endorsement } from '../record/kinds/endorsement.ts'
import type { Vouch } from '../record/kinds/vouch.ts'
import { contentLines } from './alert-lines.ts'
import { decisionLine } from './decision-line.ts'

/** What a member is about to sign, in plain words: every line of it is part of what is signed. */
export function describePrepared(prepared: Prepared): string[] {
  const summary = summarize(prepared)
  const { signedBy, threshold, needsController } = stateOf(prepared)
  const signed = `Signed by ${signedBy.length} of the ${threshold} members it needs`
  const content =
    summary.kind === 'entry'
      ? describeEntry(summary)
      : describeRecord(summary, (prepared as PreparedRecord).statement)
  return [...content, `  ${signed}${needsController ? ', and not by the controller key' : ''}.`]
}

function describeRecord(summary: RecordSummary, statement: object): string[] {
  const { recordType, slug, version, collective, updated, expires, languages, digest } = summary
  const what = summary.isWithdrawal ? `Withdrawal of ${recordType}` : recordType
  return [
    `${what} "${slug}", version ${version}`,
    `  of ${collective}`,
    ...detailsOf(recordType, statement).map((line) => `  ${line}`),
    ...(languages.length === 0 ? [] : [`  languages: ${languages.join(', ')}`]),
    `  dated ${updated}${expires === null ? '' : `, valid until ${expires}`}`,
    `  digest ${digest}`,
  ]
}

function detailsOf(type: string, statement: object): string[] {
  if (type === 'Commitment') return commitmentDetails(statement as Commitment)
  if (type === 'Vouch') return vouchDetails(statement as Vouch)
  if (type === 'Charter') return charterDetails(statement as Charter)
  if (type === 'Communique') return communiqueDetails(statement as Communique)
  if (type === 'Alert') return alertDetails(statement as Alert)
  if (type === 'Canary') return canaryDetails(statement as Canary)
  if (type === 'Endorsement') return endorsementDetails(statement as Endorsement)
  return []
}

function commitmentDetails(commitment: Commitment): string[] {
  const { charter, languagesRead, decisionRecord, reservations = [], reviewDate } = commitment
  return [
    `signs the charter "${charter.slug}" (${charter.digest})`,
    `  published by ${charter.collective}`,
    `read in: ${languagesRead.join(', ')}`,
    decisionLine(decisionRecord),
    ...reservations.map(({ clause, contentMap }) => {
      return `reservation on "${clause}": ${Object.values(contentMap).join(' / ')}`
    }),
    ...(commitment.suspended === undefined
      ? []
      : [`suspended since ${commitment.suspended.since}`]),
    `to be reviewed by ${reviewDate}`,
  ]
}

function vouchDetails({
  whom,
  since,
  fingerprintChecked,
  howKnownMap,
  reasonMap,
}: Vouch): string[] {
  return [
    `vouches for ${whom}`,
    `known since ${since}: ${Object.values(howKnownMap).join(' / ')}`,
    `keys checked: ${fingerprintChecked}`,
    `because: ${Object.values(reasonMap).join(' / ')}`,
  ]
}

function charterDetails({ nameMap, clauses, amends, defaultLanguage }: Charter): string[] {
  return [
    `"${pickLanguage(nameMap, [], defaultLanguage)?.text ?? ''}", ${clauses.length} clauses`,
    ...(amends === undefined ? [] : [`amends ${amends}`]),
  ]
}

function communiqueDetails({ nameMap, goesOnFrom, digests, ...rest }: Communique): string[] {
  return [
    `"${pickLanguage(nameMap, [], rest.defaultLanguage)?.text ?? ''}"`,
    ...(goesOnFrom === undefined
      ? []
      : [`from the draft ${goesOnFrom.slug} (${goesOnFrom.digest})`]),
    ...Object.entries(digests).map(([language, digest]) => `text in ${language}: ${digest}`),
  ]
}

function alertDetails(alert: Alert): string[] {
  const { msgType, onBehalfOf } = alert
  return [
    `${msgType}${onBehalfOf === undefined ? '' : `, on behalf of ${onBehalfOf}`}`,
    ...(msgType === 'cancel' ? ['ends the alert everywhere, whatever the node key says'] : []),
    ...contentLines(alert),
  ]
}

function canaryDetails({ claims, nextDate, freshness, withdrawn, ...rest }: Canary): string[] {
  if (withdrawn === true) return []
  const { defaultLanguage, noteMap = {} } = rest
  return [
    ...claims.map(({ contentMap }) => {
      return `claims: ${pickLanguage(contentMap, ['en'], defaultLanguage)?.text ?? ''}`
    }),
    `the next follows by ${nextDate}; from that second on this one is overdue`,
    ...Object.values(noteMap).map((note) => `note: ${note}`),
    `holds the newest states of ${freshness.length} other collectives`,
  ]
}

function endorsementDetails({ communique, digests, ...rest }: Endorsement): string[] {
  const { letter, decisionRecord, noteMap = {} } = rest
  return [
    `endorses the communiqué "${communique.slug}" of ${communique.collective}`,
    ...Object.entries(digests).map(([language, digest]) => `read in ${language}: ${digest}`),
    ...(letter === undefined
      ? []
      : [`for "${letter.name}", by letter: ${letter.how} on ${letter.received}`]),
    decisionLine(decisionRecord),
    ...Object.values(noteMap).map((note) => `note: ${note}`),
  ]
}

function describeEntry({ number, versionId, time, did, changes }: EntrySummary): string[] {
  const what =
    number === 1 ? 'The first entry of a new identity' : `Entry ${number} of the identity`
  return [
    what,
    `  ${did}`,
    ...changes.map((change) => `  ${describeChange(change)}`),
    `  dated ${time}`,
    `  version id ${versionId}`,
  ]
}

const CHANGE_NAMES: Readonly<Record<EntryDifference['what'], string>> = {
  'node-key': 'node key',
  'node-key-expires': 'node key expires',
  'agreement-key': 'agreement key',
  members: 'members',
  threshold: 'members needed',
  controller: 'controller key',
  did: 'address',
  'base-urls': 'reached at',
  guardians: 'guardians',
  'last-good-head': 'last good state',
  revoked: 'revoked keys',
  deactivated: 'ended',
}

function describeChange({ what, from, to }: EntryDifference): string {
  const name = CHANGE_NAMES[what]
  if (what === 'deactivated') return 'ENDS this identity: nothing can follow'
  if (from === null) return `${name}: ${plain(to)}`
  return `${name}: ${plain(to)} (before: ${plain(from)})`
}

function plain(value: unknown): string {
  if (value === null) return 'none'
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value !== 'object') return JSON.stringify(value).replaceAll('"', '')
  return Object.entries(value)
    .map(([name, member]) => `${name} ${plain(member)}`)
    .join(', ')
}
