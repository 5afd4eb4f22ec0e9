import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { Busboy } from '@fastify/busboy'

import { invalid, TesseraError } from '../kernel/errors.ts'

/** Larger than the bundle of any text with a thousand signatures; the command takes 64 MiB. */
export const MAX_UPLOAD_BYTES = 16 * 1024 * 1024
/** Headers and limits of a form with one file. */
const FORM_BYTES = 16 * 1024
/** A whole body with such a file. */
export const UPLOAD_BODY_LIMIT = MAX_UPLOAD_BYTES + FORM_BYTES

/**
 * The one file of a form, `multipart/form-data` (RFC 7578); it is held in memory and kept nowhere.
 * Throws `bad_form`, `file_missing`, `file_too_large`.
 */
export async function readUploadedFile(
  headers: IncomingHttpHeaders,
  body: Readable,
): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  const seen = { file: false, tooLarge: false }
  const form = createForm(headers)
  form.on('file', (_field, file) => {
    seen.file = true
    file.on('data', (chunk: Buffer) => chunks.push(chunk))
    file.on('limit', () => {
      seen.tooLarge = true
    })
  })
  try {
    await pipeline(body, form)
  } catch (cause) {
    throw invalid('bad_form', 'This is no form with a file.', cause)
  }
  if (seen.tooLarge) throw tooLarge()
  if (!seen.file) throw invalid('file_missing', 'The form has no file.')
  return Buffer.concat(chunks)
}

function createForm(headers: IncomingHttpHeaders) {
  const type = headers['content-type'] ?? ''
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 0, parts: 2, headerPairs: 20 },
    })
  } catch (cause) {
    throw invalid('bad_form', 'This is no form with a file.', cause)
  }
}

export function tooLarge(): TesseraError {
  return new TesseraError('too-large', 'file_too_large', 'A file here has at most 16 MiB.')
}
