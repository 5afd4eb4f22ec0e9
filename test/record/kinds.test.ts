import t from 'tap'

import { canonicalize, type JsonObject, parseCanonical } from '../../src/record/canonical.ts'
import {
  checkRecord,
  findRecordKind,
  recordKinds,
  type RecordType,
} from '../../src/record/kinds.ts'
import { RECORD_CONTEXT } from '../../src/record/kinds/common.ts'
import { refusal, refusalOf, withProofForm } from '../support/record-form.ts'
import { harborScid, statementOf } from '../support/records.ts'

const types = Object.keys(recordKinds) as RecordType[]

t.test('a valid record of each type passes, as it comes from its bytes', async (t) => {
  for (const type of types) {
    const text = canonicalize(withProofForm(statementOf(type)))
    t.doesNotThrow(() => checkRecord(parseCanonical(text), Buffer.byteLength(text)), type)
  }
})

t.test('the table says who signs what, how large and for how long', async (t) => {
  t.match(findRecordKind('Vouch'), {
    signedBy: 'members',
    sizeLimit: 65_536,
    expiresRequired: true,
  })
  t.match(findRecordKind('Charter'), { sizeLimit: 524_288, longestValidity: null })
  t.match(findRecordKind('Charter'), { expiresRequired: false })
  t.match(findRecordKind('Alert'), { signedBy: 'either', sizeLimit: 8_192 })
  t.equal(findRecordKind('Nothing'), null)
  t.equal(findRecordKind('constructor'), null)
})

t.test('a record over the limit of its kind is refused, one at it is not', async (t) => {
  for (const type of types) {
    const record = withProofForm(statementOf(type))
    const { sizeLimit } = recordKinds[type]
    t.match(refusalOf(record, sizeLimit + 1), { kind: 'too-large', code: 'record_too_large' }, type)
    t.strictSame(refusalOf(record, sizeLimit), {}, type)
  }
})

t.test('a member that the kind does not know is refused by name', async (t) => {
  for (const type of types) {
    t.match(
      refusal(type, { surprise: 1 }),
      {
        code: 'unknown_member',
        message: `The member "surprise" is not known in records of type ${type}.`,
      },
      type,
    )
  }
})

t.test('each required member is missed', async (t) => {
  for (const type of types) {
    for (const name of recordKinds[type].schema.required ?? []) {
      if (name === 'type') continue
      const { [name]: _, ...record } = withProofForm(statementOf(type))
      t.match(
        refusalOf(record),
        { code: 'missing_member', message: `The member "${name}" is missing.` },
        `${type}.${name}`,
      )
    }
  }
  t.match(refusalOf({}), { code: 'missing_member' })
})

t.test('whatever stands in place of a member is refused, never a crash', async (t) => {
  const junk: JsonObject[string][] = [
    null,
    -1,
    '\u202e',
    [null],
    {},
    { toString: 1 },
    [{ kind: '__proto__' }],
  ]
  for (const type of types) {
    const valid = withProofForm(statementOf(type))
    for (const name of Object.keys(recordKinds[type].schema.properties)) {
      for (const value of junk) {
        if (name === 'lastHead' && value === null) continue
        t.match(refusalOf({ ...valid, [name]: value }), { code: /^[a-z_]+$/ }, `${type}.${name}`)
      }
    }
  }
})

t.test('junk deep inside a record is refused, never a crash', async (t) => {
  for (const type of types) {
    const valid = withProofForm(statementOf(type))
    for (const path of leavesOf(valid)) {
      for (const value of [null, 7.5, [], { a: [] }]) {
        t.match(
          refusalOf(replaced(valid, path, value)),
          { code: /^[a-z_]+$/ },
          `${type} ${path.join('.')}`,
        )
      }
    }
  }
})

function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]]
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]))
}

function replaced(record: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const copy = structuredClone(record) as Record<string, unknown>
  let parent = copy
  for (const name of path.slice(0, -1)) parent = parent[name] as Record<string, unknown>
  parent[path.at(-1) ?? ''] = value
  return copy as JsonObject
}

