import type { FastifyInstance } from 'fastify'

import { HttpRefusal } from './problem-details.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/**
 * Answers 405 and names the allowed methods where an address exists, but not for the method of the
 * request. To be called before any route is added; the function it returns, after the last one.
 * SPEC: RFC 9110, section 15.5.6.
 */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>()
  let finished = false
  app.addHook('onRoute', ({ url, method }) => {
    if (finished) return
    const methods = methodsOf.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    methodsOf.set(url, methods)
  })
  return () => {
    finished = true
    for (const [url, methods] of methodsOf) {
      const others = METHODS.filter((method) => !methods.has(method))
      const refuse = createRefusal([...methods])
      if (others.length > 0) app.route({ method: others, url, onRequest: refuse, handler: refuse })
    }
  }
}

function createRefusal(allowed: readonly string[]): () => Promise<never> {
  const allow = allowed.toSorted().join(', ')
  return async () => {
    const message = `This address answers to ${allow} only.`
    throw new HttpRefusal(405, 'method_not_allowed', message, { allow })
  }
}
