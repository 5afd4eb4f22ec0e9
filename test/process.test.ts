import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import t from 'tap'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

t.test('a reader that has seen enough ends no command with an error', async (t) => {
  const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  child.stdout.destroy()
  t.equal(await text(child.stderr), '')
  t.strictSame(await ended, [0, null])
})
