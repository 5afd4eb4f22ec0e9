import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { formatTextSource, parseTextSource } from './communique/text-source.ts'
import { type DemoNode, type Run, signingOf } from './demo-node.ts'
import { addTime, DAY, toTimestamp } from './kernel/time.ts'

const CONTENT = fileURLToPath(new URL('../content/communique/', import.meta.url))
const TEXT = 'autonomous-servers'
const SOURCE = 'en'
/** Translated from the first draft; they are stale where that is amended. */
const FIRST = ['fr', 'es', 'ar']
/** Translated once the amendments are answered. */
const THEN = ['ca', 'de', 'it', 'pt', 'el', 'tr']
/** The paragraph whose last sentence a peer proposes: the first drafts are without it. */
const AMENDED = 15

/** What the demo leaves for everybody to verify. */
export function bundleOf([first]: readonly DemoNode[]): string {
  return join(first?.path ?? '', '..', `${TEXT}.tessera`)
}

/**
 * A communiqué on its whole way: drafted on the first node, amended from the second, translated on
 * the third and approved by the second, decided by all, frozen, endorsed, and verified in one file.
 */
export async function writeTogether(
  nodes: readonly DemoNode[],
  run: Run,
  say: (line: string) => void,
): Promise<void> {
  const [harbor, nube, rosa] = nodes
  if (harbor === undefined || nube === undefined || rosa === undefined) return
  const steps = { harbor, nube, rosa, run, say }
  const amendment = await draft(steps)
  await amend(steps, amendment)
  await translate(steps)
  await decide(steps)
  await freeze(steps)
  await endorse(steps)
  await verify(steps, bundleOf(nodes))
}

interface Steps {
  readonly harbor: DemoNode
  readonly nube: DemoNode
  readonly rosa: DemoNode
  readonly run: Run
  readonly say: (line: string) => void
}

interface Proposal {
  readonly passage: string
  readonly replacement: string
}

/** Returns what is missing in the first draft. */
async function draft({ harbor, rosa, run, say }: Steps): Promise<Proposal> {
  say(`\n${harbor.name} drafts a communiqué, ${rosa.name} begins to translate it`)
  const { file, proposal } = await firstDraft(harbor, SOURCE)
  await run(harbor, 'communique', 'draft', TEXT, file, '--language', SOURCE)
  await run(rosa, 'sync')
  for (const language of FIRST)
    await run(rosa, ...translation(language, (await firstDraft(rosa, language)).file))
  return proposal
}

/** The text as it was before somebody proposed the last sentence of a paragraph. */
async function firstDraft(node: DemoNode, language: string) {
  const source = parseTextSource(await readFile(fileOf(language), 'utf8'))
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const paragraph = source.blocks[AMENDED] ?? ''
  const sentences = [...segmenter.segment(paragraph)].map(({ segment }) => segment)
  const [passage = '', last = ''] = sentences.slice(-2)
  const shorter = sentences.slice(0, -1).join('').trim()
  const file = join(node.path, `first-draft.${language}.md`)
  const blocks = source.blocks.map((block, i) => (i === AMENDED ? shorter : block))
  await writeFile(file, formatTextSource({ ...source, blocks }))
  return { file, proposal: { passage: passage.trim(), replacement: `${passage.trim()} ${last}` } }
}

function fileOf(language: string): string {
  return join(CONTENT, `${TEXT}.${language}.md`)
}

function translation(language: string, file: string): readonly string[] {
  return ['communique', 'translate', TEXT, language, file, '--state', 'needs-review']
}

async function amend(
  { harbor, nube, run, say }: Steps,
  { passage, replacement }: Proposal,
): Promise<void> {
  say(`\n${nube.name} proposes two amendments; ${harbor.name} accepts one and declines the other`)
  await run(nube, 'sync')
  const propose = ['communique', 'amend', TEXT, '--language', 'es']
  const reason = 'Falta decir que respondemos en conjunto.'
  await run(
    nube,
    ...propose,
    '--passage',
    passage,
    '--replacement',
    replacement,
    '--reason',
    reason,
  )
  const change = ['--passage', 'You do not need to build a server to begin.']
  const other = ['--replacement', 'Every collective should build a server.']
  await run(nube, ...propose, ...change, ...other, '--reason', 'Quien pueda, que monte el suyo.')
  await run(harbor, 'sync')
  const answer = (number: number) => ['communique', 'answer', TEXT, `a${number}`]
  await run(harbor, ...answer(1), '--accept')
  const why = 'Nobody needs a server of their own to begin; the paragraph is there to say so.'
  await run(harbor, ...answer(2), '--decline', '--reason', why)
}

