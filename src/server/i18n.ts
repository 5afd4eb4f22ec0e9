import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { FluentBundle, FluentResource } from '@fluent/bundle'

import {
  canonicalLanguageTag,
  directionOf,
  isLanguageTag,
  type LanguageTag,
} from '../kernel/language-tag.ts'
import type { Timestamp } from '../kernel/time.ts'
import { languageName } from './language-names.ts'

/** The language that every message exists in, and that stands in where a translation is missing. */
export const SOURCE_LANGUAGE: LanguageTag = 'en'

/** Values for the variables of a message. */
export type MessageArguments = Readonly<Record<string, string | number>>

/** What one language needs to speak: messages, times, numbers, names and lists. */
export interface Localizer {
  readonly language: LanguageTag
  readonly direction: 'ltr' | 'rtl'
  /** The message `id`; arguments are isolated, so that they cannot reorder the text around them. */
  readonly t: (id: string, values?: MessageArguments) => string
  /** The day of a time in UTC, in the common calendar and in the language's own if it has another. */
  readonly date: (time: Timestamp) => string
  /** The day and minute of a time, in UTC and saying so. */
  readonly dateTime: (time: Timestamp) => string
  readonly number: (value: number) => string
  readonly languageName: (tag: LanguageTag) => string
  readonly list: (items: readonly string[]) => string
}

/** A message that could not be shown as it should be. */
export interface MessageProblem {
  readonly language: LanguageTag
  readonly id: string
  readonly problem: 'missing' | 'malformed'
}

/** All languages that pages can be shown in. */
export interface Catalog {
  /** In the order of their tags. */
  readonly languages: readonly LanguageTag[]
  /** The localizer of a language of the catalog; throws on any other. */
  localizer(language: LanguageTag): Localizer
}

export interface CatalogOptions {
  /** The folder that holds one folder of `.ftl` files per language tag. */
  readonly directory: string
  /** Told of every message that is missing or malformed. Without it, such a message throws. */
  readonly onProblem?: (problem: MessageProblem) => void
}

/** Reads all messages, once. Throws if one does not parse or English is missing. */
export async function readCatalog({
  directory,
  onProblem = fail,
}: CatalogOptions): Promise<Catalog> {
  const bundles = new Map<LanguageTag, FluentBundle>()
  for (const [language, files] of await messageFiles(directory))
    bundles.set(language, await readBundle(files, language))

  const source = bundles.get(SOURCE_LANGUAGE)
  if (source === undefined) throw new Error(`There are no messages in ${SOURCE_LANGUAGE}.`)
  // Made for the first reader of each: the formats of one language take a megabyte.
  const localizers = new Map<LanguageTag, Localizer>()
  return {
    languages: [...bundles.keys()],
    localizer(language) {
      const known = localizers.get(language)
      if (known !== undefined) return known
      const bundle = bundles.get(language)
      if (bundle === undefined) throw new Error(`There are no messages in ${language}.`)
      const localizer = createLocalizer(language, [bundle, source], onProblem)
      localizers.set(language, localizer)
      return localizer
    },
  }
}

/**
 * The files of messages of each language, in the order of the tags. A folder without any is no
 * language of the pages: it holds the glossary of one that texts are translated into.
 */
async function messageFiles(
  directory: string,
): Promise<ReadonlyMap<LanguageTag, readonly string[]>> {
  const entries = await readdir(directory, { withFileTypes: true })
  const languages = entries
    .filter((entry) => entry.isDirectory() && isLanguageTag(entry.name))
    .map((entry) => entry.name)
    .toSorted()
  const found = new Map<LanguageTag, readonly string[]>()
  for (const language of languages) {
    const folder = join(directory, language)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ftl')).toSorted()
    if (names.length > 0)
      found.set(
        language,
        names.map((name) => join(folder, name)),
      )
  }
  return found
}

async function readBundle(files: readonly string[], language: LanguageTag): Promise<FluentBundle> {
  const bundle = new FluentBundle(language)
  for (const file of files) {
    const resource = new FluentResource(await readFile(file, 'utf8'))
    const [error] = bundle.addResource(resource)
    if (error !== undefined) throw new Error(`${language}/${basename(file)}: ${error.message}`)
  }
  return bundle
}

/** `bundles` are asked in order: the language itself, then the one that stands in. */
function createLocalizer(
  language: LanguageTag,
  bundles: readonly FluentBundle[],
  onProblem: (problem: MessageProblem) => void,
): Localizer {
  const number = new Intl.NumberFormat(language)
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const names = new Map<LanguageTag, string>()
  return {
    language,
    direction: directionOf(language),
    t(id, values = {}) {
      for (const bundle of bundles) {
        const pattern = bundle.getMessage(id)?.value ?? null
        if (pattern === null) {
          onProblem({ language: bundle.locales[0] ?? language, id, problem: 'missing' })
          continue
        }
        const errors: Error[] = []
        const text = bundle.formatPattern(pattern, values, errors)
        if (errors.length > 0) onProblem({ language, id, problem: 'malformed' })
        return text
      }
      return id
    },
    ...timeFormats(language),
    number: (value) => number.format(value),
    languageName(tag) {
      const known = names.get(tag)
      if (known !== undefined) return known
      const name = canonicalLanguageTag(tag) === null ? tag : languageName(tag, language)
      if (names.size < MAX_NAMES) names.set(tag, name)
      return name
    },
    list: (items) => list.format(items),
  }
}

/** Tags that strangers invent must not fill the memory. */
const MAX_NAMES = 1000

function timeFormats(language: LanguageTag): Pick<Localizer, 'date' | 'dateTime'> {
  const common = { calendar: 'gregory', dateStyle: 'long', timeZone: 'UTC' } as const
  const day = new Intl.DateTimeFormat(language, common)
  const minute = new Intl.DateTimeFormat(language, {
    calendar: 'gregory',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
  const own = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const hasOwn = own.resolvedOptions().calendar !== 'gregory'
  return {
    date(time) {
      const instant = new Date(time)
      return hasOwn ? `${day.format(instant)} (${own.format(instant)})` : day.format(instant)
    },
    dateTime: (time) => minute.format(new Date(time)),
  }
}

function fail({ language, id, problem }: MessageProblem): never {
  throw new Error(`The message ${id} is ${problem} in ${language}.`)
}
