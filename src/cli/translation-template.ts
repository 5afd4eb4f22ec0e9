import { splitClause } from '../charter/charter.ts'
import type { DraftVersion } from '../communique/joint-texts.ts'
import { CALL_TO_ACTION, SUMMARY, type TextPart, TITLE } from '../communique/text-parts.ts'
import type { TextTranslation, TranslatedTextPart } from '../communique/translation-status.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { TextKind } from './find-text.ts'

/** Stands for what nobody has translated yet: such a part is left out when the file is read. */
export const UNTRANSLATED = '___'

/**
 * The file that somebody translates in: every part in its place, with the wording that stands; above
 * what is new or changed the source, as a comment, and `UNTRANSLATED` where there is no wording.
 */
export function translationTemplate(
  draft: DraftVersion,
  language: LanguageTag,
  translation: TextTranslation | undefined,
): string {
  const known = new Map((translation?.parts ?? []).map((part) => [part.part.id, part]))
  const { draftOf, sourceLanguage: source } = draft.record
  const blocks = draft.parts.flatMap((part) => blocksOf(part, known.get(part.id), draftOf))
  return `${[...headOf(language, source), ...blocks].join('\n\n')}\n`
}

function headOf(language: LanguageTag, source: LanguageTag): string[] {
  return [
    comment(
      `From ${source} into ${language}. Comments like this one are not read. A part that is only\n` +
        `${UNTRANSLATED} stays untranslated. Keep the order, and one part where there is one.`,
    ),
  ]
}

function blocksOf(part: TextPart, known: TranslatedTextPart | undefined, kind: TextKind): string[] {
  const wording = known?.wording?.content
  if (wording !== undefined) return [inPlace(part, wording, kind)]
  const earlier = known?.earlier?.content
  const why =
    earlier === undefined ? 'Not translated.' : 'Below stands what was, of an older source.'
  const note = comment(`${part.id}: ${why} The source now:\n\n${part.text}`)
  return [note, inPlace(part, earlier ?? placeholder(part), kind)]
}

function placeholder({ level }: TextPart): string {
  return level === null ? UNTRANSLATED : `# ${UNTRANSLATED}\n\n${UNTRANSLATED}`
}

/** Whether a part was left as the template had it: nobody has said that it is right. */
export function isLeftOut(
  part: TextPart,
  content: string,
  known: TranslatedTextPart | undefined,
): boolean {
  return content === placeholder(part) || content === known?.earlier?.content
}

/** As the format of the text has this part. */
function inPlace({ id, level }: TextPart, content: string, kind: TextKind): string {
  if (level !== null) {
    const { title, text } = splitClause(content)
    return `## ${title ?? id} {#${id}}\n\n${text.trim()}`
  }
  if (id === TITLE) return `# ${content}`
  if (id === CALL_TO_ACTION) return `---\n\n${content}`
  return id === SUMMARY && kind === 'communique' ? content.replaceAll(/^/gm, '> ') : content
}

function comment(text: string): string {
  return `<!-- ${text.replaceAll('--', '- -')} -->`
}