async function translate({ nube, rosa, run, say }: Steps): Promise<void> {
  say(`\n${rosa.name} brings its translations up to date and adds others; ${nube.name} approves`)
  await run(rosa, 'sync')
  for (const language of [...FIRST, ...THEN])
    await run(rosa, ...translation(language, fileOf(language)))
  await run(nube, 'sync')
  for (const language of [...FIRST, ...THEN])
    await run(nube, 'communique', 'translate', TEXT, language, '--approve')
}

async function decide({ harbor, nube, rosa, run, say }: Steps): Promise<void> {
  say('\nA round: each says where it stands, and how its own assembly came to that')
  const until = addTime(toTimestamp(new Date()), DAY)
  await run(harbor, 'sync')
  await run(harbor, 'communique', 'round', TEXT, '--until', until)
  const take = (node: DemoNode, ...argv: string[]) =>
    run(node, 'communique', 'position', TEXT, ...argv)
  await take(harbor, 'agree', ...decision(9, 5))
  await run(nube, 'sync')
  const reservation = 'No todas podemos prometer guardias de noche.'
  const inSpanish = ['--reason', reservation, '--language', 'es']
  const some = ['--reservations', '1']
  await take(nube, 'agree-with-reservations', ...inSpanish, ...some, ...decision(2, 2))
  await run(rosa, 'sync')
  const aside = 'Plusieurs d’entre nous écrivent une autre lettre. Celle-ci peut partir.'
  await take(
    rosa,
    'stand-aside',
    '--reason',
    aside,
    '--language',
    'fr',
    '--stand-aside',
    '3',
    ...decision(2, 3),
  )
  await run(harbor, 'sync')
}

function decision(agree: number, quorum: number): readonly string[] {
  return ['--method', 'consensus', '--agree', String(agree), '--quorum', String(quorum)]
}

async function freeze({ harbor, run, say }: Steps): Promise<void> {
  say(`\nAll have answered: two of three members of ${harbor.name} sign the frozen text`)
  const tags = ['--tag', 'autonomous servers', '--license', 'CC-BY-SA-4.0']
  await run(harbor, 'communique', 'freeze', TEXT, ...tags, '--yes')
  const prepared = join(harbor.path, 'prepared', `communique-${TEXT}-v1.json`)
  await run(harbor, 'sign', prepared, ...signingOf(harbor))
  await run(harbor, 'communique', 'publish', prepared)
}

async function endorse({ harbor, nube, rosa, run, say }: Steps): Promise<void> {
  say('\nEach endorses the languages that it has read; one passes on a letter')
  const under = (node: DemoNode, ...argv: readonly string[]) =>
    run(node, 'communique', 'endorse', TEXT, ...argv, ...signingOf(node))
  await under(harbor, '--read', 'en', ...decision(9, 5))
  await run(nube, 'sync')
  await under(nube, '--read', 'es', '--read', 'ca', ...decision(3, 2))
  const today = toTimestamp(new Date()).slice(0, 10)
  const letter = ['--letter', 'Radio Marea', '--received', today, '--how', 'in-person']
  await under(nube, ...letter, '--read', 'es', ...decision(6, 4))
  await run(rosa, 'sync')
  await under(rosa, '--read', 'fr', ...decision(5, 3))
}

async function verify({ harbor, nube, rosa, run, say }: Steps, bundle: string): Promise<void> {
  say('\nOne file holds it all, and anybody can check it without a network')
  for (const node of [harbor, nube, rosa]) await run(node, 'sync')
  await run(harbor, 'bundle', 'export', 'communique', TEXT, '--out', bundle)
  await run(harbor, 'bundle', 'verify', bundle)
}
