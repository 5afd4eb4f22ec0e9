import { Compile, type Validator } from 'typebox/compile'

import { invalid } from '../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../record/canonical.ts'
import { checkEntryIds, entryMembers } from '../record/kinds/entry.ts'
import { explain } from '../record/kinds/explain.ts'
import { profileSchema } from '../record/kinds/profile.ts'
import { checkDefaultLanguage } from '../record/kinds/record-rules.ts'
import { closed } from '../record/kinds/shapes.ts'
import type { ProfileContent } from './record-content.ts'
import { assignAll, itemFrom, placeIn, type SchemaNode, setAt, unsetAt } from './schema-edit.ts'

const { type, slug, defaultLanguage, discoverable } = profileSchema.properties
const editableMembers = { slug, defaultLanguage, discoverable, ...entryMembers }
const contentSchema = closed({ type, ...editableMembers })
/** The same as plain JSON Schema, which TypeBox schemas are. */
const editable = closed(editableMembers) as unknown as SchemaNode

/** The lists of a Profile that have commands of their own. */
export type ProfileList = 'services' | 'needs' | 'contacts' | 'contactKeys'

/** The Profile of a collective that has said nothing yet. */
export function newProfile(slug: string, language: string, name: string): ProfileContent {
  const content = {
    type: 'Profile' as const,
    slug,
    defaultLanguage: language,
    nameMap: { [language]: name },
  }
  return checked(content)
}

/**
 * Sets one field: `nameMap.fr`, `status.state`, `countriesServed` ("NL,DE"), `services.mail.load`.
 * Throws `unknown_field` and `bad_value`, which say what is possible, or what is wrong with the
 * whole afterwards.
 */
export function setProfileField(
  content: ProfileContent,
  path: string,
  text: string,
): ProfileContent {
  return checked(setAt(asJson(content), editable, { path: path.split('.'), text }))
}

/** Takes one field away, and with it what would be left empty. */
export function unsetProfileField(content: ProfileContent, path: string): ProfileContent {
  return checked(unsetAt(asJson(content), editable, path.split('.')) ?? {})
}

/** Adds an item from `name=value` pairs. Throws `duplicate_item` if its id is taken. */
export function addToProfile(
  content: ProfileContent,
  list: ProfileList,
  assignments: readonly string[],
): ProfileContent {
  const items = itemsOf(content, list)
  return checked({ ...content, [list]: [...items, itemFrom(itemSchema(list), assignments)] })
}

/** Changes the item of that id, address or number. Throws `unknown_field` if there is none. */
export function updateInProfile(
  content: ProfileContent,
  item: { readonly list: ProfileList; readonly name: string },
  assignments: readonly string[],
): ProfileContent {
  const items = itemsOf(content, item.list)
  const at = placeIn(items, item.name)
  const changed = assignAll(items[at] ?? {}, itemSchema(item.list), assignments)
  return checked({ ...content, [item.list]: items.with(at, changed) })
}

export function removeFromProfile(
  content: ProfileContent,
  list: ProfileList,
  name: string,
): ProfileContent {
  const items = itemsOf(content, list)
  const left = items.toSpliced(placeIn(items, name), 1)
  if (left.length > 0) return checked({ ...content, [list]: left })
  const { [list]: _, ...rest } = content
  return checked(rest)
}

function itemsOf(content: ProfileContent, list: ProfileList): readonly JsonValue[] {
  return (asJson(content)[list] ?? []) as readonly JsonValue[]
}

function itemSchema(list: ProfileList): SchemaNode {
  return editable.properties?.[list]?.items ?? {}
}

function asJson(content: ProfileContent): JsonObject {
  return content
}

/** Compiling takes some milliseconds: it is done for the first edit. */
let compiled: Validator | undefined

/** A content that can be published as it is. Throws what is wrong, naming the member. */
function checked(content: unknown): ProfileContent {
  compiled ??= Compile(contentSchema)
  if (!compiled.Check(content)) throw explain('Profile', compiled.Errors(content))
  const profile = content as ProfileContent
  checkEntryIds(profile)
  const maps = Object.keys(contentSchema.properties).filter((name) => name.endsWith('Map'))
  checkDefaultLanguage(asJson(profile), maps)
  return profile
}

/** The names of all fields that can be set at the top, for help and completion. */
export function profileFields(): string[] {
  return Object.keys(editable.properties ?? {})
}

/** What a field may be set to where that is one of some words; throws `unknown_field`. */
export function possibleValues(path: string): readonly string[] {
  const node = nodeAt(path)
  const words = node.enum ?? node.items?.enum
  return words ?? (node.type === 'boolean' ? ['yes', 'no'] : [])
}

function nodeAt(path: string): SchemaNode {
  let node = editable
  for (const name of path.split('.')) {
    const members = node.properties ?? node.items?.properties ?? {}
    const next = Object.hasOwn(members, name) ? members[name] : undefined
    if (next === undefined) throw invalid('unknown_field', `There is no field "${path}".`)
    node = next
  }
  return node
}
