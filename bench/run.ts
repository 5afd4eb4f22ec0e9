import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { resultIn, toRow } from './report.ts'

/**
 * Runs all benches, one after the other, each in a process of its own, and prints their results as
 * one table; with `--write` it is written into docs/performance.md too. Names of benches as
 * arguments run these alone.
 */
const BENCHES = ['ingest', 'proofs', 'bundle', 'inbox', 'fan-out', 'directory', 'start']
const DOCUMENT = fileURLToPath(new URL('../docs/performance.md', import.meta.url))
const [START, END] = ['<!-- results -->', '<!-- /results -->']
const HEAD = [
  '| | this project | compared with | ratio | bar | met |',
  '| --- | --- | --- | --- | --- | --- |',
]

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const rows: string[] = []
for (const name of asked.length === 0 ? BENCHES : asked) rows.push(...(await rowsOf(name)))
const table = [...HEAD, ...rows].join('\n')
process.stdout.write(`${table}\n`)
if (process.argv.includes('--write')) {
  const text = await readFile(DOCUMENT, 'utf8')
  const [before, after] = [text.split(START)[0] ?? '', text.split(END)[1] ?? '']
  await writeFile(DOCUMENT, `${before}${START}\n\n${table}\n\n${END}${after}`)
}

/** The rows of a bench: its results, or what it printed as rows itself. */
async function rowsOf(name: string): Promise<string[]> {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  if (!existsSync(file)) throw new Error(`there is no bench ${name}`)
  process.stderr.write(`${name} ...\n`)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const rows: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const result = resultIn(line)
    if (result !== null) rows.push(toRow(result))
  }
  if (rows.length === 0) throw new Error(`${name} has measured nothing`)
  return rows
}
