import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { complete } from '../../identity/ceremony.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { decodeDid } from '../../record/did.ts'
import { type CarriedEntry, type Handed, handOver } from '../carry.ts'
import type { Command, Context } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readAddress, textFlags } from '../flags.ts'
import { readPrepared } from '../prepared-files.ts'

const flags = object({
  file: argument(string({ metavar: 'FILE' }), {
    description: message`A prepared entry that has all its proofs`,
  }),
  to: textFlags(
    '--to',
    'URL',
    message`Address of a node that takes it; this node if none is named`,
  ),
})

export const carryCommand = command(
  'carry',
  map(
    flags,
    ({ file, to }): Command =>
      (context) =>
        carry(context, file, to),
  ),
  { description: message`Hand the signed entry of any collective to nodes; needs no key` },
)

async function carry(context: Context, file: string, to: readonly string[]): Promise<ExitCode> {
  const entry = await readCarried(file)
  const origins = to.map(readAddress)
  const handed =
    origins.length === 0
      ? [await takeHere(context, entry)]
      : await context.progress('Handing it over', () => handOver(context, entry, origins))
  context.output.list(handed, {
    headings: ['NODE', 'OUTCOME', 'PROBLEM'],
    none: '',
    row: ({ to: node, outcome, error }) => [node, outcome, error ?? ''],
  })
  const failed = handed.filter(({ outcome }) => outcome === 'failed').length
  if (failed === 0) return EXIT.ok
  return failed === handed.length ? EXIT.refused : EXIT.partly
}

/** The entry of a prepared file that has all its proofs. Throws `no_entry`, `proofs_missing`, ... */
async function readCarried(path: string): Promise<CarriedEntry> {
  const done = complete(await readPrepared(path))
  if (done.kind !== 'entry') {
    throw new TesseraError('invalid', 'no_entry', `${path} holds a record; "publish" takes it.`)
  }
  const { entry, texts } = done
  const scid = decodeDid(entry.state.id)?.scid ?? ''
  return { scid, versionId: entry.versionId, texts }
}

/** The operator of a peer takes in what came by file or by hand. */
async function takeHere(context: Context, { scid, texts }: CarriedEntry): Promise<Handed> {
  const node = await context.node()
  if ((await node.store.findCollective(scid)) === null) {
    throw new TesseraError(
      'not-found',
      'collective_not_found',
      'That collective is not known on this node.',
    )
  }
  const receipt = await node.exchange.receiveLog(scid, texts)
  return receipt.outcome === 'refused'
    ? { to: node.origin, outcome: 'failed', error: receipt.message }
    : { to: node.origin, outcome: receipt.outcome, error: null }
}
