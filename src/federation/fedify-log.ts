import { configure, type LogRecord, type Sink } from '@logtape/logtape'

import type { FederationLog } from './federation-log.ts'

/** Of what Fedify logs, only these: its properties carry whole activities, headers and keys. */
const ALLOWED = ['status', 'statusCode', 'attempt', 'method', 'path', 'reason'] as const

const LEVELS = {
  trace: 'debug',
  debug: 'debug',
  info: 'debug',
  warning: 'info',
  error: 'warn',
  fatal: 'error',
} as const

/** Hands on which part of Fedify says something, and how bad it is; never its message, which quotes. */
function createSink(logger: FederationLog): Sink {
  return ({ level, category, properties }: LogRecord) => {
    const data: Record<string, unknown> = { part: category.join('.') }
    for (const name of ALLOWED) {
      const value = properties[name]
      if (typeof value === 'number') data[name] = value
      // Whom somebody asked for stands behind the question mark.
      if (typeof value === 'string') data[name] = value.split('?', 1)[0]
    }
    logger[LEVELS[level]](data, 'fedify')
  }
}

/** Lets Fedify log through `logger`; the last call of a process holds. */
export async function logFedify(logger: FederationLog): Promise<void> {
  await configure({
    sinks: { own: createSink(logger) },
    loggers: [
      { category: ['fedify'], sinks: ['own'], lowestLevel: 'warning' },
      { category: ['logtape', 'meta'], sinks: ['own'], lowestLevel: 'warning' },
    ],
    reset: true,
  })
}
