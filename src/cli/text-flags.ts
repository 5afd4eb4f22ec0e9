import { message } from '@optique/core/message'
import { optional } from '@optique/core/modifiers'
import { argument } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Context } from './context.ts'
import { readLanguage, switchFlag, textFlag } from './flags.ts'
import { readProfile } from './own-profile.ts'
import { readText } from './user-files.ts'

/** Flags of the commands that work on texts. */

export const textArgument = argument(string({ metavar: 'TEXT' }), {
  description: message`Its name, name~scid8, or the digest of a version`,
})
export const fileArgument = optional(
  argument(string({ metavar: 'FILE' }), { description: message`Markdown; "-" is standard input` }),
)
export const reasonFlag = textFlag('--reason', 'TEXT', message`Why, for everyone to read`)
export const sealedFlag = switchFlag(
  '--sealed',
  message`Also what was sealed to this collective; opens the node key`,
)

/** A file that people named, or what comes by standard input. */
export async function readSource({ terminal }: Context, path: string): Promise<string> {
  if (path !== '-') return await readText(path)
  let text = ''
  for await (const chunk of terminal.stdin) text += String(chunk)
  return text
}

/** In which language somebody writes: as the flag says, else as the profile. */
export async function writingLanguage(
  context: Context,
  flag: string | undefined,
): Promise<LanguageTag> {
  if (flag !== undefined) return readLanguage(flag)
  return (await readProfile(await context.node()))?.defaultLanguage ?? 'en'
}

export function inLanguage(language: LanguageTag, text: string): LanguageMap {
  return { [language]: text.normalize('NFC') }
}
