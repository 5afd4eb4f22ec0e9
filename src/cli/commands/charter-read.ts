import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { charterName } from '../../charter/charter-address.ts'
import { languagesOf, splitClause, translationsOf } from '../../charter/charter.ts'
import type { CharterSummary } from '../../charter/charters.ts'
import type { CharterDiff } from '../../charter/diff-charters.ts'
import { pickLanguage } from '../../kernel/text.ts'
import type { Charter } from '../../record/kinds/charter.ts'
import type { Command, Context } from '../context.ts'
import { findCharter } from '../find-charter.ts'
import { languageFlag, readLanguage } from '../flags.ts'
import { markChanges } from '../mark-changes.ts'

export const charterArgument = argument(string({ metavar: 'CHARTER' }), {
  description: message`Slug, slug~scid8 or digest, as "charter list" shows them`,
})

export const listCommand = command(
  'list',
  map(object({}), (): Command => listCharters),
  {
    description: message`List the charters that are known here`,
  },
)
export const showCommand = command(
  'show',
  map(
    object({ name: charterArgument, language: languageFlag }),
    ({ name, language }): Command =>
      async (context) =>
        await showCharter(context, name, language),
  ),
  { description: message`Show a charter, clause by clause` },
)
export const diffCommand = command(
  'diff',
  map(
    object({
      before: charterArgument,
      after: argument(string({ metavar: 'CHARTER' })),
      language: languageFlag,
    }),
    (names): Command =>
      async (context) =>
        await showDiff(context, names),
  ),
  { description: message`Show what changed between two versions, word by word` },
)

async function listCharters({ node, output }: Context): Promise<void> {
  const { charters } = await node()
  output.list(await charters.list(), {
    headings: ['CHARTER', 'TITLE', 'LANGUAGES', 'SIGNED', 'RESERVING', 'DIGEST'],
    none: 'No charter is known here yet. The founding one: tessera charter publish-founding',
    row: (summary) => [
      `${'  '.repeat(summary.depth)}${charterName(summary)}`,
      titleOf(summary.charter),
      languagesOf(summary.charter).join(' '),
      String(summary.count.inForce),
      String(summary.count.withReservations),
      summary.statement,
    ],
    json: summaryValue,
  })
}

function summaryValue(summary: CharterSummary): object {
  const { scid, statement, charter, count, depth, latest, shown } = summary
  return {
    name: charterName(summary),
    collective: scid,
    digest: statement,
    title: charter.nameMap,
    languages: languagesOf(charter),
    amends: charter.amends ?? null,
    depth,
    latest,
    shown,
    count,
  }
}

function titleOf({ nameMap, defaultLanguage }: Charter): string {
  return pickLanguage(nameMap, [], defaultLanguage)?.text ?? ''
}

async function showCharter(context: Context, name: string, tag: string | undefined) {
  const { scid, statement, charter } = await findCharter(await context.node(), name)
  const wanted = tag === undefined ? [] : [readLanguage(tag)]
  const read = (map: Parameters<typeof pickLanguage>[0]): string =>
    pickLanguage(map, wanted, charter.defaultLanguage)?.text ?? ''
  const clauses = charter.clauses.flatMap(({ id, level, contentMap }) => {
    const { title, text } = splitClause(read(contentMap))
    return ['', `${title ?? id}  [${id}, ${level}]`, ...text.trim().split('\n')]
  })
  const translations = translationsOf(charter)
  context.output.result({ collective: scid, digest: statement, charter }, [
    read(charter.nameMap),
    `digest ${statement}`,
    `authoritative in: ${charter.authoritativeLanguages.join(', ')}`,
    ...(translations.length === 0 ? [] : [`translations: ${translations.join(', ')}`]),
    '',
    ...read(charter.summaryMap ?? {}).split('\n'),
    ...clauses,
  ])
}

interface DiffNames {
  readonly before: string
  readonly after: string
  readonly language: string | undefined
}

async function showDiff(context: Context, { before, after, language }: DiffNames): Promise<void> {
  const node = await context.node()
  const [old, current] = [await findCharter(node, before), await findCharter(node, after)]
  const tag = language === undefined ? current.charter.defaultLanguage : readLanguage(language)
  const diff = await node.charters.diff(old.statement, current.statement, tag)
  context.output.result(diff, diffLines(diff))
}

function diffLines({ title, preamble, clauses, languagesAdded, languagesRemoved }: CharterDiff) {
  const changed = clauses.filter(({ change, moved, level }) => {
    return change !== 'same' || moved || level !== null
  })
  const lines = changed.flatMap(({ id, change, level, moved, text }) => [
    '',
    `${id}: ${change}${moved ? ', moved' : ''}${level === null ? '' : `, now ${level.after}`}`,
    ...markChanges(text).split('\n'),
  ])
  return [
    markChanges(title),
    ...(preamble.every(({ kind }) => kind === 'same') ? [] : ['', markChanges(preamble)]),
    ...lines,
    ...languagesAdded.map((tag) => `New language: ${tag}`),
    ...languagesRemoved.map((tag) => `Language taken away: ${tag}`),
    ...(changed.length === 0 ? ['No clause differs in this language.'] : []),
  ]
}
