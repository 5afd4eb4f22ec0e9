import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

import type { FastifyInstance } from 'fastify'

const DIRECTORY = new URL('assets/', import.meta.url)

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Hexadecimal digits of the content's hash in a file's address. */
const HASH_LENGTH = 12

interface Asset {
  readonly path: string
  readonly type: string
  readonly content: Buffer
}

/** The files that pages refer to, held in memory and addressed by their content. */
export interface Assets {
  /** The address of a file; throws if there is none of that name. */
  pathOf(name: string): string
  readonly files: readonly Asset[]
}

/** Reads the files that pages refer to, once. */
export async function readAssets(): Promise<Assets> {
  const files = new Map<string, Asset>()
  for (const name of await readdir(DIRECTORY)) {
    const [stem = '', extension = ''] = name.split('.')
    const type = TYPES[extension]
    if (type === undefined) throw new Error(`${name} is of no type that pages may refer to.`)
    const content = await readFile(new URL(name, DIRECTORY))
    const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH)
    files.set(name, { path: `/assets/${stem}.${hash}.${extension}`, type, content })
  }
  return {
    pathOf(name) {
      const asset = files.get(name)
      if (asset === undefined) throw new Error(`There is no asset ${name}.`)
      return asset.path
    },
    files: [...files.values()],
  }
}

/** Serves the files. Their addresses change with their content, so they are kept for a year. */
export function serveAssets(app: FastifyInstance, { files }: Assets): void {
  for (const { path, type, content } of files) {
    app.get(path, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    )
  }
}
