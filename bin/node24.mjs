// Runs its arguments with Node.js 24: the one that npm installed beside the project, else the one that runs this, if it is new enough.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const pinned = fileURLToPath(
  new URL(`../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url),
)
const node = existsSync(pinned) ? pinned : process.execPath
if (node !== pinned && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Tessera needs Node.js 24 or newer; this is ${process.version}. Install it and run the same command again.`,
  )
  process.exit(1)
}
const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH }
// Compiled code is kept from the first file on: the program turns this on for all but its own first file.
if (process.argv[2]?.endsWith('main.ts'))
  env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache')
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit', env })
process.on('SIGINT', () => {}) // a terminal sends it to the child too
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
