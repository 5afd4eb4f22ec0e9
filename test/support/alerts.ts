import type { AlertView } from '../../src/alert/alert-answers.ts'
import type {
  AlertRecords,
  AlertResponseRecord,
  AlertStore,
  AlertVersion,
} from '../../src/alert/alert-store.ts'
import type { CollectiveState } from '../../src/record/acceptance.ts'
import { type Did, type Scid, scidOf } from '../../src/record/did.ts'
import { statementDigestOf } from '../../src/record/record.ts'
import { harborDid, harborScid, nubeScid, rosaDid, rosaScid, statementOf } from './records.ts'
import { minute } from './texts.ts'

type Changes = Readonly<Record<string, unknown>>

/** Another collective that is invented. */
export const fernScid: Scid = `Qm${'F'.repeat(44)}`
export const fernDid: Did = `did:webvh:${fernScid}:fern.example`

export interface AlertOptions {
  readonly did?: Did
  readonly slug?: string
  readonly version?: number
  readonly at?: number
  readonly members?: boolean
  readonly current?: boolean
}

const RAID: Required<AlertOptions> = {
  did: harborDid,
  slug: 'raid',
  version: 1,
  at: 0,
  members: false,
  current: true,
}

/** An alert of Harbor Commons by its node key, current; an update or a cancel from version 2 on. */
export function alert(options: AlertOptions = {}, changes: Changes = {}): AlertVersion {
  const { did, slug, version, at, members, current } = { ...RAID, ...options }
  const later = version > 1 ? { msgType: 'update', references: [statementDigestOf({})] } : {}
  const statement = statementOf(
    'Alert',
    { did, slug, version, now: minute(at) },
    { expires: minute(24 * 60 - 1), onset: undefined, ...later, ...changes },
  )
  return {
    scid: scidOf(did),
    statement: statementDigestOf(statement),
    signedBy: members ? 'members' : 'node',
    current,
    record: { ...statement, proof: [] },
  }
}

export function cancel(options: AlertOptions = {}, changes: Changes = {}): AlertVersion {
  return alert({ version: 2, at: 5, ...options }, { msgType: 'cancel', ...changes })
}

/** What a collective (Atelier Rosa) says to an alert; by default it confirms. */
export function response(
  { scid, statement, record }: AlertVersion,
  { did = rosaDid, slug = record.slug, at = 10 }: AlertOptions = {},
  changes: Changes = {},
): AlertResponseRecord {
  const content = statementOf(
    'AlertResponse',
    { did, slug, now: minute(at) },
    {
      alert: { collective: scid, slug: record.slug, digest: statement },
      response: 'confirm',
      offers: undefined,
      expires: minute(24 * 60 - 1),
      ...changes,
    },
  )
  return {
    scid: scidOf(did),
    statement: statementDigestOf(content),
    record: { ...content, proof: [] as never },
  }
}

/** A view in which the first are seeds, and each further list is a step farther away. */
export function viewOf(...steps: readonly (readonly Scid[])[]): AlertView {
  const members = steps.flatMap((scids, distance) =>
    scids.map((scid) => [scid, { distance }] as const),
  )
  return { shown: new Map(members) }
}

/** Everybody is OK. */
export const allOk: ReadonlyMap<Scid, CollectiveState> = new Map(
  [harborScid, nubeScid, rosaScid, fernScid].map((scid) => [scid, 'OK']),
)

export function alertStore(records: Partial<AlertRecords>): AlertStore {
  return {
    listAlerts: async () => records.alerts ?? [],
    listResponses: async () => records.responses ?? [],
    listStates: async () => records.states ?? allOk,
  }
}

export { harborDid, harborScid, nubeDid, nubeScid, rosaDid, rosaScid } from './records.ts'
export { minute } from './texts.ts'
