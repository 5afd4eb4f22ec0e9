import type { Test } from 'tap'

import type { Scid } from '../../../src/record/did.ts'
import type { Digest } from '../../../src/record/digest.ts'
import { foundCollective, type TestCollective } from '../../support/collective.ts'
import { queryRows } from './digest.ts'
import type { NodeProcess } from './node-process.ts'
import { eventually } from './patience.ts'
import { nodeRecord, type PublishedState, stateOf } from './states.ts'
import type { TesseraPeer } from './tessera-peer.ts'

/** A collective that a node has got to know through a peer, with a profile. */
export interface Subject {
  readonly collective: TestCollective
  readonly state: PublishedState
}

let count = 0

/** A collective that no node knows; its log is at the peer. */
export function freshCollective(peer: TesseraPeer): TestCollective {
  const collective = foundCollective(`https://collective-${++count}.example`, new Date())
  peer.serveLog(collective.scid, collective.log)
  return collective
}

/** Lets the peer push the first state of a fresh collective; it has to take effect. */
export async function introduce(
  t: Test,
  { node, peer }: { readonly node: NodeProcess; readonly peer: TesseraPeer },
): Promise<Subject> {
  const collective = freshCollective(peer)
  const state = stateOf(collective, [nodeRecord(collective, 'Profile')])
  const answer = await peer.push(node, state.texts)
  t.equal(answer.status, 202, 'a fresh collective is taken up', { answer: answer.text })
  t.equal(standingOf(node, collective.scid).state, 'OK', 'and its state holds')
  return { collective, state }
}

/** What counts of a collective on a node. */
export interface Standing {
  readonly state: string | null
  readonly current: readonly Digest[]
  readonly tips: readonly Digest[]
}

export function standingOf({ dataDirectory }: NodeProcess, scid: Scid): Standing {
  const read = (sql: string) => queryRows(dataDirectory, `${sql} where scid = '${scid}'`)
  const digests = (sql: string) =>
    read(sql)
      .map(({ digest }) => String(digest))
      .toSorted()
  const [collective] = read('select state from collective')
  return {
    state: collective === undefined ? null : String(collective['state']),
    current: digests('select digest from current'),
    tips: digests('select digest from tip'),
  }
}

/** Waits until the standing of a collective is as it has to be; null if it never is. */
export function standingBecomes(
  node: NodeProcess,
  scid: Scid,
  isRight: (standing: Standing) => boolean,
  patience?: number,
): Promise<Standing | null> {
  return eventually(() => {
    const standing = standingOf(node, scid)
    return isRight(standing) ? standing : null
  }, patience)
}
