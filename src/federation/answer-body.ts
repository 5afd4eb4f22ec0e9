import { promisify } from 'node:util'
import { gunzip as gunzipCallback } from 'node:zlib'

import { TesseraError } from '../kernel/errors.ts'

const gunzip = promisify(gunzipCallback)

/**
 * The decoded body of an answer. Neither what is received nor what it decodes to exceeds
 * `maxBytes`: decoding stops there (`too_large`). One gzip or nothing: chains of encodings are
 * refused (`encoding_not_supported`), broken ones too (`bad_encoding`).
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const isGzip = encoding !== undefined && /^(?:x-)?gzip$/i.test(encoding)
  if (!isGzip && encoding !== undefined && !/^identity$/i.test(encoding)) {
    throw unusable('encoding_not_supported', 'The answer is encoded in a way that is not read.')
  }
  const received = await readAll(stream, maxBytes)
  return isGzip ? decode(received, maxBytes) : received
}

async function readAll(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function decode(received: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzip(received, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isTooLong = cause instanceof RangeError
    throw isTooLong
      ? tooLarge(maxBytes)
      : unusable('bad_encoding', 'The answer is not gzip.', cause)
  }
}

export function tooLarge(maxBytes: number): TesseraError {
  return new TesseraError('too-large', 'too_large', `The answer is longer than ${maxBytes} bytes.`)
}

export function unusable(code: string, message: string, cause?: unknown): TesseraError {
  return new TesseraError('unavailable', code, message, { cause })
}
