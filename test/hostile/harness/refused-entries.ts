import { createSigningKey } from '../../../src/identity/keys.ts'
import type { LogTexts } from '../../../src/identity/log-text.ts'
import { addTime, HOUR, MINUTE, toTimestamp } from '../../../src/kernel/time.ts'
import { set } from '../../support/altered-entry.ts'
import type { TestCollective } from '../../support/collective.ts'
import { sampleKey } from '../../support/sample-keys.ts'
import { extendedLog, type NextOptions } from './logs.ts'

/** The id of a case, what is wrong with the entry, and the log that has it as its last. */
export type RefusedEntry = readonly [string, string, (collective: TestCollective) => LogTexts]

/** Before collectives of these cases were founded. */
const past = new Date(Date.now() - 3 * HOUR)

/** F02 to F05, F18, F19: what may not become part of a log. */
export const refusedEntries: readonly RefusedEntry[] = [
  [
    'F02',
    'one of two members approves',
    spoiledBy(({ members }) => ({ approvers: members.slice(0, 1) })),
  ],
  ['F02', 'nobody approves', spoiledBy(() => ({ approvers: [] }))],
  [
    'F02',
    'one member approves twice',
    spoiledBy(({ members: [one] }) => ({ approvers: one === undefined ? [] : [one, one] })),
  ],
  [
    'F02',
    'strangers approve',
    spoiledBy(() => ({ approvers: [createSigningKey(), createSigningKey()] })),
  ],
  ['F03', 'signed by the node key', spoiledBy(({ node }) => ({ controller: node }))],
  ['F03', 'signed by a stranger', spoiledBy(() => ({ controller: createSigningKey() }))],
  ['F03', 'no proof', spoiledBy(() => ({ spoil: (entry) => ({ ...entry, proof: [] }) }))],
  [
    'F03',
    'two proofs',
    spoiledBy(() => ({ spoil: (entry) => ({ ...entry, proof: twice(entry['proof']) }) })),
  ],
  [
    'F04',
    'a number is skipped',
    spoiledBy(() => ({
      spoil: (entry) => ({ ...entry, versionId: String(entry['versionId']).replace('2-', '3-') }),
    })),
  ],
  [
    'F04',
    'another hash',
    spoiledBy(() => ({ spoil: (entry) => ({ ...entry, versionTime: toTimestamp(past) }) })),
  ],
  [
    'F04',
    'a time that does not increase',
    spoiledBy(() => ({ change: { time: toTimestamp(past) } })),
  ],
  [
    'F04',
    'a time to come',
    spoiledBy(() => ({ change: { time: addTime(toTimestamp(new Date()), 20 * MINUTE) } })),
  ],
  ...thresholds([0, -1, '2', 4]),
  [
    'F05',
    'a witness twice',
    altered((entry) =>
      set(entry.parameters, {
        witness: { threshold: 2, witnesses: [{ id: 'did:key:z6Mk' }, { id: 'did:key:z6Mk' }] },
      }),
    ),
  ],
  ['F05', 'witness: {}', altered((entry) => set(entry.parameters, { witness: {} }))],
  ['F05', 'no lastGoodHead', altered((entry) => void delete entry.state.tessera['lastGoodHead'])],
  [
    'F05',
    'versionId 02-',
    spoiledBy(() => ({
      spoil: (entry) => ({ ...entry, versionId: `0${String(entry['versionId'])}` }),
    })),
  ],
  ['F05', 'an unknown parameter', altered((entry) => set(entry.parameters, { ttl: 1 }))],
  ['F05', 'an unknown member', altered((entry) => set(entry, { surprise: 1 }))],
  [
    'F18',
    '65 keys',
    altered((entry) =>
      set(entry.state, { verificationMethod: manyKeys(entry.state.verificationMethod[0]) }),
    ),
  ],
  [
    'F18',
    'an entry of a megabyte',
    altered((entry) =>
      set(entry.state, { alsoKnownAs: [`https://x.example/${'x'.repeat(2 ** 20)}`] }),
    ),
  ],
  [
    'F19',
    'a published sample key',
    spoiledBy(() => ({ change: { controller: sampleKey('controller').multikey } })),
  ],
]

function spoiledBy(optionsOf: (collective: TestCollective) => NextOptions) {
  return (collective: TestCollective) => extendedLog(collective, optionsOf(collective))
}

function altered(alter: NonNullable<NextOptions['alter']>) {
  return spoiledBy(() => ({ alter }))
}

function thresholds(values: readonly unknown[]): RefusedEntry[] {
  return values.map((threshold) => [
    'F05',
    `a threshold of ${JSON.stringify(threshold)}`,
    altered((entry) => {
      set(entry.state.tessera, { memberThreshold: threshold })
      set(entry.parameters, {
        witness: {
          threshold,
          witnesses: entry.state.capabilityInvocation.map((id) => ({
            id: `did:key:${id.split('#')[1]}`,
          })),
        },
      })
    }),
  ])
}

function twice(proof: unknown): readonly unknown[] {
  return Array.isArray(proof) ? [...(proof as unknown[]), ...(proof as unknown[])] : []
}

function manyKeys(method: object | undefined): readonly object[] {
  return Array.from({ length: 65 }, () => {
    const { multikey } = createSigningKey()
    return { ...method, id: `did:webvh:x:y#${multikey}`, publicKeyMultibase: multikey }
  })
}