const MEMBER_REFUSALS: readonly [string, Record<string, unknown>, string][] = [
  ['another @context', { '@context': ['https://www.w3.org/ns/activitystreams'] }, 'too_few'],
  [
    'a third @context of its own',
    { '@context': [...RECORD_CONTEXT.slice(0, 2), 'x'] },
    'bad_member',
  ],
  ['an id elsewhere', { id: 'https://harbor.example/records/x/Profile/main' }, 'bad_id'],
  [
    'an id below a path',
    { id: `https://harbor.example/a/records/${harborScid}/Profile/main` },
    'bad_id',
  ],
  ['an owner that is no did:webvh', { attributedTo: 'did:web:harbor.example' }, 'bad_member'],
  ['an owner with a path', { attributedTo: `did:webvh:${harborScid}:a.example:b` }, 'bad_did'],
  ['a slug that climbs', { slug: '../../etc/passwd' }, 'bad_member'],
  ['a slug in upper case', { slug: 'Main' }, 'bad_member'],
  ['a slug with NUL', { slug: 'main\0' }, 'bad_member'],
  ['a slug of 300 characters', { slug: 'a'.repeat(300) }, 'too_long'],
  ['version 0', { version: 0 }, 'bad_member'],
  ['version 1.5', { version: 1.5 }, 'bad_member'],
  ['version "5"', { version: '5' }, 'bad_member'],
  ['version 2^53', { version: 2 ** 53 }, 'bad_member'],
  ['30 February', { updated: '2026-02-30T00:00:00Z' }, 'bad_time'],
  ['29 February of a common year', { updated: '2026-02-29T00:00:00Z' }, 'bad_time'],
  ['a leap second', { updated: '2026-12-31T23:59:60Z' }, 'bad_member'],
  ['an offset', { updated: '2026-11-22T09:00:00+14:00' }, 'too_long'],
  ['a fraction', { updated: '2026-11-22T09:00:00.5Z' }, 'too_long'],
  ['year 10000', { updated: '10000-01-01T00:00:00Z' }, 'too_long'],
  ['hour 24', { updated: '2026-11-22T24:00:00Z' }, 'bad_member'],
  ['published after updated', { published: '2026-11-22T09:00:01Z' }, 'bad_validity'],
  ['expires at updated', { expires: '2026-11-22T09:00:00Z' }, 'bad_validity'],
  ['valid for more than 400 days', { expires: '2027-12-27T09:00:01Z' }, 'bad_validity'],
  ['a default language nothing is in', { defaultLanguage: 'fr' }, 'missing_language'],
  ['a tag in another case', { defaultLanguage: 'EN' }, 'bad_language_tag'],
]

t.test('the common members are judged', async (t) => {
  for (const [what, changes, code] of MEMBER_REFUSALS) {
    t.match(refusal('Profile', changes), { kind: 'invalid', code }, what)
  }
  t.match(refusal('Profile', { expires: '2027-12-27T09:00:00Z' }), {}, '400 days pass')
  t.strictSame(
    refusal('Profile', { updated: '2028-02-29T00:00:00Z', expires: '2028-03-01T00:00:00Z' }),
    {},
  )
})

t.test('validity reaches past 2038 and 2106, and ends where the kind says', async (t) => {
  const limits = types.flatMap((type) => {
    const days = recordKinds[type].longestValidity
    return days === null ? [] : [[type, days] as const]
  })
  t.equal(limits.length, 13)
  for (const [type, longest] of limits) {
    for (const now of ['2026-11-22T09:00:00Z', '2038-01-19T03:14:07Z', '2106-02-07T06:28:15Z']) {
      const at = (more: number) =>
        `${new Date(Date.parse(now) + longest + more).toISOString().slice(0, 19)}Z`
      const record = (expires: string) => withProofForm(statementOf(type, { now }, { expires }))
      t.strictSame(refusalOf(record(at(0))), {}, `${type} ${now}`)
      t.match(refusalOf(record(at(1000))), { code: 'bad_validity' }, `${type} ${now}`)
    }
  }
})

