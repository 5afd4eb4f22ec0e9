import t from 'tap'

import { createCanaries } from '../../src/alert/canaries.ts'
import { createCharters } from '../../src/charter/charters.ts'
import { reminderLines, remindersOf } from '../../src/cli/reminders.ts'
import { createCommuniques } from '../../src/communique/communiques.ts'
import { canaryStore, signedCanary } from '../support/canaries.ts'
import { charterVersion, signedCommitment } from '../support/charters.ts'
import { communiqueContent } from '../support/posts.ts'
import {
  type AnySigned,
  draft,
  endorsement,
  harborScid,
  memoryStore,
  minute,
  nubeDid,
  nubeScid,
  signed,
} from '../support/texts.ts'

const now = () => new Date(minute(600))
const shown = new Set([harborScid, nubeScid])

/** What Nube Libre reads, of these records. */
async function read(
  versions: readonly ReturnType<typeof charterVersion>[],
  commitments: readonly ReturnType<typeof signedCommitment>[],
  texts: readonly AnySigned[] = [],
  nextDate: string | null = null,
) {
  const charters = createCharters({
    store: { listCharters: async () => versions, listCommitments: async () => commitments },
    view: async () => ({ shown, standings: new Map() }),
    now,
  })
  const communiques = createCommuniques({
    store: memoryStore(texts),
    shown: async () => shown,
    sequence: async () => 1,
    now,
  })
  const canaries = createCanaries({
    store: canaryStore(nextDate === null ? [] : [[signedCanary(nubeDid, { nextDate })]]),
    now,
  })
  return await remindersOf({ charters, communiques, canaries }, { scid: nubeScid })
}

t.test('each reminder is a sentence and the command that answers it', async (t) => {
  const first = charterVersion({ now: '2026-01-01T00:00:00Z' })
  const [second, third] = [
    charterVersion({ slug: 'second' }, { amends: first.statement }),
    charterVersion({ slug: 'third' }, { amends: first.statement }),
  ]
  const own = signedCommitment(first, { did: nubeDid }, { reviewDate: '2026-12-01' })
  const reminders = await read([first, second, third], [own])
  t.match(reminders, [
    {
      kind: 'newer-version',
      message: /^There are 2 newer versions of "Common ground"/,
      command: new RegExp(`^tessera charter diff ${first.statement} zQm`),
      digests: { length: 3 },
    },
    {
      kind: 'review',
      message: /by 2026-12-01 \(in 9 days\): it lapses on 2026-12-02\.$/,
      command: `tessera charter sign ${first.statement}`,
      until: '2026-12-01',
    },
  ])
  t.match(reminderLines(reminders), { length: 4, 0: /^To decide {7}There/, 1: /^ {16}tessera/ })
  t.match(await read([first], [signedCommitment(first, { did: nubeDid }, TODAY)]), [
    { message: /\(today\)/ },
  ])
})

const TODAY = { reviewDate: '2026-11-22' }

t.test('texts are named as their commands take them', async (t) => {
  const asked = draft({ text: 'other' }, { stage: 'deciding', positionsUntil: minute(660) })
  const { type: _, slug: __, ...content } = communiqueContent(['en', 'fr'])
  const first = signed('Communique', { slug: 'umbrella' }, content)
  const digests = { ...(content['digests'] as object), fr: first.statement }
  const second = signed('Communique', { slug: 'umbrella', version: 2 }, { ...content, digests })
  const own = endorsement(first, {}, { digests: content['digests'] })
  const reminders = await read([], [], [asked, first, second, own])
  const commands = reminders.map(({ command }) => command)
  t.strictSame(commands.toSorted(), [
    'tessera communique position other~HHHHHHHH',
    'tessera communique show umbrella~HHHHHHHH',
  ])
  t.match(reminders.find(({ kind }) => kind === 'changed-text')?.message, /new text \(fr\)/)
  t.match(
    reminders.find(({ kind }) => kind === 'open-round'),
    { until: minute(660) },
  )
})

t.test('a canary is brought to mind in its last two weeks and once it is over', async (t) => {
  const command = 'tessera canary prepare'
  t.strictSame(await read([], [], [], '2026-12-06T10:00:01Z'), [], 'a second before')
  t.match(await read([], [], [], '2026-12-06T10:00:00Z'), [
    { kind: 'canary-due', until: '2026-12-06T10:00:00Z', command },
  ])
  t.match(await read([], [], [], '2026-11-22T10:00:01Z'), [{ kind: 'canary-due' }])
  t.match(await read([], [], [], '2026-11-22T10:00:00Z'), [{ kind: 'canary-overdue', command }])
})
