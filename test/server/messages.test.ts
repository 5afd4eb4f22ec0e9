import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Junk, type Message, parse, type VariableReference, Visitor } from '@fluent/syntax'
import t from 'tap'

import { isLanguageTag } from '../../src/kernel/language-tag.ts'
import { readCatalog, SOURCE_LANGUAGE } from '../../src/server/i18n.ts'
import { LOCALES } from '../support/test-server.ts'

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url))

/** What a translator must keep of a message: its variables and its elements. */
type Parts = ReadonlyMap<string, readonly string[]>

class PartsOfMessages extends Visitor {
  readonly parts = new Map<string, Set<string>>()
  #current = new Set<string>()

  override visitMessage(message: Message): void {
    this.#current = new Set()
    this.parts.set(message.id.name, this.#current)
    this.genericVisit(message)
  }

  override visitVariableReference(variable: VariableReference): void {
    this.#current.add(`$${variable.id.name}`)
  }

  override visitTextElement({ value }: { readonly value: string }): void {
    for (const [tag] of value.matchAll(/<\/?[a-z]+>/g)) this.#current.add(tag)
  }
}

async function partsOf(file: string): Promise<Parts> {
  const resource = parse(await readFile(file, 'utf8'), { withSpans: false })
  const junk = resource.body.find((entry) => entry instanceof Junk)
  if (junk !== undefined) throw new Error(`${file} does not parse: ${junk.content}`)
  const visitor = new PartsOfMessages()
  visitor.visit(resource)
  return new Map([...visitor.parts].map(([id, parts]) => [id, [...parts].toSorted()]))
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true })
  return files.filter((name) => name.endsWith(ending)).toSorted()
}

async function folders(): Promise<readonly string[]> {
  const entries = await readdir(LOCALES, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

t.test('every folder is named by a language tag and has a glossary', async (t) => {
  for (const tag of await folders()) {
    t.ok(isLanguageTag(tag), tag)
    const glossary = await readFile(join(LOCALES, tag, 'GLOSSARY.md'), 'utf8')
    for (const word of ['collective', 'vouch', 'reservation', 'canary'])
      t.match(glossary, `| ${word}`, `${tag}: ${word}`)
  }
})

t.test('every language has the same messages with the same parts, file by file', async (t) => {
  const source = join(LOCALES, SOURCE_LANGUAGE)
  const files = await filesIn(source, '.ftl')
  t.ok(files.length >= 2)
  const { languages } = await readCatalog({ directory: LOCALES })
  t.ok(languages.length >= 2)
  for (const tag of languages) {
    t.strictSame(await filesIn(join(LOCALES, tag), '.ftl'), files, tag)
    for (const file of files) {
      const expected = await partsOf(join(source, file))
      t.strictSame(await partsOf(join(LOCALES, tag, file)), expected, `${tag}/${file}`)
    }
  }
})

/**
 * The messages that the source asks for: `t('id')`, and `` t(`state-${state}`) ``, which stands for
 * all messages of that shape. A conditional such as `t(known ? 'one' : 'other')` names both.
 */
async function messagesAskedFor(): Promise<readonly RegExp[]> {
  const asked = new Map<string, RegExp>()
  for (const file of await filesIn(SOURCE, '.ts')) {
    const code = await readFile(join(SOURCE, file), 'utf8')
    for (const [, argument = ''] of code.matchAll(/\bt\(\s*(`[^`]*`|[^),]+)/g))
      for (const [, plain, template] of argument.matchAll(/'([a-z0-9-]+)'|`([^`]+)`/g)) {
        const id = plain ?? template ?? ''
        asked.set(id, new RegExp(`^${id.replace(/\$\{[^}]*\}/g, '[a-z0-9-]+')}$`))
      }
  }
  return [...asked.values()]
}

t.test('every message asked for exists, and every message is asked for', async (t) => {
  const asked = await messagesAskedFor()
  t.ok(asked.length > 20)
  const ids: string[] = []
  for (const file of await filesIn(join(LOCALES, SOURCE_LANGUAGE), '.ftl'))
    ids.push(...(await partsOf(join(LOCALES, SOURCE_LANGUAGE, file))).keys())
  t.strictSame(new Set(ids).size, ids.length, 'no message stands in two files')
  t.strictSame(
    asked.filter((id) => !ids.some((known) => id.test(known))),
    [],
    'missing',
  )
  t.strictSame(
    ids.filter((id) => !asked.some((pattern) => pattern.test(id))),
    [],
    'unused',
  )
})

t.test('French keeps punctuation together with the word before it', async (t) => {
  for (const file of await filesIn(join(LOCALES, 'fr'), '.ftl')) {
    const lines = (await readFile(join(LOCALES, 'fr', file), 'utf8')).split('\n')
    const texts = lines.map((line) => line.replace(/^[\w-]+ = /, ''))
    t.strictSame(
      texts.filter(
        (text) => !text.startsWith('#') && /[^\s\u00A0\u202F] [;:!?»]|« |\w'\w/.test(text),
      ),
      [],
      file,
    )
  }
})
