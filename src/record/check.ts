import type { TSchema, Static } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

import { invalid } from '../kernel/errors.ts'

/**
 * Makes a function that passes values of `schema` and throws `code` for others, naming the member.
 * Compiling takes some milliseconds: it is done for the first value.
 */
export function createCheck<T extends TSchema>(
  schema: T,
  code: string,
): (value: unknown) => asserts value is Static<T> {
  let compiled: Validator | undefined
  return (value) => {
    compiled ??= Compile(schema)
    if (compiled.Check(value)) return
    const [first] = compiled.Errors(value)
    const where = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
    throw invalid(
      code,
      `${where === '' ? 'The object' : `"${where}"`} ${first?.message ?? 'is wrong'}.`,
    )
  }
}
