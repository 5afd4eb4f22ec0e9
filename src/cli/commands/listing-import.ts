import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { type ImportPlan, planImport } from '../../directory/known-hosts.ts'
import type { Command, Context } from '../context.ts'
import { switchFlag } from '../flags.ts'
import { readKnownHosts } from '../known-hosts-file.ts'
import { importFacts } from '../own-listings.ts'
import { unlock } from '../passphrases.ts'

const flags = object({
  file: optional(
    argument(string({ metavar: 'FILE' }), {
      description: message`JSON or CSV; without it the list that comes along`,
    }),
  ),
  dryRun: switchFlag('--dry-run', message`Only say what would be published`),
})

export const importCommand = command(
  'import',
  map(
    flags,
    (values): Command =>
      (context) =>
        importListings(context, values),
  ),
  { description: message`Publish entries for all hosts of a list, as one change` },
)

async function importListings(context: Context, values: InferValue<typeof flags>): Promise<void> {
  const node = await context.node()
  const known = await readKnownHosts(values.file)
  const plan = planImport(known, await importFacts(node))
  const { created, changed, renewed, unchanged, skipped, publish } = plan
  if (!values.dryRun && publish.length > 0) {
    const { publisher } = await unlock(context)
    await context.progress(`Publishing ${publish.length} listings`, () =>
      publisher.publishContents(publish),
    )
    const counts = { created: created.length, changed: changed.length, renewed: renewed.length }
    await node.acts.append('listings_imported', counts)
  }
  context.output.result(
    { dryRun: values.dryRun, created, changed, renewed, unchanged, skipped },
    linesOf(plan, values.dryRun),
  )
}

const SKIPPED: Readonly<Record<ImportPlan['skipped'][number]['reason'], string>> = {
  'has-profile': 'speaks for itself',
  'edited-here': 'was edited here by hand',
}

function linesOf(plan: ImportPlan, isDryRun: boolean): string[] {
  const { created, changed, renewed, unchanged, skipped } = plan
  return [
    `${isDryRun ? 'Would be published' : 'Published'}: ${created.length} new, ` +
      `${changed.length} changed, ${renewed.length} renewed; ${unchanged.length} are as they were.`,
    ...(isDryRun ? [...created, ...changed].map((host) => `  ${host}`) : []),
    ...skipped.map(({ host, reason }) => `Left alone: ${host} ${SKIPPED[reason]}.`),
  ]
}
