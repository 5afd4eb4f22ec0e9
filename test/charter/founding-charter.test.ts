import { test } from 'tap'

import { parseCharterText } from '../../src/charter/charter-source.ts'
import { createCharter } from '../../src/charter/charter-statement.ts'
import { languagesOf, splitClause, translationsOf } from '../../src/charter/charter.ts'
import { type CharterOutline, foundingCharter } from '../../src/charter/founding-charter.ts'
import { createSigningKey } from '../../src/identity/keys.ts'
import { textProblem } from '../../src/kernel/text.ts'
import { recordKinds } from '../../src/record/kinds.ts'
import { assembleRecord, proveStatement } from '../../src/record/record.ts'
import { readContent, readFoundingCharter } from '../support/charters.ts'
import { FOUNDING_LANGUAGES, numbersIn } from '../support/founding-languages.ts'
import { nubeDid } from '../support/records.ts'

const outline: CharterOutline = {
  slug: 'small',
  authoritativeLanguages: ['en', 'fr'],
  clauses: [
    { id: 'one', level: 'required' },
    { id: 'two', level: 'recommended' },
  ],
}
const en = '# Small\n\nA preamble.\n\n## One {#one}\n\nFirst.\n\n## Two {#two}\n\nSecond.\n'
const fr = '# Petite\n\nUn préambule.\n\n## Un {#one}\n\nPremier.\n\n## Deux {#two}\n\nSecond.\n'

/** Words: ten minutes aloud. */
const LONGEST = 1_300
/** The Romance languages need more of them to say the same. */
const LONGEST_TRANSLATION = 1_450

/** Words of the running text, as a person counts them. */
function countWords(text: string, language: string): number {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text)
  return [...segments].filter(({ isWordLike }) => isWordLike === true).length
}

/** The clause ids of the founding charter in one language, as its file has them. */
function idsIn(language: string): readonly string[] {
  const text = parseCharterText(readContent(`founding.${language}.md`), language)
  return [...text.clauses.keys()]
}

test('a charter made from texts', async (t) => {
  t.test('has every language in every clause, with a digest each', async (t) => {
    const charter = foundingCharter(outline, { en, fr })
    t.equal(charter.defaultLanguage, 'en')
    t.strictSame(charter.nameMap, { en: 'Small', fr: 'Petite' })
    t.strictSame(charter.clauses[1], {
      id: 'two',
      level: 'recommended',
      contentMap: { en: '# Two\n\nSecond.', fr: '# Deux\n\nSecond.' },
    })
    t.strictSame(languagesOf(charter), ['en', 'fr'])
  })

  t.test('is refused if a language lacks a clause or has another order', async (t) => {
    const lacking = fr.slice(0, fr.indexOf('## Deux'))
    t.throws(() => foundingCharter(outline, { en, fr: lacking }), { code: 'bad_charter_source' })
    const turned = { ...outline, clauses: outline.clauses.toReversed() }
    t.throws(() => foundingCharter(turned, { en, fr }), { code: 'bad_charter_source' })
  })

  t.test('is refused without one of its authoritative languages', async (t) => {
    t.throws(() => foundingCharter(outline, { en }), { code: 'bad_charter_source' })
    t.throws(() => foundingCharter({ ...outline, authoritativeLanguages: [] }, { en }), {
      code: 'bad_charter_source',
    })
  })

  t.test('is refused without a preamble', async (t) => {
    const bare = en.replace('A preamble.\n\n', '')
    t.throws(() => foundingCharter(outline, { en: bare, fr }), { code: 'bad_charter_source' })
  })
})

