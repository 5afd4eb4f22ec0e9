import type { Signed } from '../communique/communique-store.ts'
import type { TextPage } from '../communique/communiques.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import { type Digest, isDigest } from '../record/digest.ts'
import type { Draft } from '../record/kinds/draft.ts'
import { slugName } from '../record/slug-name.ts'
import type { TextDesk } from './text-desk.ts'

/** Communiqués and charters come to be in the same way. */
export type TextKind = Draft['draftOf']

/**
 * The text that somebody means: by the digest of one of its drafts or frozen versions, `slug~scid8`,
 * or a slug that leads to one. Throws `text_not_found`, `text_ambiguous`.
 */
export async function findText(desk: TextDesk, name: string, kind: TextKind): Promise<TextPage> {
  if (isDigest(name)) return await findByDigest(desk, name, kind)
  const { communiques } = desk
  const address = await communiques.resolve(name, kind)
  if (address.kind === 'found') return await communiques.get(address.found)
  if (address.kind === 'lead-on') return await findText(desk, address.name, kind)
  const among = address.kind === 'choose' ? address.among : []
  const [only, ...others] = among
  if (only === undefined) throw textNotFound(name)
  // A slug that only collectives outside of the view use is no riddle if there is just one.
  if (others.length === 0) return await communiques.get(only)
  throw new TesseraError(
    'conflict',
    'text_ambiguous',
    `Several texts are called "${name}": ${among.map(slugName).join(', ')}.`,
  )
}

async function findByDigest(
  { communiques }: TextDesk,
  digest: Digest,
  kind: TextKind,
): Promise<TextPage> {
  const key = await communiques.findByStatement(digest)
  if (key?.draftOf !== kind) throw textNotFound(digest)
  const page = await communiques.get(key)
  const isCharter = page.text.frozen.some((one) => one.statement === digest && !isCommunique(one))
  return isCharter ? page : await communiques.get(key, digest)
}

/** The own text of that name; null if there is none. A bare slug is enough for what is one's own. */
export async function findOwnText(
  desk: TextDesk & { readonly own: Scid },
  name: string,
  kind: TextKind,
): Promise<TextPage | null> {
  const key = { scid: desk.own, slug: name, draftOf: kind }
  try {
    return await desk.communiques.get(key)
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'text_not_found') return null
    throw error
  }
}

/** Throws `text_not_found`, `not_own_text`, and what findText throws. */
export async function getOwnText(
  desk: TextDesk & { readonly own: Scid },
  name: string,
  kind: TextKind,
): Promise<TextPage> {
  const page = (await findOwnText(desk, name, kind)) ?? (await findText(desk, name, kind))
  if (page.text.scid === desk.own) return page
  throw new TesseraError(
    'forbidden',
    'not_own_text',
    'Another collective writes this text; you can go on from it under a name of your own.',
  )
}

/** The one draft that a text stands at. Throws `no_draft`, `text_forked` where it was written apart. */
export function getHead({ text }: Pick<TextPage, 'text'>): DraftVersion {
  const [head, ...others] = text.heads
  if (head === undefined)
    throw new TesseraError('not-found', 'no_draft', 'Nothing is known of the drafts of this text.')
  if (others.length === 0) return head
  const heads = text.heads.map(({ record, statement }) => `${record.slug} (${statement})`)
  throw new TesseraError(
    'conflict',
    'text_forked',
    `This text was written apart: ${heads.join(', ')}. One draft has to join them first.`,
  )
}

/** The draft that is meant: by digest or slug, else the one shown. Throws `no_draft`. */
export function getDraft({ kin, draft: shown }: TextPage, digest?: string): DraftVersion {
  const draft =
    digest === undefined
      ? shown
      : kin.find(({ statement, record }) => [statement, record.slug].includes(digest))
  if (draft !== undefined && draft !== null) return draft
  throw new TesseraError('not-found', 'no_draft', 'This text has no such draft.')
}

/** The frozen communiqué that is shown, or the version with this digest. Throws `not_frozen`. */
export function getFrozen(
  { text, version }: TextPage,
  digest: Digest | undefined,
): Signed<'Communique'> {
  const frozen =
    digest === undefined
      ? version
      : (text.frozen.find(({ statement }) => statement === digest) ?? null)
  if (frozen === null || !isCommunique(frozen))
    throw new TesseraError('conflict', 'not_frozen', 'This text is not frozen yet.')
  return frozen
}

function isCommunique(frozen: TextPage['text']['frozen'][number]): frozen is Signed<'Communique'> {
  return frozen.record.type === 'Communique'
}

function textNotFound(name: string): TesseraError {
  return new TesseraError('not-found', 'text_not_found', `No text here is called "${name}".`)
}
