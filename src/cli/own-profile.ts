import { inspectContactKey } from '../directory/contact-keys.ts'
import { newProfile } from '../directory/profile-edit.ts'
import { contentOfProfile, type ProfileContent } from '../directory/record-content.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { Profile } from '../record/kinds/profile.ts'
import { type Context, ownCollective } from './context.ts'
import type { OpenedNode } from './opened-node.ts'
import { unlock } from './passphrases.ts'
import { slugFor } from './slug.ts'

/** The profile that counts now, as it is edited; null before the first. */
export async function readProfile(node: OpenedNode): Promise<ProfileContent | null> {
  const own = await node.own()
  if (own === null) return null
  const [current] = await node.store.listCurrent({ scid: own.scid, types: ['Profile'] })
  return current === undefined ? null : contentOfProfile(JSON.parse(current.text) as Profile)
}

/** Throws `no_profile`, and `no_identity` before `init`. */
export async function getProfile(node: OpenedNode): Promise<ProfileContent> {
  await ownCollective(node)
  const profile = await readProfile(node)
  if (profile !== null) return profile
  throw new TesseraError('not-found', 'no_profile', 'This collective has no profile yet.')
}

/** A profile that says nothing but a name, and whether directories may list it. */
export function firstProfile(
  name: string,
  language: LanguageTag,
  discoverable: boolean,
): ProfileContent {
  const profile = newProfile(slugFor(name, 'collective'), language, name.normalize('NFC'))
  return discoverable ? { ...profile, discoverable } : profile
}

/**
 * Publishes the next version of the profile, signed with the node key, and says so. What is wrong
 * with it is thrown before anything is asked for or changed.
 */
export async function changeProfile(
  context: Context,
  change: (before: ProfileContent) => ProfileContent,
): Promise<void> {
  const node = await context.node()
  const content = change(await getProfile(node))
  for (const key of content.contactKeys ?? []) await inspectContactKey(key, node.now())
  const { publisher } = await unlock(context)
  const { records } = await publisher.publishContents([content])
  for (const { type, slug, version, digest } of records) {
    await node.acts.append('record_published', { type, slug, version, digest })
    context.output.result({ changed: true, version, digest }, [
      `Published: the profile, version ${version}.`,
    ])
  }
}
