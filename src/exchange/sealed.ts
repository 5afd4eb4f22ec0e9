import type { AgreementKey } from '../identity/keys.ts'
import { sealTo } from '../identity/sealing.ts'
import { invalid, TesseraError } from '../kernel/errors.ts'
import { type Timestamp, toTimestamp } from '../kernel/time.ts'
import { isNewer } from '../record/collective-facts.ts'
import type { Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import { type SignedRecord, signRecord } from '../record/record.ts'
import { audienceOf } from '../record/scope.ts'
import { agreementKeyOf, couldSign, findCorrespondent } from './correspondent.ts'
import type { RecordContent } from './draft-statement.ts'
import type { EnvelopeJob } from './envelope-store.ts'
import { checkSealedSize, createEnvelope, fillUp, MAX_RECIPIENTS } from './envelope.ts'
import { isPublicRecord, openAll, type OpenedRecord, type OpeningDeps } from './open-envelopes.ts'
import type { OwnKey } from './own-node.ts'
import type { PeerStore } from './peer-store.ts'
import { notOwnRecord } from './publisher.ts'
import type { Publisher } from './publisher.ts'
import { MAX_OF_SENDER } from './receive-envelope.ts'
import { refusalOf } from './take-in.ts'

/** Records that are not public: sealed to whom they are for, and in no manifest. */
export interface Sealed {
  /**
   * Signs the next version of that type and slug with the node key, and sends it to whom `scope` and
   * `recipients` of the content name. Whoever got an earlier version and not this one has that taken
   * back. Throws `is_public`, `no_recipients`, `recipient_not_peer`, `quota_envelopes`, what agreementKeyOf throws, and
   * what the form of a record does.
   */
  send(content: RecordContent): Promise<SentRecord>
  /** The same with a record that members signed. Throws `not_own_record`, `not_current` besides. */
  sendSigned(record: SignedRecord): Promise<SentRecord>
  /** What others have sealed to us and we to others: of each record the newest version that counts. */
  list(filter?: SealedFilter): Promise<readonly OpenedRecord[]>
  /** Takes back what was sent under a type and slug. Throws `sealed_not_found`. */
  withdraw(what: { readonly type: string; readonly slug: string }): Promise<void>
}

/** Members left out do not narrow. */
export interface SealedFilter {
  readonly types?: readonly string[]
  /** Whose: the own SCID lists what we sent. */
  readonly sender?: Scid
}

export interface SentRecord {
  readonly record: SignedRecord
  /** Digest of the envelope. */
  readonly envelope: Digest
  readonly recipients: readonly Scid[]
  /** With scope `peers`: those to whom nothing can be sealed now, each with the code of why. */
  readonly leftOut: readonly { readonly scid: Scid; readonly code: string }[]
}

export interface SealedDeps extends OpeningDeps {
  readonly peers: Pick<PeerStore, 'listPeers'>
  /** Gives what is sealed its version: it has to know of what was sealed before (createFindSealed). */
  readonly publisher: Pick<Publisher, 'draft'>
  readonly key: OwnKey
  /** The one in use first. */
  readonly agreements: readonly [AgreementKey, ...AgreementKey[]]
}

export function createSealed(deps: SealedDeps): Sealed {
  const { key, envelopes, publisher } = deps
  return {
    async send(content) {
      if (audienceOf(content).scope === 'public') throw isPublicRecord()
      const statement = await publisher.draft(content)
      const record = signRecord(statement, { ...key, did: statement.attributedTo })
      return await sendRecord(record, deps)
    },
    async sendSigned(record) {
      if (record.scid !== key.scid) throw notOwnRecord(record)
      const own = await findCorrespondent(deps.store, key.scid)
      const now = toTimestamp(deps.now())
      if (own === null || !couldSign(record, own, now)) throw notCurrent()
      return await sendRecord(record, deps)
    },
    async list({ types, sender } = {}) {
      const all = await openAll(deps, sender)
      return all.filter(({ record }) => types === undefined || types.includes(record.type))
    },
    async withdraw(what) {
      const found = findNamed(await openAll(deps, key.scid), what)
      if (found === undefined) throw sealedNotFound()
      const { envelope, recipients } = found
      const jobs = [{ takeBack: envelope, from: recipients }]
      await envelopes.changeEnvelopes({ put: null, remove: [envelope], jobs })
    },
  }
}

interface Named {
  readonly type: string
  readonly slug: string
}

function findNamed(own: readonly OpenedRecord[], { type, slug }: Named): OpenedRecord | undefined {
  return own.find(({ record }) => record.type === type && record.slug === slug)
}

async function sendRecord(record: SignedRecord, deps: SealedDeps): Promise<SentRecord> {
  const { key, agreements, envelopes } = deps
  const { expires } = record
  const now = toTimestamp(deps.now())
  if (expires === null) throw invalid('missing_member', 'What is sealed has to expire.')
  checkSealedSize(record.text)
  const own = await openAll(deps, key.scid)
  const previous = findNamed(own, record)
  if (previous !== undefined && isNewer(previous.record, record)) throw notCurrent()
  const { keys, leftOut } = await keysFor(record, now, deps)
  const recipients = [...keys.keys()].toSorted()
  const others = own.filter((one) => one !== previous)
  for (const scid of recipients) checkRoomAt(scid, others)
  const sealed = await sealTo(fillUp(record.text), [agreements[0].multikey, ...keys.values()])
  const { digest, text } = createEnvelope({ sender: key.scid, recipients, expires }, sealed)
  const dropped = previous?.recipients.filter((one) => !keys.has(one)) ?? []
  const takeBack: readonly EnvelopeJob[] =
    previous === undefined || dropped.length === 0
      ? []
      : [{ takeBack: previous.envelope, from: dropped }]
  await envelopes.changeEnvelopes({
    put: { digest, sender: key.scid, received: now, expires, text },
    remove: previous === undefined ? [] : [previous.envelope],
    jobs: [{ offer: digest }, ...takeBack],
  })
  return { record, envelope: digest, recipients, leftOut }
}

/** What a recipient would refuse is refused here, where somebody learns of it. */
function checkRoomAt(recipient: Scid, sent: readonly OpenedRecord[]): void {
  const there = sent.filter(({ recipients }) => recipients.includes(recipient))
  if (there.length < MAX_OF_SENDER) return
  throw new TesseraError(
    'too-many',
    'quota_envelopes',
    `${recipient} keeps at most ${MAX_OF_SENDER} envelopes of one sender: withdraw some first.`,
  )
}

/** The agreement keys of everyone a record is for. */
async function keysFor(record: SignedRecord, now: Timestamp, deps: SealedDeps) {
  const peers = (await deps.peers.listPeers()).map(({ scid }) => scid)
  const audience = audienceOf(record.value)
  if (audience.scope === 'public') throw isPublicRecord()
  const isNamed = audience.scope === 'named'
  const scids = isNamed ? audience.recipients.filter((one) => one !== deps.key.scid) : peers
  const stranger = scids.find((scid) => !peers.includes(scid))
  if (stranger !== undefined) throw notPeer(stranger)
  if (scids.length > MAX_RECIPIENTS) throw tooManyRecipients()
  const keys = new Map<Scid, string>()
  const leftOut: { scid: Scid; code: string }[] = []
  for (const scid of scids) {
    const correspondent = await findCorrespondent(deps.store, scid)
    const refusal = refusalOf(() => keys.set(scid, agreementKeyOf(correspondent, now)))
    if (refusal !== null && isNamed) throw refusal
    if (refusal !== null) leftOut.push({ scid, code: refusal.code })
  }
  if (keys.size === 0) throw noRecipients()
  return { keys, leftOut }
}

function noRecipients(): TesseraError {
  return new TesseraError('conflict', 'no_recipients', 'There is nobody to whom this can be sent.')
}

function notPeer(scid: Scid): TesseraError {
  return new TesseraError(
    'conflict',
    'recipient_not_peer',
    `${scid} is no peer of this node: sealed records are exchanged with peers only.`,
  )
}

function tooManyRecipients(): TesseraError {
  return invalid('too_many_recipients', `A sealed record has at most ${MAX_RECIPIENTS} recipients.`)
}

function notCurrent(): TesseraError {
  return new TesseraError(
    'conflict',
    'not_current',
    "It would not count: it lacks the proofs of today's members, or a higher version was sent.",
  )
}

function sealedNotFound(): TesseraError {
  return new TesseraError('not-found', 'sealed_not_found', 'Nothing was sealed under that name.')
}
