import { object } from '@optique/core/constructs'
import { type Message, message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { addProofs, stateOf } from '../../identity/ceremony.ts'
import { type Prepared, writePrepared } from '../../identity/prepared.ts'
import type { Command, Context } from '../context.ts'
import { describePrepared } from '../describe-prepared.ts'
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts'
import { signingKeys } from '../flags.ts'
import { type OpenedKey, openKeys } from '../key-files.ts'
import { readPrepared } from '../prepared-files.ts'
import { replaceFile } from '../user-files.ts'

const flags = object({
  files: multiple(argument(string({ metavar: 'FILE' }), { description: message`Prepared files` }), {
    min: 1,
  }),
  ...signingKeys,
})

/** `sign`, and the same under another name. */
export function createSignCommand(name: string, description: Message) {
  const run =
    (values: InferValue<typeof flags>): Command =>
    (context) =>
      sign(context, values)
  return command(name, map(flags, run), { description })
}

export const signCommand = createSignCommand(
  'sign',
  message`Add a member's proof to prepared files; needs no network and no node`,
)

interface Sheet {
  readonly path: string
  readonly prepared: Prepared
}

/** One key after the other signs every file that waits for it; a file that refuses it stays. */
async function sign(context: Context, values: InferValue<typeof flags>): Promise<ExitCode> {
  if (values.keys.length === 0) throw new UsageError('--key FILE is needed: whose proof is added.')
  const sheets: Sheet[] = []
  for (const path of values.files) sheets.push({ path, prepared: await readPrepared(path) })
  const { output } = context
  for (const { path, prepared } of sheets) {
    output.note(`${path}:`)
    for (const line of describePrepared(prepared)) output.note(`  ${line}`)
  }
  const keys = await openKeys(context, values)
  await context.ask.confirm(`Sign ${sheets.length === 1 ? 'this' : `these ${sheets.length}`}?`)
  const results = signAll(sheets, keys)
  for (const { path, prepared, isChanged } of results) {
    if (isChanged) await replaceFile(path, `${writePrepared(prepared)}\n`)
  }
  return report(context, results)
}

interface SignedSheet extends Sheet {
  readonly isChanged: boolean
  readonly refusals: readonly { readonly code: string; readonly message: string }[]
}

function signAll(sheets: readonly Sheet[], keys: readonly OpenedKey[]): readonly SignedSheet[] {
  let current: SignedSheet[] = sheets.map((sheet) => ({ ...sheet, isChanged: false, refusals: [] }))
  for (const key of keys) {
    const signed = addProofs(
      current.map(({ prepared }) => prepared),
      key,
    )
    current = current.map((sheet, i) => {
      const { prepared, refused } = signed[i] ?? { prepared: sheet.prepared, refused: null }
      if (refused === null) return { ...sheet, prepared, isChanged: true }
      const { code, message: text } = refused
      return { ...sheet, refusals: [...sheet.refusals, { code, message: `${key.path}: ${text}` }] }
    })
  }
  return current
}

function report({ output }: Context, results: readonly SignedSheet[]): ExitCode {
  const value = results.map(({ path, prepared, refusals, isChanged }) => {
    const { signedBy, threshold, isComplete } = stateOf(prepared)
    return { path, signed: isChanged, signedBy, threshold, isComplete, refusals }
  })
  const lines = value.flatMap(({ path, signed, signedBy, threshold, isComplete, refusals }) => [
    `${path}: ${signed ? 'signed' : 'not signed'}; ${signedBy.length} of ${threshold} members`,
    ...refusals.map((refusal) => `  ${refusal.message}`),
    ...(isComplete ? ['  It has all its proofs. Where the node is: tessera publish FILE'] : []),
  ])
  output.result(value, lines)
  const refused = results.filter(({ refusals }) => refusals.length > 0).length
  if (refused === 0) return EXIT.ok
  return results.some(({ isChanged }) => isChanged) ? EXIT.partly : EXIT.refused
}
