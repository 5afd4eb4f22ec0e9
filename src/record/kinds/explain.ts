import type { TLocalizedValidationError } from 'typebox/error'

import { invalid, type TesseraError } from '../../kernel/errors.ts'

/** Errors that only say that one below them is there. */
const ECHOES: ReadonlySet<string> = new Set(['boolean', 'anyOf'])
/** Paths hold names that a stranger chose: what is shown of them is short and printable. */
const MAX_PATH = 100
const NOT_PRINTABLE = /[^\x20-\x7e]/g

/** What TypeBox found, as a refusal in one sentence that names the member. */
export function explain(type: string, errors: readonly TLocalizedValidationError[]): TesseraError {
  const first = errors.find(({ keyword }) => !ECHOES.has(keyword)) ?? errors[0]
  if (first === undefined) return invalid('bad_member', `This is no ${type}.`)
  // A rule of ours says more than the pattern that stands before it.
  const error =
    errors.find((e) => e.keyword === '~refine' && e.instancePath === first.instancePath) ?? first
  const { code, path, what } = describe(error, type)
  const name = path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')
  const shown = name.replaceAll(NOT_PRINTABLE, '?').slice(0, MAX_PATH)
  return invalid(code, shown === '' ? `The record ${what}.` : `The member "${shown}" ${what}.`)
}

interface Description {
  readonly code: string
  readonly path: string
  readonly what: string
}

function describe(error: TLocalizedValidationError, type: string): Description {
  const path = error.instancePath
  if (error.keyword === 'required') {
    const name = error.params.requiredProperties[0] ?? ''
    return { code: 'missing_member', path: `${path}/${name}`, what: 'is missing' }
  }
  if (error.keyword === 'additionalProperties') {
    const name = error.params.additionalProperties[0] ?? ''
    const what = `is not known in records of type ${type}`
    return { code: 'unknown_member', path: `${path}/${name}`, what }
  }
  if (error.keyword === '~refine') {
    const space = error.message.indexOf(' ')
    return { code: error.message.slice(0, space), path, what: error.message.slice(space + 1) }
  }
  const [code, what] = LIMITS.get(error.keyword) ?? DEFAULT
  const limit = 'limit' in error.params ? String(error.params.limit) : ''
  return { code, path, what: what.replace('%', limit) }
}

const DEFAULT = ['bad_member', 'does not have the accepted form'] as const
/** Code and sentence of a JSON Schema keyword; `%` stands for its limit. */
const LIMITS: ReadonlyMap<string, readonly [code: string, what: string]> = new Map([
  ['enum', ['bad_member', 'is none of the accepted values']],
  ['const', ['bad_member', 'is none of the accepted values']],
  ['maxLength', ['too_long', 'is longer than % characters']],
  ['maxItems', ['too_many', 'has more than % items']],
  ['maxProperties', ['too_many', 'is in more than % languages']],
  ['minItems', ['too_few', 'has fewer items than it needs']],
  ['minProperties', ['too_few', 'is empty; leave it out or fill it']],
  ['minimum', ['bad_member', 'is less than %']],
  ['maximum', ['bad_member', 'is more than %']],
])
