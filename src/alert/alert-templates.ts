import { invalid } from '../kernel/errors.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import type { LanguageMap } from '../kernel/text.ts'
import type { Alert } from '../record/kinds/alert.ts'
import { ALERT_EVENTS } from '../record/kinds/vocabulary.ts'

export type AlertEvent = Alert['event']

/** What is said in one language where nobody has the time to write. */
export interface AlertTemplates {
  /** With `{headline}`. */
  readonly exercise: string
  readonly exerciseNote: string
  /** With `{raiser}` and `{name}`. */
  readonly onBehalf: string
  /** With `{headline}`. */
  readonly over: string
  /** With `{name}`. */
  readonly overNote: string
  readonly events: Readonly<Record<AlertEvent, EventTemplate>>
}

/** Each with `{name}`: what the collective is called that it is about. */
export interface EventTemplate {
  readonly headline: string
  readonly description: string
  readonly instruction: string
}

export type TemplatesByLanguage = Readonly<Record<LanguageTag, AlertTemplates>>

/** The texts of an alert in several languages. */
export interface AlertTexts {
  readonly headlineMap: LanguageMap
  readonly descriptionMap: LanguageMap
  readonly instructionMap: LanguageMap
}

const OUTLINE = ['exercise', 'exerciseNote', 'onBehalf', 'over', 'overNote'] as const
const PARTS = ['headline', 'description', 'instruction'] as const

/** Templates from their source. Throws `bad_alert_templates` where a text is missing. */
export function parseAlertTemplates(source: string, language: LanguageTag): AlertTemplates {
  const templates = JSON.parse(source) as AlertTemplates
  const texts: (readonly [string, unknown])[] = [
    ...OUTLINE.map((key) => [key, templates[key]] as const),
    ...ALERT_EVENTS.flatMap((event) =>
      PARTS.map((part) => [`${event}.${part}`, templates.events[event]?.[part]] as const),
    ),
  ]
  for (const [key, text] of texts) {
    if (typeof text !== 'string' || text === '')
      throw invalid('bad_alert_templates', `The alert templates in ${language} have no "${key}".`)
  }
  return templates
}

/** What an alert is filled with. */
export interface AlertFilling {
  /** What the collective is called that it is about. */
  readonly name: string
  /** Who speaks for it; null where it speaks itself. */
  readonly raiser: string | null
  readonly exercise: boolean
}

/** The texts for an event, in each of these languages. */
export function fillAlert(
  templates: TemplatesByLanguage,
  event: AlertEvent,
  { name, raiser, exercise }: AlertFilling,
): AlertTexts {
  return inEach(templates, (words) => {
    const template = words.events[event]
    const headline = fill(template.headline, { name })
    const said = raiser === null ? [] : [fill(words.onBehalf, { raiser, name })]
    return {
      headline: exercise ? fill(words.exercise, { headline }) : headline,
      description: [
        ...(exercise ? [words.exerciseNote] : []),
        fill(template.description, { name }),
        ...said,
      ].join('\n\n'),
      instruction: exercise ? words.exerciseNote : fill(template.instruction, { name }),
    }
  })
}

/** The texts of what calls an alert off, in the languages of its headline that have templates. */
export function fillCancel(
  templates: TemplatesByLanguage,
  { headlineMap }: Pick<AlertTexts, 'headlineMap'>,
  name: string,
): AlertTexts {
  return inEach(templates, (words, language) => {
    const note = fill(words.overNote, { name })
    const headline = fill(words.over, { headline: headlineMap[language] ?? name })
    return { headline, description: note, instruction: note }
  })
}

function inEach(
  templates: TemplatesByLanguage,
  write: (words: AlertTemplates, language: LanguageTag) => EventTemplate,
): AlertTexts {
  const written = Object.entries(templates).map(
    ([language, words]) => [language, write(words, language)] as const,
  )
  const mapOf = (part: keyof EventTemplate): LanguageMap =>
    Object.fromEntries(written.map(([language, texts]) => [language, texts[part]]))
  return {
    headlineMap: mapOf('headline'),
    descriptionMap: mapOf('description'),
    instructionMap: mapOf('instruction'),
  }
}

/** What stands in braces, in the form that texts of records have. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    .normalize('NFC')
}
