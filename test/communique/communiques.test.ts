import * as fc from 'fast-check'
import t from 'tap'

import { createCommuniques } from '../../src/communique/communiques.ts'
import { alwaysAsync } from '../support/always.ts'
import {
  type AnySigned,
  draft,
  endorsement,
  harborScid,
  memoryStore,
  minute,
  nubeDid,
  nubeScid,
  position,
  rosaDid,
  rosaScid,
  signed,
  someDigest,
  translation,
} from '../support/texts.ts'

function nodeWith(records: readonly AnySigned[], view: readonly string[] = [harborScid, nubeScid]) {
  let sequence = 0
  return createCommuniques({
    store: memoryStore(records),
    shown: async () => new Set(view),
    sequence: async () => sequence++,
    now: () => new Date(minute(90)),
  })
}

const asked = draft({}, { stage: 'deciding', positionsUntil: minute(60) })
const named = { collective: harborScid, slug: asked.record.slug, digest: asked.statement }
const frozen = (version: number, at = 70 + version) =>
  signed('Communique', { slug: 'umbrella', version, now: minute(at) }, { goesOnFrom: named })
const theirs = draft({ did: nubeDid, text: 'umbrella', at: 62, from: [asked] })
const spanish = translation({ parts: { 'We are here.': 'Aquí estamos.' }, at: 4 })
const strange = translation({ did: rosaDid, parts: { 'Join us.': 'Ven.' }, at: 5 })
const key = { scid: harborScid, slug: 'umbrella', draftOf: 'communique' } as const

/** Everything that a node with these records shows. */
async function stateOf(records: readonly AnySigned[]): Promise<string> {
  const node = nodeWith(records)
  const pages = []
  for (const { text } of await node.list()) pages.push(await node.get(text))
  return JSON.stringify([await node.list(), pages], (_, value: unknown) =>
    value instanceof Map ? [...value.entries()] : value,
  )
}

t.test('texts are listed, the last changed first', async (t) => {
  const other = draft({ text: 'other', at: 99 })
  const list = await nodeWith([asked, other, frozen(1)]).list()
  t.strictSame(
    list.map(({ text, latest }) => [text.slug, latest.record.type]),
    [
      ['other', 'Draft'],
      ['umbrella', 'Communique'],
    ],
  )
  t.match(list[1], { shown: true, openRound: null, updated: minute(71) })
})

t.test('a slug belongs to nobody: it leads on or lets one choose', async (t) => {
  const node = nodeWith([asked, theirs])
  t.match(await node.resolve('umbrella'), { kind: 'choose', among: [{}, {}] })
  t.match(await node.resolve(`umbrella~${'N'.repeat(8)}`), {
    kind: 'found',
    found: { scid: nubeScid },
  })
  t.match(await nodeWith([asked, theirs], [nubeScid]).resolve('umbrella'), { kind: 'lead-on' })
  t.match(await node.resolve('nothing'), { kind: 'unknown' })
})

t.test('a page has all that was said about a text and its kin', async (t) => {
  const page = await nodeWith([asked, theirs, frozen(1), spanish, position(asked, {})]).get(key)
  t.match(page, {
    rounds: [{ counts: { agree: 1 }, outcomes: [{ kind: 'taken-on' }, { kind: 'frozen' }] }],
    relatives: [{ scid: nubeScid, slug: 'umbrella' }],
    translations: [{ language: 'es', counts: { 'needs-review': 1 } }],
    version: { record: { version: 1 } },
  })
  t.equal(page.kin.length, 2)
})

t.test('translations by collectives of no view here are told apart', async (t) => {
  const node = nodeWith([asked, spanish, strange])
  const page = await node.get(key)
  t.strictSame(
    page.translationsNotShown.map(({ scid }) => scid),
    [rosaScid],
  )
  t.match(page.translations[0], { counts: { 'needs-review': 1, untranslated: 2 } })
})

t.test('each frozen version keeps its own endorsements', async (t) => {
  const [first, second] = [frozen(1), frozen(2)]
  const changed = signed(
    'Communique',
    { slug: 'umbrella', version: 2, now: minute(75) },
    { ...second.record, digests: { en: someDigest, ar: someDigest }, proof: undefined },
  )
  const read = endorsement(first, { at: 72 })
  const node = nodeWith([first, changed, read])
  t.match(await node.get(key), { version: { record: { version: 2 } } })
  t.equal((await node.get(key)).endorsements?.counted.length, 0)
  const old = await node.get(key, first.statement)
  t.strictSame(
    old.endorsements?.counted.map(({ scid }) => scid),
    [nubeScid],
  )
})

t.test('what is not here is not found', async (t) => {
  const node = nodeWith([asked, frozen(1)])
  const missing = { code: 'text_not_found' }
  await t.rejects(node.get({ ...key, slug: 'nothing' }), missing)
  await t.rejects(node.get({ ...key, draftOf: 'charter' }), missing)
  await t.rejects(node.get(key, someDigest), missing)
  t.strictSame(await node.findByStatement(asked.statement), key)
  t.equal(await node.findByStatement(someDigest), null)
})

t.test('records are read again only when something changed', async (t) => {
  const records: AnySigned[] = [asked]
  let reads = 0
  let sequence = 1
  const store = memoryStore(records)
  const node = createCommuniques({
    store: {
      list: (type) => {
        reads++
        return store.list(type)
      },
    },
    shown: async () => new Set([harborScid]),
    sequence: async () => sequence,
    now: () => new Date(minute(90)),
  })
  await node.list()
  const once = reads
  records.push(frozen(1))
  await node.get(key)
  t.equal(reads, once)
  sequence++
  t.match((await node.get(key)).version, { record: { version: 1 } })
})

t.test(
  'two nodes with the same records show the same to the byte, whatever came first',
  async () => {
    const first = frozen(1)
    const all: AnySigned[] = [
      asked,
      theirs,
      draft({ number: 2, at: 5, from: [asked] }),
      draft({ number: 3, at: 6, from: [asked] }),
      first,
      frozen(2),
      spanish,
      strange,
      position(asked, {}),
      position(asked, { did: rosaDid, at: 3 }),
      endorsement(first, { at: 72 }),
      endorsement(first, { did: rosaDid, at: 73 }),
    ]
    await alwaysAsync([fc.subarray(all, { minLength: 1 }), fc.gen()], async (some, g) => {
      const shuffled = g(fc.shuffledSubarray<AnySigned>, some, { minLength: some.length })
      if ((await stateOf(shuffled)) !== (await stateOf(some)))
        throw new Error('the order changed what is shown')
    })
  },
)
