import { createPublicKey, type KeyObject } from 'node:crypto'

import {
  CryptographicKey,
  Endpoints,
  LanguageString,
  Multikey,
  Organization,
  PropertyValue,
} from '@fedify/fedify/vocab'
import { importMultibaseKey, importPem } from '@fedify/vocab-runtime'

import type { ObjectReader } from '../exchange/object-store.ts'
import type { NodeKeys } from '../identity/keys.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import type { Scid } from '../record/did.ts'
import { shortScid } from '../record/did.ts'
import type { OwnIds } from './own-ids.ts'
import { escapeHtml } from './plain-html.ts'

export interface OwnActorOptions {
  readonly store: ObjectReader
  readonly own: OwnIds & { readonly scid: Scid }
  readonly keys: NodeKeys
}

/** The name in `acct:collective@host`: one collective, one actor. */
export const USERNAME = 'collective'

/** What of a profile other servers show. */
interface Shown {
  readonly nameMap: LanguageMap
  readonly taglineMap?: LanguageMap
  readonly defaultLanguage: string
  readonly discoverable?: boolean
}

/**
 * The actor of the own collective as other servers read it: one organization, which is
 * found only if its profile says so, and accepts every follower. SPEC: docs/federation/actor.md
 */
export async function createOwnActor({ store, own, keys }: OwnActorOptions): Promise<Organization> {
  const actor = new URL(own.actor)
  const collective = await store.findCollective(own.scid)
  const [profile] = await store.listCurrent({ scid: own.scid, types: ['Profile'] })
  const shown = profile === undefined ? null : (JSON.parse(profile.text) as Shown)
  const discoverable = shown?.discoverable ?? false
  return new Organization({
    id: actor,
    preferredUsername: USERNAME,
    ...(shown === null ? { name: shortScid(own.scid) } : textsOf(shown)),
    url: new URL(own.origin),
    inbox: new URL(own.inbox),
    outbox: new URL(own.outbox),
    followers: new URL(own.followers),
    endpoints: new Endpoints({ sharedInbox: new URL(own.sharedInbox) }),
    publicKeys: [await mainKey(own, keys.rsa)],
    assertionMethods: [await nodeKey(own, keys.node.multikey)],
    manuallyApprovesFollowers: false,
    discoverable,
    indexable: discoverable,
    ...(collective === null ? {} : { aliases: [new URL(collective.did)] }),
    attachments: [new PropertyValue({ name: 'SCID', value: own.scid })],
  })
}

function textsOf({ nameMap, taglineMap = {}, defaultLanguage }: Shown) {
  return {
    names: withDefault(nameMap, defaultLanguage),
    summaries: withDefault(mapValues(taglineMap, toHtml), defaultLanguage),
  }
}

/** The text for servers that read one language, and all of them. */
function withDefault(map: LanguageMap, language: string): (string | LanguageString)[] {
  const first = pickLanguage(map, [], language)
  if (first === null) return []
  return [first.text, ...Object.entries(map).map(([tag, text]) => new LanguageString(text, tag))]
}

function mapValues(map: LanguageMap, change: (text: string) => string): LanguageMap {
  return Object.fromEntries(Object.entries(map).map(([tag, text]) => [tag, change(text)]))
}

/** A line of plain text as HTML. */
function toHtml(text: string): string {
  return `<p>${escapeHtml(text)}</p>`
}

/** Other servers verify RSASSA-PKCS1-v1_5 with SHA-256 only, which is what this reads the key for. */
async function mainKey({ actor, mainKey: id }: OwnIds, rsa: KeyObject): Promise<CryptographicKey> {
  const pem = createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString()
  const publicKey = await importPem(pem)
  return new CryptographicKey({ id: new URL(id), owner: new URL(actor), publicKey })
}

async function nodeKey({ actor, nodeKey: id }: OwnIds, multikey: string): Promise<Multikey> {
  const publicKey = await importMultibaseKey(multikey)
  return new Multikey({ id: new URL(id), controller: new URL(actor), publicKey })
}
