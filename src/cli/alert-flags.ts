import { message } from '@optique/core/message'
import { multiple, optional } from '@optique/core/modifiers'
import { argument, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import type { AlertTexts } from '../alert/alert-templates.ts'
import type { AlertDetails } from '../alert/compose-alert.ts'
import { isLanguageTag, type LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import { CERTAINTIES, HELP_KINDS, SEVERITIES, URGENCIES } from '../record/kinds/vocabulary.ts'
import { UsageError } from './exit-codes.ts'
import { readTime, textFlag, textFlags } from './flags.ts'

/** Flags of the commands that write alerts, and what they say. */

export const alertArgument = argument(string({ metavar: 'ALERT' }), {
  description: message`Its name, or name~scid8`,
})

export const wordFlags = {
  headline: textFlags('--headline', 'TEXT', message`In your own words; fr=TEXT for one language`),
  description: textFlags('--description', 'TEXT', message`What happened; fr=TEXT likewise`),
  instruction: textFlags('--instruction', 'TEXT', message`What users should do now; likewise`),
}
export const gravityFlags = {
  severity: optional(
    option('--severity', choice([...SEVERITIES]), { description: message`How grave it is` }),
  ),
  urgency: optional(
    option('--urgency', choice([...URGENCIES]), { description: message`How soon to act` }),
  ),
  certainty: optional(
    option('--certainty', choice([...CERTAINTIES]), { description: message`How sure it is` }),
  ),
}
export const detailFlags = {
  ...gravityFlags,
  services: textFlags('--service', 'ID', message`Affected service of the profile; repeatable`),
  hosts: textFlags('--host', 'HOST', message`Affected host; repeatable`),
  help: textFlags('--help-wanted', 'KIND', message`Help that is needed, or KIND=NOTE; repeatable`),
  onset: textFlag('--onset', 'TIME', message`When it begins, if later: 2026-11-22T09:00:00Z`),
  expires: textFlag('--expires', 'TIME', message`When it ends: in 7 days; in 30 at the latest`),
  web: textFlag('--web', 'URL', message`Where to read more`),
}

interface WordValues {
  readonly headline: readonly string[]
  readonly description: readonly string[]
  readonly instruction: readonly string[]
}

/** Texts in people's own words; one without a language is in `language`. */
export function readWords(values: WordValues, language: LanguageTag): AlertTexts {
  return {
    headlineMap: readMap(values.headline, language),
    descriptionMap: readMap(values.description, language),
    instructionMap: readMap(values.instruction, language),
  }
}

function readMap(texts: readonly string[], language: LanguageTag): LanguageMap {
  return Object.fromEntries(
    texts.map((text) => {
      const [tag = '', ...rest] = text.split('=')
      const isTagged = rest.length > 0 && isLanguageTag(tag)
      return isTagged ? [tag, rest.join('=').normalize('NFC')] : [language, text.normalize('NFC')]
    }),
  )
}

export interface DetailValues {
  readonly severity: AlertDetails['severity'] | undefined
  readonly urgency: AlertDetails['urgency'] | undefined
  readonly certainty: AlertDetails['certainty'] | undefined
  readonly services: readonly string[]
  readonly hosts: readonly string[]
  readonly help: readonly string[]
  readonly onset: string | undefined
  readonly expires: string | undefined
  readonly web: string | undefined
}

/** What was said of an alert besides its texts. Throws UsageError. */
export function readDetails(values: DetailValues, language: LanguageTag): AlertDetails {
  const { severity, urgency, certainty, services, hosts, help, onset, expires, web } = values
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(certainty === undefined ? {} : { certainty }),
    ...(services.length === 0 ? {} : { affectedServices: [...new Set(services)] }),
    ...(hosts.length === 0 ? {} : { affectedHosts: [...new Set(hosts)] }),
    ...(help.length === 0 ? {} : { helpRequested: readHelp(help, '--help-wanted', language) }),
    ...(onset === undefined ? {} : { onset: readTime(onset) }),
    ...(expires === undefined ? {} : { expires: readTime(expires) }),
    ...(web === undefined ? {} : { web }),
  }
}

/** Help as `KIND` or `KIND=NOTE`. Throws UsageError. */
export function readHelp(texts: readonly string[], flag: string, language: LanguageTag) {
  return texts.map((text) => {
    const [name = '', ...rest] = text.split('=')
    const kind = HELP_KINDS.find((one) => one === name)
    if (kind === undefined)
      throw new UsageError(`${flag} is one of ${HELP_KINDS.join(', ')}; not "${name}".`)
    const note = rest.join('=').normalize('NFC')
    return note === '' ? { kind } : { kind, noteMap: { [language]: note } }
  })
}

export const helpFlags = multiple(
  option('--kind', string({ metavar: 'KIND' }), {
    description: message`Of an offer: what you can give, or KIND=NOTE; repeatable`,
  }),
)
