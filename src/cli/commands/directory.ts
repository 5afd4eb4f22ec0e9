import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, integer, string } from '@optique/core/valueparser'

import { directoryCsv, directoryJson } from '../../directory/directory-export.ts'
import type { DirectoryPage, FoundEntry } from '../../directory/directory.ts'
import { FACETS, type Facet } from '../../directory/facets.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { toTimestamp } from '../../kernel/time.ts'
import type { Command, Context } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { languageFlag, readLanguage, readPair, switchFlag, textFlag, textFlags } from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'

const viewFlag = textFlag('--view', 'NAME', message`Another view than the first`)
const searchFlags = object({
  words: multiple(
    argument(string({ metavar: 'WORD' }), { description: message`Words to look for` }),
  ),
  where: textFlags(
    '--where',
    'FACET=VALUE',
    message`Such as service=email, language=fr, place=DE, registration=open, tor=yes`,
  ),
  all: switchFlag('--all', message`Also what nobody vouches for`),
  page: optional(option('--page', integer({ min: 1 }), { description: message`From 1` })),
  view: viewFlag,
  language: languageFlag,
})
const exportFlags = object({
  format: optional(
    option('--format', choice(['csv', 'json']), { description: message`CSV for spreadsheets` }),
  ),
  view: viewFlag,
  language: languageFlag,
})

const searchCommand = command(
  'search',
  map(
    searchFlags,
    (values): Command =>
      (context) =>
        search(context, values),
  ),
  { description: message`Search the directory` },
)
const exportCommand = command(
  'export',
  map(
    exportFlags,
    (values): Command =>
      (context) =>
        exportAll(context, values),
  ),
  { description: message`Write the whole directory to stdout` },
)

export const directoryCommand = command('directory', or(searchCommand, exportCommand), {
  description: message`The shared directory, as this node shows it`,
})

async function search(context: Context, values: InferValue<typeof searchFlags>): Promise<void> {
  const { output } = context
  const node = await context.node()
  const page = await node.directory.search({
    text: values.words.join(' '),
    facets: facetsOf(values.where),
    view: await node.view(values.view),
    withNotVouched: values.all,
    ...(values.page === undefined ? {} : { page: values.page }),
  })
  if (output.isJson) {
    const { entries, total, pages, words, hints } = page
    return output.result({ total, page: page.page, pages, words, hints, entries }, [])
  }
  const languages = values.language === undefined ? [] : [readLanguage(values.language)]
  output.list(page.entries, {
    headings: ['NAME', 'SERVICES', 'LANGUAGES', 'ADDRESS', 'STANDING'],
    none: nothingFound(page),
    row: ({ entry, standing }) => [
      pickLanguage(entry.names, languages, entry.defaultLanguage)?.text ?? entry.id,
      [...new Set(entry.services.map(({ type }) => type))].join(' '),
      entry.languages.join(' '),
      entry.websites[0] ?? entry.onions[0] ?? '',
      entry.isVerified ? `${standing}, verified` : standing,
    ],
  })
  if (page.pages > 1) output.note(`Page ${page.page} of ${page.pages}; ${page.total} found.`)
}

function facetsOf(where: readonly string[]): Partial<Record<Facet, readonly string[]>> {
  const facets: Partial<Record<Facet, readonly string[]>> = {}
  for (const text of where) {
    const [name, value] = readPair(text, '--where')
    const facet = FACETS.find((known) => known === name)
    if (facet === undefined) throw new UsageError(`--where knows ${FACETS.join(', ')}.`)
    facets[facet] = [...(facets[facet] ?? []), value]
  }
  return facets
}

function nothingFound({ hints }: DirectoryPage): string {
  if (hints === null || hints.notVouched === 0) return 'Nothing was found.'
  return `Nothing was found; ${hints.notVouched} among those nobody vouches for (--all).`
}

async function exportAll(context: Context, values: InferValue<typeof exportFlags>): Promise<void> {
  const node = await context.node()
  const entries = await listAll(node, values.view)
  const isCsv = values.format !== 'json' && !context.output.isJson
  if (isCsv) {
    const languages = values.language === undefined ? [] : [readLanguage(values.language)]
    context.terminal.stdout.write(directoryCsv(entries, languages))
    return
  }
  const value = directoryJson(entries, { origin: node.origin, now: toTimestamp(node.now()) })
  context.terminal.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

async function listAll(node: OpenedNode, name?: string): Promise<FoundEntry[]> {
  const shown = await node.view(name)
  const all: FoundEntry[] = []
  for (let after: string | null = null; ;) {
    const page = await node.directory.list(shown, after)
    all.push(...page)
    after = page.at(-1)?.entry.id ?? null
    if (after === null) return all
  }
}
