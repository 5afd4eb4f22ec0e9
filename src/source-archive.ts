import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** What the program is made of; data, dependencies and what is generated stay out. */
const PARTS = [
  'bin',
  'content',
  'deploy',
  'docs',
  'locales',
  'migrations',
  'src',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'FEDERATION.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
]
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** SPEC: POSIX.1-1988, ustar: blocks of 512 bytes, two empty ones at the end. */
const BLOCK = 512
const MAX_NAME = 100
const FILE_MODE = '0000644'

/** Makes the archive when it is first asked for; the program does not change while it runs. */
export function createSourceArchive(root: string = ROOT): () => Promise<Buffer> {
  let archive: Promise<Buffer> | null = null
  return () => {
    archive ??= packSource(root)
    return archive
  }
}

/**
 * The source of the running program as a gzipped tar, so that every node hands out what it runs,
 * changes included, as its license asks, and no server elsewhere is needed for that.
 */
async function packSource(root: string): Promise<Buffer> {
  const blocks: Buffer[] = []
  for (const path of await listFiles(root)) {
    const bytes = await readFile(join(root, path))
    blocks.push(headerOf(`tessera/${path}`, bytes.length), bytes, paddingAfter(bytes.length))
  }
  return await promisify(gzip)(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]))
}

async function listFiles(root: string): Promise<string[]> {
  const files: string[] = []
  const there = new Map(
    (await readdir(root, { withFileTypes: true })).map((one) => [one.name, one]),
  )
  for (const part of PARTS) {
    const found = there.get(part)
    if (found?.isFile() === true) files.push(part)
    if (found?.isDirectory() !== true) continue
    const below = await readdir(join(root, part), { recursive: true, withFileTypes: true })
    for (const entry of below) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(root.length))
    }
  }
  return files.toSorted()
}

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > MAX_NAME) throw new Error(`name too long for ustar: ${name}`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write(`${FILE_MODE}\0`, 100)
  header.write('0000000\0'.repeat(2), 108)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write(`${'0'.repeat(11)}\0`, 136)
  header.write(' '.repeat(8), 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function paddingAfter(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}
