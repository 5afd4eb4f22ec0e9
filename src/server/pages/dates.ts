import { html, type SafeHtml } from '../html.ts'
import type { Localizer } from '../i18n.ts'

/** A day (`2026-11-22`). */
export function day(localizer: Localizer, date: string): SafeHtml {
  const text = localizer.date(`${date}T00:00:00Z`)
  return html`<time datetime="${date}">${text}</time>`
}

/** A day, month or year, as precise as it is known. */
export function partialDay(localizer: Localizer, date: string): SafeHtml {
  if (date.length === 10) return day(localizer, date)
  if (date.length === 4) return html`<time datetime="${date}">${date}</time>`
  const month = new Intl.DateTimeFormat(localizer.language, {
    calendar: 'gregory',
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return html`<time datetime="${date}">${month.format(new Date(`${date}-01T00:00:00Z`))}</time>`
}
