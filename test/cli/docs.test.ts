import { existsSync, readFileSync } from 'node:fs'

import type { Usage, UsageTerm } from '@optique/core/usage'
import t from 'tap'

import { commands } from '../../src/cli/commands.ts'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { desk } from '../support/cli.ts'

const DOCUMENT = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

/** Every command that can be typed: `key rotate`, `vouch`, `vouch list`. */
function commandsIn([first, ...rest]: Usage): string[] {
  if (first === undefined) return ['']
  if (first.type === 'exclusive')
    return first.terms.flatMap((terms) => commandsIn([...terms, ...rest]))
  if (first.type !== 'command') return ['']
  return commandsIn(unwrapped(rest)).map((more) => `${first.name} ${more}`.trim())
}

/** Without what stands around alternatives. */
function unwrapped(usage: Usage): Usage {
  const found = usage.find((term): term is Extract<UsageTerm, { type: 'exclusive' | 'command' }> =>
    ['exclusive', 'command'].includes(term.type),
  )
  return found === undefined ? [] : [found, ...usage.slice(usage.indexOf(found) + 1)]
}

t.test('documents every command, and no other', async (t) => {
  const documented = [...DOCUMENT.matchAll(/^### `tessera ([a-z -]+)`$/gm)].map(([, name]) => name)
  const known = new Set(commandsIn(commands.usage))
  t.strictSame(new Set(documented), known)
})

t.test('shows flags that the commands have', async (t) => {
  const at = desk(t)
  const examples = [...DOCUMENT.matchAll(/^```sh\n([^`]*)```$/gm)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('tessera '))
  t.ok(examples.length > 30)
  for (const line of examples) {
    const words = line.split(' ')
    const path = words.slice(1, 3).filter((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'))
    const { code, out } = await at.run(...(path.length === 0 ? [] : path), '--help')
    const help = code === EXIT.ok ? out : (await at.run(path[0] ?? '', '--help')).out
    for (const [flag] of line.matchAll(/(?<= )--[a-z-]+/g)) t.match(help, flag, line)
  }
})

t.test('lists every exit code', async (t) => {
  const section = DOCUMENT.slice(DOCUMENT.indexOf('| exit code'), DOCUMENT.indexOf('An error is'))
  for (const code of Object.values(EXIT)) t.match(section, new RegExp(`^\\| ${code} `, 'm'))
})

t.test('links to what is there', async (t) => {
  for (const [, path = ''] of DOCUMENT.matchAll(/\]\(([^)#]+)\)/g)) {
    t.ok(existsSync(new URL(`../../docs/${path}`, import.meta.url)), path)
  }
})
