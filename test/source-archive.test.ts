import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import t from 'tap'

import { createSourceArchive } from '../src/source-archive.ts'

const run = promisify(execFile)

t.test('a node hands out the source that it runs, and nothing of its data', async (t) => {
  const archive = createSourceArchive()
  const bytes = await archive()
  t.equal(await archive(), bytes, 'made once')
  const folder = t.testdir({})
  await writeFile(join(folder, 'source.tar.gz'), bytes)
  await run('tar', ['-xzf', 'source.tar.gz'], { cwd: folder })
  for (const path of ['src/main.ts', 'LICENSE', 'package-lock.json', 'locales/fr/common.ftl']) {
    const copy = await readFile(join(folder, 'tessera', path))
    t.ok(copy.equals(await readFile(join(import.meta.dirname, '..', path))), path)
  }
  const { stdout } = await run('tar', ['-tzf', 'source.tar.gz'], { cwd: folder })
  t.notMatch(stdout, /node_modules|\.git\/|\.age|tessera\.db|demo-data/)
})