t.test('a record of the wrong class of signers is forbidden', async (t) => {
  const vouch = withProofForm(statementOf('Vouch'))
  const profile = withProofForm(statementOf('Profile'))
  const wrong = { kind: 'forbidden', code: 'wrong_signer' }
  t.match(refusalOf({ ...vouch, proof: profile['proof'] ?? null }), wrong)
  t.match(refusalOf({ ...profile, proof: vouch['proof'] ?? null }), wrong)
  const alert = withProofForm(statementOf('Alert'))
  t.strictSame(refusalOf(alert), {}, 'an alert by the node key')
  t.strictSame(refusalOf({ ...alert, proof: vouch['proof'] ?? null }), {}, 'an alert by members')
})

t.test('proofs of members are sorted, distinct, and at most sixteen', async (t) => {
  const vouch = withProofForm(statementOf('Vouch'), 3)
  const [one, two, three] = vouch['proof'] as readonly JsonObject[]
  const proofs = (...proof: (JsonObject | undefined)[]) =>
    refusalOf({ ...vouch, proof } as JsonObject)
  t.strictSame(proofs(one, two, three), {})
  t.match(proofs(two, one), { code: 'bad_proof' })
  t.match(proofs(one, one), { kind: 'forbidden', code: 'repeated_signer' })
  t.match(proofs(), { code: 'too_few' })
  t.match(refusalOf(withProofForm(statementOf('Vouch'), 17)), { code: 'too_many' })
})

t.test('a proof has exactly its members, with exactly these values', async (t) => {
  const record = withProofForm(statementOf('Profile'))
  const proof = record['proof'] as JsonObject
  const changed = (changes: object) => refusalOf({ ...record, proof: { ...proof, ...changes } })
  t.match(changed({ cryptosuite: 'eddsa-rdfc-2022' }), { code: 'bad_member' })
  t.match(changed({ proofPurpose: 'capabilityInvocation' }), { code: 'bad_member' })
  t.match(changed({ nonce: 'x' }), { code: 'unknown_member' })
  t.match(changed({ '@context': ['a', 'b', 'c'] }), { code: 'bad_member' })
  t.match(changed({ created: '2026-02-30T00:00:00Z' }), { code: 'bad_time' })
  t.match(changed({ proofValue: 'u123' }), { code: 'bad_member' })
  t.match(changed({ verificationMethod: 'did:key:z6Mk' }), { code: 'bad_member' })
})

t.test('a withdrawn record of members passes, one of the node key does not exist', async (t) => {
  t.strictSame(refusal('Commitment', { withdrawn: true, version: 2 }), {})
  t.match(refusal('Commitment', { withdrawn: false }), { code: 'bad_member' })
  t.match(refusal('Profile', { withdrawn: true }), { code: 'unknown_member' })
})

t.test('a record of an unknown type passes if it has what every record has', async (t) => {
  const profile = withProofForm(statementOf('Profile'))
  const id = `https://harbor.example/records/${harborScid}/Weather/main`
  const weather = { ...profile, type: 'Weather', id, sunny: true }
  t.strictSame(refusalOf(weather), {})
  t.match(refusalOf({ ...weather, version: 0 }), { code: 'bad_member' })
  t.match(refusalOf({ ...weather, id: profile['id'] ?? '' }), { code: 'bad_id' })
  t.match(refusalOf({ ...weather, type: 'weather report' }), { code: 'bad_member' })
  t.match(refusalOf(weather, 65_537), { code: 'record_too_large' })
})

t.test('names that a stranger chose are shown short and printable', async (t) => {
  const { message = '' } = refusal('Profile', { [`\u202e${'x'.repeat(500)}`]: 1 })
  t.match(message, /^The member "\?x+" is not known/)
  t.ok(message.length < 200)
})
