import { object } from '@optique/core/constructs'
import type { Message } from '@optique/core/message'
import { message } from '@optique/core/message'
import { multiple, optional, withDefault } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { flag, option } from '@optique/core/primitives'
import type { OptionName } from '@optique/core/usage'
import { string } from '@optique/core/valueparser'

import { isLanguageTag, type LanguageTag } from '../kernel/language-tag.ts'
import { isTimestamp, type Timestamp } from '../kernel/time.ts'
import { UsageError } from './exit-codes.ts'

/** Flags that several commands share. */

/** A text that need not be given. */
export function textFlag(name: OptionName, metavar: string, description: Message) {
  return optional(option(name, string({ metavar: metavar as 'TEXT' }), { description }))
}

/** A text that may be given several times. */
export function textFlags(name: OptionName, metavar: string, description: Message) {
  return multiple(option(name, string({ metavar: metavar as 'TEXT' }), { description }))
}

export function switchFlag(name: OptionName, description: Message) {
  return withDefault(flag(name, { description }), false)
}

/** Usage lines are about what is special to a command. */
const hidden = 'usage'

/** Flags that every command takes. */
export const globalFlags = object({
  data: optional(
    option('--data', string({ metavar: 'DIR' }), {
      description: message`Data directory (TESSERA_DATA; ./data)`,
      hidden,
    }),
  ),
  json: optional(flag('--json', { description: message`Say it as JSON`, hidden })),
  yes: optional(
    flag('--yes', { description: message`Answer every "are you sure?" with yes`, hidden }),
  ),
  passphraseFile: optional(
    option('--passphrase-file', string({ metavar: 'FILE' }), {
      description: message`Passphrase of the node key (TESSERA_PASSPHRASE_FILE)`,
      hidden,
    }),
  ),
})

/** Members' keys that lie here, so that they sign at once. */
export const signingKeys = {
  keys: textFlags('--key', 'FILE', message`Key file that signs at once; several times for several`),
  keyPassphraseFiles: textFlags(
    '--key-passphrase-file',
    'FILE',
    message`Passphrase of the keys: once for all, or once for each in order`,
  ),
}
const signingKeysParser = object(signingKeys)
export type SigningKeyFlags = InferValue<typeof signingKeysParser>

export const languageFlag = textFlag(
  '--language',
  'TAG',
  message`Language of what you write, as a BCP 47 tag: en, fr, pt-BR`,
)

/** A language tag as it was typed. Throws UsageError. */
export function readLanguage(text: string): LanguageTag {
  if (isLanguageTag(text)) return text
  throw new UsageError(`"${text}" is not a language tag like en, fr or pt-BR.`)
}

/** The two sides of `name=text`. Throws UsageError. */
export function readPair(text: string, flagName: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new UsageError(`${flagName} takes NAME=TEXT; "${text}" has no "=".`)
}

/** A time as it was typed: a day, or a time in UTC. Throws UsageError. */
export function readTime(text: string): Timestamp {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text
  if (isTimestamp(time)) return time
  throw new UsageError(`"${text}" is not a time like 2026-11-22 or 2026-11-22T09:00:00Z.`)
}

/** The origin of a node as it was typed. Throws UsageError. */
export function readAddress(text: string): string {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  if (url === null || url.username !== '' || url.password !== '') {
    throw new UsageError(`"${text}" is not an address like https://collective.example.`)
  }
  return url.origin
}
