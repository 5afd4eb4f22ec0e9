import { newestOf, type TextPage } from '../communique/communiques.ts'
import type { DraftStep } from '../communique/compose.ts'
import { type DraftVersion, lineageOf } from '../communique/joint-texts.ts'
import type { DraftText } from '../communique/text-parts.ts'
import { TesseraError } from '../kernel/errors.ts'
import { isDigest } from '../record/digest.ts'
import type { Charter } from '../record/kinds/charter.ts'
import type { DraftParagraph } from '../record/kinds/draft.ts'
import { findCharter } from './find-charter.ts'
import { findOwnText, findText, getDraft, getHead, type TextKind } from './find-text.ts'
import type { WritingDesk } from './text-desk.ts'

/** What a new draft goes on from. */
export interface DraftOrigins {
  /** The own text so far; null before its first draft. */
  readonly page: TextPage | null
  readonly parents: readonly DraftVersion[]
  /** The first of the parents and what it goes on from, then the others. */
  readonly lineage: readonly DraftVersion[]
  /** The charter that it amends. */
  readonly charter: CharterOrigin | null
}

export interface CharterOrigin {
  readonly step: Pick<DraftStep, 'goesOnFrom' | 'references'>
  readonly text: DraftText
  readonly levels: ReadonlyMap<string, DraftParagraph['level']>
}

export interface OriginFlags {
  readonly name: string
  readonly from: string | undefined
  readonly join: boolean
  readonly amends: string | undefined
  readonly language: string | undefined
}

/** Throws `text_forked`, `text_not_found`, `charter_not_found` and their kin. */
export async function findOrigins(
  desk: WritingDesk,
  flags: OriginFlags,
  kind: TextKind,
): Promise<DraftOrigins> {
  const page = await findOwnText(desk, flags.name, kind)
  const found = await parentsOf(desk, page, { flags, kind })
  const parents = [...new Map(found.drafts.map((draft) => [draft.statement, draft])).values()]
  const lineage = new Set(parents.flatMap((parent) => lineageOf(parent, found.known)))
  const charter = flags.amends === undefined ? null : await amended(desk, flags.amends, flags)
  return { page, parents, lineage: [...lineage], charter }
}

interface Parents {
  readonly drafts: readonly DraftVersion[]
  /** All drafts by digest. */
  readonly known: TextPage['drafts']
}

async function parentsOf(
  desk: WritingDesk,
  page: TextPage | null,
  { flags, kind }: { readonly flags: OriginFlags; readonly kind: TextKind },
): Promise<Parents> {
  const known = page?.drafts ?? new Map()
  if (flags.from === undefined) return { drafts: headsOf(page, flags.join), known }
  const source = await findText(desk, flags.from, kind)
  const from = getDraft(source, isDigest(flags.from) ? flags.from : undefined)
  const isOwn = page?.text.drafts.some(({ statement }) => statement === from.statement) === true
  const own = isOwn ? [] : headsOf(page, flags.join)
  return { drafts: [...own, from], known: source.drafts }
}

function headsOf(page: TextPage | null, join: boolean): readonly DraftVersion[] {
  if (page === null || page.text.heads.length === 0) return []
  if (!join) return [getHead(page)]
  const newest = newestOf(page.text.heads)
  return newest === undefined ? [] : [newest, ...page.text.heads]
}

async function amended(
  { node }: WritingDesk,
  name: string,
  { language }: OriginFlags,
): Promise<CharterOrigin> {
  const { scid, statement, charter } = await findCharter(node, name)
  const tag = language ?? charter.authoritativeLanguages[0] ?? charter.defaultLanguage
  return {
    step: {
      goesOnFrom: [{ collective: scid, slug: charter.slug, digest: statement }],
      ...(charter.references === undefined ? {} : { references: charter.references }),
    },
    text: textIn(charter, tag),
    levels: new Map(charter.clauses.map(({ id, level }) => [id, level])),
  }
}

function textIn({ nameMap, summaryMap, clauses, digests }: Charter, language: string): DraftText {
  if (digests[language] === undefined)
    throw new TesseraError('not-found', 'no_language', `That charter is not in ${language}.`)
  return {
    sourceLanguage: language,
    title: nameMap[language] ?? '',
    summary: summaryMap?.[language] ?? null,
    paragraphs: clauses.map(({ id, level, contentMap }) => {
      return { id, level, text: contentMap[language] ?? '' }
    }),
    callToAction: null,
  }
}
