import { copyFileSync, rmSync } from 'node:fs'

import t, { type Test } from 'tap'

import { eventually } from '../hostile/harness/patience.ts'
import { type LocalNode, localNodes } from '../support/two-nodes.ts'

const NAMES = ['Harbor Commons', 'Nube Libre'] as const
const PASSPHRASES = [
  '--passphrase-file',
  '--member-passphrase-file',
  '--controller-passphrase-file',
]
const KEYS = ['member-1', 'controller'] as const

/** A founded node of one member; its passphrases are one. */
async function found(node: LocalNode, name: string): Promise<void> {
  const pass = node.write('pass', 'correct horse battery staple\n')
  const words = ['--name', name, '--language', 'en', '--members', '1', '--yes']
  await must(node, 'init', ...words, ...PASSPHRASES.flatMap((flag) => [flag, pass]))
  for (const key of KEYS) {
    copyFileSync(node.path('data', 'keys', `${key}.age`), node.path(`${key}.age`))
  }
}

async function must(node: LocalNode, ...argv: string[]): Promise<string> {
  const { code, out, err } = await node.run(...argv)
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`)
  return out
}

const passOf = (node: LocalNode) => ['--passphrase-file', node.path('pass')]
const secretOf = (node: LocalNode) => ['--backup-passphrase-file', node.path('pass')]

function say(node: LocalNode, words: string) {
  return node.run('profile', 'set', `taglineMap.en=${words}`, ...passOf(node), '--yes')
}

interface Pair {
  readonly harbor: LocalNode
  readonly nube: LocalNode
  readonly scid: string
  /** What the second node has of the first, after a round of sync. */
  readonly seen: () => Promise<{ readonly state?: string; readonly head?: string | null }>
}

/** Two nodes that are peers and run; the second knows what the first has published. */
async function pair(
  t: Test,
): Promise<Pair & { readonly stop: (node: LocalNode) => Promise<void> }> {
  const [harbor, nube] = (await localNodes(t, 2)) as [LocalNode, LocalNode]
  const stops = new Map<LocalNode, () => Promise<unknown>>()
  const stop = async (node: LocalNode) => {
    await stops.get(node)?.()
    stops.delete(node)
  }
  t.teardown(async () => void (await Promise.all([stop(harbor), stop(nube)])))
  for (const [i, node] of [harbor, nube].entries()) {
    await found(node, NAMES[i] ?? '')
    stops.set(node, await node.start(...passOf(node)))
  }
  await must(harbor, 'peer', 'add', nube.origin, '--yes')
  await must(nube, 'peer', 'add', harbor.origin, '--yes')
  const { identity } = JSON.parse(await must(harbor, 'status', '--json')) as {
    identity: { scid: string }
  }
  const { scid } = identity
  async function seen() {
    await using node = await nube.open()
    return (await node.store.findCollective(scid)) ?? {}
  }
  await must(nube, 'sync')
  return { harbor, nube, scid, seen, stop }
}

async function ownHead(node: LocalNode, scid: string): Promise<string | null | undefined> {
  await using opened = await node.open()
  return (await opened.store.findCollective(scid))?.head
}

/** The machine is lost; another one begins with the backup. */
async function loseAndRestore(node: LocalNode, backup: string): Promise<void> {
  rmSync(node.path('data'), { recursive: true })
  await must(node, 'restore', backup, ...secretOf(node))
}

t.test(
  'on what all peers confirm, a restored node goes on; a silent peer confirms nothing',
  async (t) => {
    const { harbor, nube, seen, scid, stop } = await pair(t)
    await must(harbor, 'backup', '--to', harbor.path('b.age'), ...secretOf(harbor))
    await stop(harbor)
    await loseAndRestore(harbor, harbor.path('b.age'))
    t.match(await say(harbor, 'too early'), { code: 1, err: /signs nothing until/ })
    await stop(nube)
    const silent = await harbor.run('restore', '--go-on', '--yes', ...passOf(harbor))
    t.match(silent, { code: 3, err: /do not answer/ })
    const restart = await nube.start(...passOf(nube))
    t.teardown(restart)
    const goneOn = await harbor.run('restore', '--go-on', '--yes', ...passOf(harbor))
    t.match(goneOn, { code: 0, out: /hold nothing newer/ }, goneOn.err)
    t.match(await say(harbor, 'we are back'), { code: 0 })
    const again = await harbor.run('restore', '--go-on', '--yes', ...passOf(harbor))
    t.match(again, { code: 0, out: /Nothing was restored/ })
    const started = await harbor.start(...passOf(harbor))
    t.teardown(started)
    await must(nube, 'sync')
    t.match(await seen(), { state: 'OK', head: await ownHead(harbor, scid) })
  },
)

t.test('where a peer holds more, only the members let a restored node sign', async (t) => {
  const { harbor, nube, seen, scid, stop } = await pair(t)
  await must(harbor, 'backup', '--to', harbor.path('b.age'), ...secretOf(harbor))
  t.match(await say(harbor, 'after the backup'), { code: 0 })
  await must(nube, 'sync')
  const later = await ownHead(harbor, scid)
  t.match(await seen(), { state: 'OK', head: later }, 'the peer knows it')
  await stop(harbor)
  await loseAndRestore(harbor, harbor.path('b.age'))
  const refused = await harbor.run('restore', '--go-on', '--yes', ...passOf(harbor))
  t.match(refused, { code: 1, err: /not the one that this node published last|did not make/ })
  t.equal(await ownHead(harbor, scid), later, 'the own newer state was fetched from the peer')
  t.match(await say(harbor, 'a fork'), { code: 1 })
  const start = await harbor.start(...passOf(harbor))
  const keys = KEYS.flatMap((name) => ['--key', harbor.path(`${name}.age`)])
  const rotate = ['key', 'rotate', ...keys, '--key-passphrase-file', harbor.path('pass'), '--yes']
  await must(harbor, ...rotate, ...passOf(harbor))
  t.match(await start(), { code: 0 })
  t.match(await say(harbor, 'with a new key'), { code: 0 })
  const restarted = await harbor.start(...passOf(harbor))
  t.teardown(restarted)
  await must(nube, 'sync')
  const head = await ownHead(harbor, scid)
  const isFollowed = await eventually(async () => ((await seen()).head === head ? true : null))
  t.ok(isFollowed, 'the peer follows')
  t.match(await seen(), { state: 'OK' }, 'nothing was forked')
  t.match(await must(harbor, 'profile', 'show'), /with a new key/)
})
