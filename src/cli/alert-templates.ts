import { readdir, readFile } from 'node:fs/promises'

import {
  type AlertTemplates,
  parseAlertTemplates,
  type TemplatesByLanguage,
} from '../alert/alert-templates.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { UsageError } from './exit-codes.ts'

const FOLDER = new URL('../../content/alerts/', import.meta.url)
const FILE = /^([A-Za-z0-9-]+)\.json$/

/** The templates that come with the program, in these languages or in all that there are. */
export async function readAlertTemplates(
  languages: readonly LanguageTag[],
): Promise<TemplatesByLanguage> {
  const templates: Record<LanguageTag, AlertTemplates> = {}
  for (const name of (await readdir(FOLDER)).toSorted()) {
    const tag = FILE.exec(name)?.[1]
    if (tag === undefined || (languages.length > 0 && !languages.includes(tag))) continue
    templates[tag] = parseAlertTemplates(await readFile(new URL(name, FOLDER), 'utf8'), tag)
  }
  const missing = languages.find((tag) => templates[tag] === undefined)
  if (missing === undefined) return templates
  throw new UsageError(`There are no alert templates in ${missing}: write the texts yourselves.`)
}
