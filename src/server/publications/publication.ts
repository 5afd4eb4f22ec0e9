import type { LanguageTag } from '../../kernel/language-tag.ts'
import type { Timestamp } from '../../kernel/time.ts'

/** The words around a frozen text, in its language. */
export interface PublicationLabels {
  /** Before the name of the collective: "Frozen by". */
  readonly by: string
  /** Above the collectives whose members signed: "Endorsed by". */
  readonly endorsedBy: string
  /** Beside those who wrote instead of signing a record: "by letter". */
  readonly byLetter: string
  /** Above what the text asks of its readers: "What we ask". */
  readonly callToAction: string
  /** Above the address: "Verify this text at". */
  readonly verifyAt: string
  /** Above the digest: "Digest of this text". */
  readonly digest: string
  /** What the picture shows, for those who do not see it: "QR code of the address". */
  readonly qr: string
  /** The chapters of a book: "Contents". */
  readonly contents: string
}

/** A collective under a text. */
export interface PublicationEndorsement {
  readonly name: string
  /** Whether it endorsed by letter: somebody vouches for it, no record of its own does. */
  readonly letter: boolean
}

/** One language of a frozen text, with all that a copy outside the web has to say about it. */
export interface Publication {
  readonly language: LanguageTag
  readonly title: string
  readonly summary: string | null
  /** Markdown, as in the record. */
  readonly body: string
  /** Markdown, as in the record. */
  readonly callToAction: string | null
  /** The absolute address of the page that shows this text verified. */
  readonly url: string
  /** Of this language's text: what endorsements name. */
  readonly digest: string
  readonly published: Timestamp
  /** The name of the collective that froze it. */
  readonly by: string
  readonly endorsedBy: readonly PublicationEndorsement[]
  readonly labels: PublicationLabels
}

/** People compare digests in groups of this many characters. */
const GROUP_LENGTH = 4

/** A digest in groups, to be compared by eye or aloud. */
export function digestGroups(digest: string): readonly string[] {
  return digest.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'gsu')) ?? []
}

/** The day of publication, the same in every language: `2026-11-22`. */
export function dayOf({ published }: Publication): string {
  return published.slice(0, 'YYYY-MM-DD'.length)
}

/** The endorsement as one line of text. */
export function endorsementLine(
  { name, letter }: PublicationEndorsement,
  { byLetter }: PublicationLabels,
): string {
  return letter ? `${name} (${byLetter})` : name
}
