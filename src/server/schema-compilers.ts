import { createRequire } from 'node:module'

import type { FastifyServerOptions } from 'fastify'

/** A function that checks or writes values as one schema says; a check leaves its errors on itself. */
interface Compiled {
  (value: unknown): unknown
  errors?: unknown
}

type Compile = (route: unknown) => Compiled
type Build = (schemas: unknown, options: unknown) => Compile

type Factories = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>

const require = createRequire(import.meta.url)

/**
 * What checks requests and writes answers as routes declare: the compilers that Fastify takes by
 * itself, but loaded and run at a schema's first use. So a node listens sooner, and holds nothing
 * for routes that nobody asks for.
 */
export function createSchemaCompilers(): Factories {
  return {
    buildValidator: lazily(
      () => require('@fastify/ajv-compiler') as () => Build,
    ) as Required<Factories>['buildValidator'],
    buildSerializer: lazily(
      () => require('@fastify/fast-json-stringify-compiler') as () => Build,
    ) as Required<Factories>['buildSerializer'],
  }
}

/** Both packages export a function that gives their `Build`. */
function lazily(load: () => () => Build): Build {
  let build: Build | null = null
  const compilerFor: Build = (schemas, options) => {
    build ??= load()()
    return build(schemas, options)
  }
  return (schemas, options) => (route) => compileLater(() => compilerFor(schemas, options)(route))
}

function compileLater(compile: () => Compiled): Compiled {
  let compiled: Compiled | null = null
  const later: Compiled = (value) => {
    compiled ??= compile()
    const result = compiled(value)
    later.errors = compiled.errors
    return result
  }
  return later
}
