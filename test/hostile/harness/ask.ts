import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'

import { ANSWER_PATIENCE } from './patience.ts'

/** Where something listens, and under which name. */
export interface Place {
  readonly address: string
  readonly port: number
  /** As the Host header has it. */
  readonly host: string
}

export interface Question {
  readonly method?: string
  /** The request target, as it is to stand on the request line. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: Uint8Array | string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly text: string
}

/** Asks once, on a connection of its own; throws when nothing comes in 20 seconds. */
export function ask(place: Place, question: Question): Promise<Answer> {
  const { method = 'GET', path, headers = {}, body } = question
  return new Promise((done, failed) => {
    const asked = request(
      {
        host: place.address,
        port: place.port,
        method,
        path,
        agent: false,
        setHost: false,
        headers: {
          ...('host' in headers ? {} : { host: place.host }),
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...(headers as Record<string, string | string[]>),
        },
        signal: AbortSignal.timeout(ANSWER_PATIENCE),
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', failed)
        response.on('end', () => {
          const { statusCode: status = 0, headers, rawHeaders } = response
          done({ status, headers, rawHeaders, text: Buffer.concat(chunks).toString('utf8') })
        })
      },
    )
    asked.on('error', failed)
    asked.end(body)
  })
}

/** The JSON of an answer; null if it is none. */
export function jsonOf({ text }: Pick<Answer, 'text'>): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}

/** How a connection ended on which bytes were sent that no HTTP client would send. */
export interface RawAnswer {
  readonly text: string
  /** Of the first answer; null if there was none. */
  readonly status: number | null
  /** Whether the other side hung up in time. */
  readonly isClosed: boolean
}

/**
 * Sends bytes as they are and reads until the other side hangs up, or `patience` milliseconds have
 * passed. `goOn` may send more.
 */
export function sendRaw(
  place: Place,
  bytes: string | Uint8Array,
  { goOn, patience = ANSWER_PATIENCE }: { goOn?: (socket: Socket) => void; patience?: number } = {},
): Promise<RawAnswer> {
  return new Promise((done) => {
    const socket = connect(place.port, place.address)
    const chunks: Buffer[] = []
    const timer = setTimeout(() => end(false), patience)
    function end(isClosed: boolean): void {
      clearTimeout(timer)
      socket.destroy()
      const text = Buffer.concat(chunks).toString('latin1')
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
      done({ text, status: status === undefined ? null : Number(status), isClosed })
    }
    socket.on('error', () => end(true))
    socket.on('close', () => end(true))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('connect', () => {
      socket.write(bytes)
      goOn?.(socket)
    })
  })
}
