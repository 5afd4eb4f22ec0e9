import { type DestinationStream, type Level, type Logger, pino } from 'pino'

export interface LoggerOptions {
  readonly level: Level | 'silent'
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream
}

/**
 * The log of the whole process. It cannot name a visitor: requests are logged by their route's
 * pattern, without address, query, headers or body, whoever calls it.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString().slice(0, 19)}Z"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, req: describeRequest, res: describeReply },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  return {
    name,
    ...('code' in error ? { code: error.code } : {}),
    message,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  }
}

function describeRequest(request: {
  readonly method?: string
  readonly routeOptions?: { readonly url?: string }
}): unknown {
  return { method: request.method, route: request.routeOptions?.url }
}

function describeReply(reply: { readonly statusCode?: number }): unknown {
  return { status: reply.statusCode }
}
