import { basename } from 'node:path'

import { addProof, prepareRecord, stateOf } from '../identity/ceremony.ts'
import {
  parsePrepared,
  type Prepared,
  type Statement,
  writePrepared,
} from '../identity/prepared.ts'
import { TesseraError } from '../kernel/errors.ts'
import { type Context, ownCollective } from './context.ts'
import { describePrepared } from './describe-prepared.ts'
import type { SigningKeyFlags } from './flags.ts'
import { type OpenedKey, openKeys } from './key-files.ts'
import type { NodeFiles } from './opened-node.ts'
import { publishPrepared } from './publish-prepared.ts'
import { readText } from './user-files.ts'

/** Files that wait for members: how they come to be, and what becomes of them. */

/** A prepared file from its path. Throws `bad_prepared_file`, naming the file. */
export async function readPrepared(path: string): Promise<Prepared> {
  const text = await readText(path)
  try {
    return parsePrepared(text.trimEnd())
  } catch (cause) {
    if (!(cause instanceof TesseraError)) throw cause
    throw new TesseraError(cause.kind, cause.code, `${path}: ${cause.message}`, { cause })
  }
}

/** Names the file after what it holds, so that a meeting sees what waits. */
function fileNameOf(prepared: Prepared): string {
  if (prepared.kind === 'entry') return `entry-${prepared.entry.versionId.slice(0, 12)}.json`
  const { type, slug, version } = prepared.statement
  return `${type.toLowerCase()}-${slug}-v${version}.json`
}

export function keepPrepared(files: NodeFiles, prepared: Prepared): Promise<string> {
  return files.writePrepared(fileNameOf(prepared), `${writePrepared(prepared)}\n`)
}

/** A statement that waits for the members of the own collective as it is now. */
export async function prepareStatement(context: Context, statement: object): Promise<Prepared> {
  const { entry } = await ownCollective(await context.node())
  return prepareRecord(statement as Statement, entry)
}

/** The file with the proofs of keys that are at hand; each has to have a say in it. */
export function signWith(prepared: Prepared, keys: readonly OpenedKey[]): Prepared {
  let signed = prepared
  for (const key of keys) {
    try {
      signed = addProof(signed, key)
    } catch (cause) {
      if (!(cause instanceof TesseraError)) throw cause
      throw new TesseraError(cause.kind, cause.code, `${key.path}: ${cause.message}`, { cause })
    }
  }
  return signed
}

/**
 * Signs with the keys that were named, after a question; publishes what then has enough proofs, and
 * leaves a prepared file of what has not, with the commands that go on from there.
 */
export async function settlePrepared(
  context: Context,
  prepared: Prepared,
  flags: SigningKeyFlags,
): Promise<void> {
  const node = await context.node()
  if (!context.output.isJson)
    for (const line of describePrepared(prepared)) context.output.note(line)
  const keys = await openKeys(context, flags)
  if (keys.length > 0) await context.ask.confirm('Sign this?')
  const signed = signWith(prepared, keys)
  if (stateOf(signed).isComplete) {
    const [what = ''] = await publishPrepared(context, [signed])
    context.output.result({ outcome: 'published', what }, [`Published: ${what}.`])
    return
  }
  const path = await keepPrepared(node.files, signed)
  const { signedBy, threshold, needsController } = stateOf(signed)
  context.output.result(
    { outcome: 'prepared', path, signedBy, threshold, needsController },
    nextSteps(signed, path),
  )
}

/** What people do with a file that waits. */
export function nextSteps(prepared: Prepared, path: string): string[] {
  const { signedBy, threshold, needsController } = stateOf(prepared)
  const missing = threshold - signedBy.length
  const who = missing === 1 ? 'one more member' : `${missing} more members`
  const waitsFor = [
    ...(missing > 0 ? [who] : []),
    ...(needsController ? ['the controller key'] : []),
  ].join(' and ')
  const name = basename(path)
  return [
    `Prepared in ${path}; it waits for ${waitsFor}.`,
    'Take the file to where the keys are (it is not secret) and sign it there:',
    `  tessera sign ${name} --key member-1.age`,
    'Bring it back, and publish it here:',
    `  tessera publish ${path}`,
  ]
}
