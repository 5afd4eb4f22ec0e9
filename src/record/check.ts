import type { TSchema, Static } from 'typebox'
import { Compile } from 'typebox/compile'

import { invalid } from '../kernel/errors.ts'

/** Makes a function that passes values of `schema` and throws `code` for others, naming the member. */
export function createCheck<T extends TSchema>(
  schema: T,
  code: string,
): (value: unknown) => asserts value is Static<T> {
  const compiled = Compile(schema)
  return (value) => {
    if (compiled.Check(value)) return
    const [first] = compiled.Errors(value)
    const where = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
    throw invalid(
      code,
      `${where === '' ? 'The object' : `"${where}"`} ${first?.message ?? 'is wrong'}.`,
    )
  }
}
