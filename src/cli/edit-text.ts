import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { TesseraError } from '../kernel/errors.ts'
import { cannotAsk } from './ask.ts'
import type { Context } from './context.ts'

const USUAL_EDITOR = 'vi'

/** A text as somebody leaves it in their editor ($VISUAL, $EDITOR). Throws `editor_failed`. */
export async function editText(
  { deps, ask }: Context,
  { name, text, flag }: { readonly name: string; readonly text: string; readonly flag: string },
): Promise<string> {
  const chosen = deps.env['VISUAL'] ?? deps.env['EDITOR']
  if (chosen === undefined && !ask.isPossible) throw cannotAsk(flag)
  const directory = await mkdtemp(join(tmpdir(), 'tessera-'))
  const path = join(directory, name)
  try {
    await writeFile(path, text, { mode: 0o600 })
    await runEditor(chosen ?? USUAL_EDITOR, path)
    return await readFile(path, 'utf8')
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** $EDITOR may hold flags, so a shell reads it, as git and crontab have it. */
async function runEditor(editor: string, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' })
  child.on('error', reject).on('exit', resolve)
  const code = await promise
  if (code === 0) return
  throw new TesseraError(
    'conflict',
    'editor_failed',
    `The editor "${editor}" ended with ${code ?? 'a signal'}; nothing was changed.`,
  )
}