test('the founding charter', async (t) => {
  const charter = readFoundingCharter()

  t.test('has two authoritative languages, and translations beside them', async (t) => {
    t.strictSame(charter.authoritativeLanguages, ['en', 'fr'])
    t.strictSame(languagesOf(charter), Object.keys(FOUNDING_LANGUAGES))
    t.strictSame(translationsOf(charter), Object.keys(FOUNDING_LANGUAGES).slice(2))
  })

  t.test('has the same clauses in the same order in every language', async (t) => {
    const ids = charter.clauses.map(({ id }) => id)
    for (const language of Object.keys(FOUNDING_LANGUAGES))
      t.strictSame(idsIn(language), ids, language)
    t.ok(charter.clauses.length >= 12 && charter.clauses.length <= 16)
    t.ok(charter.clauses.some(({ level }) => level === 'recommended'))
  })

  t.test('gives every clause a title and a text of its own in each language', async (t) => {
    for (const { id, contentMap } of charter.clauses) {
      const contents = Object.values(contentMap)
      t.equal(contents.length, Object.keys(FOUNDING_LANGUAGES).length, id)
      t.equal(new Set(contents).size, contents.length, id)
      for (const content of contents) {
        const { title, text } = splitClause(content)
        t.ok(title !== null && text.length > 100, id)
        t.notMatch(text, '\n', `${id}: one paragraph`)
      }
    }
  })

  t.test('passes the rules for texts that people read', async (t) => {
    const maps = [charter.nameMap, charter.summaryMap, ...charter.clauses.map((c) => c.contentMap)]
    for (const text of maps.flatMap((map) => Object.values(map ?? {})))
      t.equal(textProblem(text), null, text.slice(0, 40))
  })

  t.test('stays short enough to be read before it is signed', async (t) => {
    for (const language of Object.keys(FOUNDING_LANGUAGES)) {
      const texts = charter.clauses.map((c) => splitClause(c.contentMap[language] ?? '').text)
      const words = countWords([charter.summaryMap?.[language], ...texts].join('\n'), language)
      const most = charter.authoritativeLanguages.includes(language) ? LONGEST : LONGEST_TRANSLATION
      t.ok(words >= 900 && words <= most, `${language}: ${words} words`)
    }
  })

  t.test('names the same numbers of people, hours and days in every language', async (t) => {
    for (const { id, contentMap } of charter.clauses) {
      const numbers = Object.entries(FOUNDING_LANGUAGES).map(([tag, language]) => [
        tag,
        numbersIn(splitClause(contentMap[tag] ?? '').text, language),
      ])
      for (const [tag, found] of numbers) t.equal(found, numbers[0]?.[1], `${id}: ${tag}`)
    }
    const { en: english } = FOUNDING_LANGUAGES
    const mutualAid = charter.clauses.find(({ id }) => id === 'mutual-aid')?.contentMap['en'] ?? ''
    t.equal(english === undefined ? '' : numbersIn(mutualAid, english), '14 48 two')
  })

  t.test('is quoted as each language quotes, without marks of the typewriter', async (t) => {
    for (const [tag, { quotes }] of Object.entries(FOUNDING_LANGUAGES)) {
      const marks = readContent(`founding.${tag}.md`).match(/[«»“”„"']/g) ?? []
      t.strictSame(new Set(marks), new Set(quotes), tag)
    }
  })

  t.test('sets no ordinary space where French has one that does not break', async (t) => {
    t.notMatch(readContent('founding.fr.md').replaceAll(/^#.*$/gm, ''), /« | [:;?!»]/)
  })

  t.test('names older texts as references, not as clauses', async (t) => {
    t.match(charter.references?.[0]?.nameMap['en'], 'Global Action')
  })

  t.test('becomes a record that members can sign', async (t) => {
    const statement = createCharter(charter, {
      did: nubeDid,
      origin: 'https://nube.example',
      now: '2026-11-22T09:00:00Z',
    })
    const { multikey, privateKey } = createSigningKey()
    const proof = proveStatement(
      statement,
      { did: nubeDid, multikey, privateKey },
      'capabilityInvocation',
    )
    const record = assembleRecord(statement, [proof])
    t.equal(record.type, 'Charter')
    t.equal(record.slug, 'charter-of-autonomous-servers')
    const bytes = Buffer.byteLength(record.text)
    t.ok(bytes * 4 < recordKinds.Charter.sizeLimit, `room for amendments and languages: ${bytes}`)
  })
})
