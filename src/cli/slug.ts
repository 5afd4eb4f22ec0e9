import { SLUG_PATTERN } from '../record/patterns.ts'

const MAX_SLUG = 64
const FORM = new RegExp(SLUG_PATTERN)

/** A slug for a name in any script; `fallback` where nothing of it can be written in one. */
export function slugFor(name: string, fallback: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_SLUG)
  return FORM.test(slug) ? slug : fallback
}
