// Runs one lane of tests that `npm test` leaves out: node bin/node24.mjs test/lane.ts <lane> [tap's options]
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

import { CHROMIUM_HINT, findChromium } from './support/chromium.ts'

interface Lane {
  /** One sentence on what to install before this lane can run; null if all is there. */
  readonly missing: () => string | null
  /** Seconds for one file: real processes start and sync in them. */
  readonly timeout: number
}

const lanes: Readonly<Record<string, Lane>> = {
  browser: { missing: () => (findChromium() === null ? CHROMIUM_HINT : null), timeout: 300 },
  demo: { missing: () => null, timeout: 600 },
  hostile: { missing: () => null, timeout: 300 },
  packaging: { missing: () => null, timeout: 300 },
  scenarios: { missing: () => null, timeout: 600 },
}

const root = join(import.meta.dirname, '..')
const [name = '', ...options] = process.argv.slice(2)

/** Thresholds of `.taprc` are those of the unit run. */
const WITHOUT_COVERAGE = [
  '--disable-coverage',
  '--allow-incomplete-coverage',
  '--statements=0',
  '--branches=0',
  '--functions=0',
  '--lines=0',
]

function run(name: string): number {
  const lane = lanes[name]
  if (lane === undefined) return refuse(`There is no lane "${name}"; there are: ${listed()}.`)
  const missing = lane.missing()
  if (missing !== null) return refuse(missing)
  const files = globSync(`test/${name}/**/*.test.ts`, { cwd: root }).toSorted()
  if (files.length === 0) return refuse(`There are no tests in test/${name}.`)
  // A lane shows what holds from outside; what it covers of the sources says nothing.
  const args = [...WITHOUT_COVERAGE, `--timeout=${lane.timeout}`, ...options, ...files]
  const tap = join(root, 'node_modules/tap/dist/esm/run.mjs')
  return spawnSync(process.execPath, [tap, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`)
  return 1
}

function listed(): string {
  return Object.keys(lanes).join(', ')
}

process.exitCode = run(name)
