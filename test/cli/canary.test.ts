import t from 'tap'

import { addTime, DAY, SECOND, toTimestamp } from '../../src/kernel/time.ts'
import { allKeys, CLI_START, type Desk } from '../support/cli.ts'
import { bring, twoDesks } from '../support/desks.ts'

const START = toTimestamp(CLI_START)
const NEXT = addTime(START, 80 * DAY)
const CLAIMS = ['--claim', 'gag', '--claim', 'control']

interface Shown {
  readonly canaries: readonly {
    readonly state: string
    readonly version: number
    readonly since: string
    readonly renewedAfterGap: boolean
    readonly gaps: readonly { readonly from: string; readonly to: string }[]
    readonly freshness: readonly { readonly scid: string; readonly standing: string }[]
    readonly claims: readonly { readonly claim: string }[]
  }[]
}

async function scidOf(at: Desk): Promise<string> {
  return (await at.json<{ identity: { scid: string } }>('status')).identity.scid
}

/** Prepares a canary, signs it offline as two members do, and publishes it. */
async function renewed(at: Desk, ...flags: string[]): Promise<void> {
  const { path } = await at.json<{ path: string }>('canary', 'prepare', ...flags)
  const signed = await at.run('sign', path, ...allKeys(at))
  if (signed.code !== 0) throw new Error(signed.err)
  const published = await at.run('publish', path, '--passphrase-file', at.path('pass'))
  if (published.code !== 0) throw new Error(published.err)
}

t.test('members sign what is prepared, and neighbors see its dates', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await renewed(harbor, ...CLAIMS, '--next', NEXT)
  await bring(harbor, nube)
  const scid = await scidOf(harbor)
  const shown = await nube.json<Shown>('canary', 'show', scid)
  t.match(shown.canaries, [
    {
      state: 'valid',
      version: 1,
      since: START,
      claims: [{ claim: 'gag' }, { claim: 'control' }],
      freshness: [{ scid: await scidOf(nube), standing: 'verified' }],
    },
  ])
  const said = await nube.run('canary', 'show', scid)
  t.match(said.out, `valid; the next is expected by ${NEXT}`)
  t.match(said.out, 'We have received no gag order.')
  t.match(await nube.run('canary', 'show'), { out: /That says nothing by itself/ })
})

t.test('overdue at that second on every peer; renewed, the gap stays', async (t) => {
  const [harbor, nube] = await twoDesks(t)
  await renewed(harbor, ...CLAIMS, '--next', NEXT)
  await bring(harbor, nube)
  const scid = await scidOf(harbor)
  nube.elapse(80 * DAY - SECOND)
  t.match(await nube.json('canary', 'show', scid), { canaries: [{ state: 'due' }] })
  nube.elapse(SECOND)
  t.match(await nube.json('canary', 'show', scid), {
    canaries: [{ state: 'overdue', since: NEXT }],
  })
  t.match(await nube.run('canary', 'show', scid), {
    out: new RegExp(`overdue since ${NEXT}; we draw no conclusion\\.`),
  })
  nube.elapse(40 * DAY)
  t.match(
    await nube.json('canary', 'show', scid),
    { canaries: [{ state: 'overdue', since: NEXT }] },
    'after the record itself has expired, too',
  )
  harbor.elapse(70 * DAY)
  t.match(await harbor.json('status'), { reminders: [{ kind: 'canary-due' }] })
  harbor.elapse(50 * DAY)
  t.match(await harbor.json('status'), {
    reminders: [{ kind: 'canary-overdue', until: NEXT }, { kind: 'node-key' }],
  })
})

t.test('a gap of days is told by all who kept the one before', async (t) => {
  const [harbor] = await twoDesks(t)
  const next = addTime(START, 10 * DAY)
  await renewed(harbor, ...CLAIMS, '--next', next)
  harbor.elapse(15 * DAY)
  await renewed(harbor, ...CLAIMS, '--next', NEXT)
  const gap = { from: next, to: addTime(START, 15 * DAY), versionsNotKnown: 0 }
  t.match(await harbor.json('canary', 'show'), {
    canaries: [{ state: 'valid', version: 2, renewedAfterGap: true, gaps: [gap] }],
  })
  t.match(await harbor.run('canary', 'show'), { out: /renewed after a gap/ })
})

t.test('taken back it says the day and nothing more', async (t) => {
  const [harbor] = await twoDesks(t)
  await renewed(harbor, ...CLAIMS, '--next', NEXT)
  harbor.elapse(82 * DAY)
  await renewed(harbor, '--withdraw')
  const { out } = await harbor.run('canary', 'show')
  t.match(out, 'taken back on')
  t.notMatch(out, 'gag order')
  t.match(await harbor.run('canary', 'prepare', '--withdraw'), {
    code: 1,
    err: /no canary to take/,
  })
  t.match(await harbor.run('canary', 'prepare', '--withdraw', '--claim', 'gag'), { code: 2 })
})

t.test('nothing renews it without members', async (t) => {
  const [harbor] = await twoDesks(t)
  const prepared = await harbor.json<{ path: string }>(
    'canary',
    'prepare',
    ...CLAIMS,
    '--next',
    NEXT,
    '--yes',
    '--passphrase-file',
    harbor.path('pass'),
  )
  t.match(prepared, { outcome: 'prepared', signedBy: [], threshold: 2 }, 'it is prepared alone')
  const { out: help } = await harbor.run('canary', 'prepare', '--help')
  t.notMatch(help, '--key', 'no flag signs it there')
  t.match(await harbor.run('publish', prepared.path), { code: 1, err: /0 of 2 members/ })
  t.match(await harbor.run('canary', 'prepare', '--next', NEXT, '--yes'), {
    code: 2,
    err: /--claim is needed/,
  })
  t.match(await harbor.run('canary', 'prepare', ...CLAIMS, '--yes'), {
    code: 2,
    err: /--next is needed/,
  })
})

t.test('no date is taken that a canary cannot name', async (t) => {
  const [harbor] = await twoDesks(t)
  for (const next of [START, addTime(START, 95 * DAY + SECOND)]) {
    const { code, err } = await harbor.run('canary', 'prepare', ...CLAIMS, '--next', next)
    t.match({ code, err }, { code: 1, err: /The next date is later than now/ })
  }
  await renewed(harbor, '--own-claim', 'All of us are well.', '--next', addTime(START, 95 * DAY))
  t.match(await harbor.json('canary', 'show'), {
    canaries: [{ claims: [{ claim: 'other', contentMap: { en: 'All of us are well.' } }] }],
  })
})

t.test('no machine keeps it for later', async (t) => {
  const [harbor] = await twoDesks(t)
  const { path } = await harbor.json<{ path: string }>(
    'canary',
    'prepare',
    ...CLAIMS,
    '--next',
    NEXT,
  )
  await harbor.run('sign', path, ...allKeys(harbor))
  const at = await harbor.run('publish', path, '--at', addTime(START, DAY))
  t.match(at, { code: 1, err: /published by people/ })
  t.match(await harbor.json('publish', '--list'), [])
})
