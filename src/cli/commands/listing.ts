import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import type { ListingContent } from '../../directory/record-content.ts'
import { invalid, TesseraError } from '../../kernel/errors.ts'
import { pickLanguage } from '../../kernel/text.ts'
import { toTimestamp } from '../../kernel/time.ts'
import { decodeHost, decodeUrl } from '../../record/kinds/addresses.ts'
import { REGIONS, SERVICE_TYPES } from '../../record/kinds/vocabulary.ts'
import { cannotAsk } from '../ask.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { languageFlag, readLanguage, switchFlag, textFlag } from '../flags.ts'
import { listOwnListings, listProfileHosts } from '../own-listings.ts'
import { listErasable } from '../own-versions.ts'
import { unlock } from '../passphrases.ts'
import { importCommand } from './listing-import.ts'

const slug = argument(string({ metavar: 'SLUG' }), {
  description: message`As "listing list" shows it`,
})
const addFlags = object({
  about: argument(string({ metavar: 'URL' }), { description: message`Its website` }),
  name: textFlag('--name', 'NAME', message`What it is called`),
  summary: textFlag('--summary', 'TEXT', message`What it does, in a sentence or two`),
  source: textFlag(
    '--source',
    'TEXT',
    message`From where you know: a list, a person's word, a visit`,
  ),
  sourceUrl: textFlag('--source-url', 'URL', message`Where that can be read`),
  services: multiple(
    option('--service', choice([...SERVICE_TYPES]), { description: message`What it offers` }),
  ),
  region: optional(
    option('--region', choice([...REGIONS]), { description: message`For which region` }),
  ),
  language: languageFlag,
})

const addCommand = command(
  'add',
  map(
    addFlags,
    (values): Command =>
      (context) =>
        addListing(context, values),
  ),
  { description: message`Publish an entry about a collective without a node, with its source` },
)
const listCommand = command(
  'list',
  map(object({}), (): Command => listListings),
  {
    description: message`List the entries that this collective publishes about others`,
  },
)
const removeCommand = command(
  'remove',
  map(
    object({
      slug,
      erase: switchFlag('--erase', message`Remove its bytes too, here and on all other nodes`),
    }),
    (values): Command =>
      (context) =>
        removeListing(context, values),
  ),
  { description: message`Take an entry away` },
)

export const listingCommand = command(
  'listing',
  or(addCommand, importCommand, listCommand, removeCommand),
  { description: message`Entries about collectives that have no node yet` },
)

async function addListing(context: Context, values: InferValue<typeof addFlags>): Promise<void> {
  const node = await context.node()
  const content = contentOf(values, toTimestamp(node.now()).slice(0, 10))
  const { host } = content
  if ((await listProfileHosts(node)).has(host)) {
    throw new TesseraError(
      'conflict',
      'speaks_for_itself',
      `The collective at ${host} has a profile of its own; vouch for it instead.`,
    )
  }
  const { publisher } = await unlock(context)
  const { records } = await publisher.publishContents([content])
  for (const { type, slug: name, version, digest } of records) {
    await node.acts.append('record_published', { type, slug: name, version, digest })
  }
  context.output.result({ slug: content.slug, host }, [`Published: an entry about ${host}.`])
}

function contentOf(values: InferValue<typeof addFlags>, today: string): ListingContent {
  const { name, source, sourceUrl, services, region } = values
  if (name === undefined) throw cannotAsk('--name')
  if (source === undefined) throw cannotAsk('--source')
  const about = readUrl(values.about)
  const host = decodeHost(about)
  if (host === null) throw badUrl(values.about)
  const language = values.language === undefined ? 'en' : readLanguage(values.language)
  const inLanguage = (text: string) => ({ [language]: text.normalize('NFC') })
  return {
    type: 'Listing',
    slug: host.slice(0, 64),
    defaultLanguage: language,
    nameMap: inLanguage(name),
    about,
    host,
    origin: 'peer-entered',
    ...(values.summary === undefined ? {} : { summaryMap: inLanguage(values.summary) }),
    ...(region === undefined ? {} : { regionsServed: [region] }),
    ...(services.length === 0 ? {} : { services: services.map((type) => ({ id: type, type })) }),
    sources: [
      {
        nameMap: inLanguage(source),
        date: today,
        ...(sourceUrl === undefined ? {} : { url: readUrl(sourceUrl) }),
      },
    ],
  }
}

function readUrl(text: string): string {
  const url = decodeUrl(text.includes('://') ? text : `https://${text}/`)
  if (url === null) throw badUrl(text)
  return url
}

function badUrl(text: string): TesseraError {
  return invalid('bad_url', `"${text}" is not an address like https://collective.example/.`)
}

async function listListings({ node, output }: Context): Promise<void> {
  output.list(await listOwnListings(await node()), {
    headings: ['SLUG', 'NAME', 'ADDRESS', 'ORIGIN', 'EXPIRES'],
    none: 'No listing yet. The known hosts that come along: tessera listing import',
    row: ({ slug: name, nameMap, defaultLanguage, about, origin, expires }) => [
      name,
      pickLanguage(nameMap, [], defaultLanguage)?.text ?? '',
      about,
      origin ?? '',
      expires,
    ],
  })
}

async function removeListing(
  context: Context,
  { slug: name, erase: isErased }: { readonly slug: string; readonly erase: boolean },
): Promise<void> {
  const node = await context.node()
  const known = (await listOwnListings(node)).some((listing) => listing.slug === name)
  if (!known) {
    throw new TesseraError('not-found', 'listing_not_found', `There is no listing "${name}".`)
  }
  const { publisher } = await unlock(context)
  const about = { type: 'Listing', slug: name }
  if (isErased) {
    const { scid } = await ownCollective(node)
    const versions = await listErasable(node, scid)
    const erase = versions.filter((one) => one.type === about.type && one.slug === name)
    await publisher.publishContents([], { erase: erase.map(({ digest }) => digest) })
  } else await publisher.publishContents([], { remove: [about] })
  await node.acts.append(isErased ? 'record_erased' : 'record_removed', about)
  context.output.result({ removed: name, erased: isErased }, [
    `${isErased ? 'Erased' : 'Taken away'}: "${name}".`,
  ])
}
