import * as fc from 'fast-check'
import t from 'tap'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'

import { createPdfPress } from '../../../src/server/publications/pdf.ts'
import type { Publication } from '../../../src/server/publications/publication.ts'
import { publication } from '../../support/publications.ts'

const press = createPdfPress()

const ARABIC = 'نحن مجموعات ندير خوادم مستقلة (harbor.example) من أجل الحركات الاجتماعية.'
const SORANI = 'ئێمە کۆمەڵەین و ڕاژەی سەربەخۆ بەڕێوە دەبەین'

t.test('shows all of a text, and where to verify it', async (t) => {
  const text = spaceless(await textOf(publication()))
  for (const part of [
    'We keep the lights on',
    'Frozen by Harbor Commons',
    '2026-11-22',
    'Who we are',
    'our site (https://harbor.example/about)',
    'mail and lists',
    'Nobody needs to build a server to begin.',
    'uptime # 400 days',
    'Learn to keep your own.',
    'Nube Libre · Atelier Rosa (by letter)',
    'https://harbor.example/communiques/lights~abcd1234.en',
    'zQmY wAPJ zv5C',
  ]) {
    t.ok(text.includes(spaceless(part)), part)
  }
})

t.test('gives the same bytes from another process, and the date of the text', async (t) => {
  for (const one of [publication(), publication({ language: 'ar', body: ARABIC })]) {
    // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
    const [first, again] = [await press.toPdf(one), await createPdfPress().toPdf(one)]
    t.not(first, again)
    t.ok(Buffer.from(first).equals(again))
  }
  const { info } = await getMeta(await opened(await press.toPdf(publication())))
  t.match(info, {
    Title: 'We keep the lights on',
    Author: 'Harbor Commons',
    Language: 'en',
    CreationDate: /^D:20261122/,
    ModDate: /^D:20261122/,
  })
})

t.test('keeps a leaflet that was set', async (t) => {
  t.equal(await press.toPdf(publication()), await press.toPdf(publication()))
})

t.test('writes right-to-left words in the order in which they are read', async (t) => {
  for (const [language, body] of [
    ['ar', ARABIC],
    ['ckb', SORANI],
    ['he', 'אנחנו קבוצות שמפעילות שרתים'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
    const text = await textOf(publication({ language, body }))
    const words = body.split(/[ ().]+/).filter((word) => word.length > 2)
    const lost = words.filter((word) => !text.includes(word))
    t.strictSame(lost, [], language)
  }
})

t.test('writes the other scripts it has fonts for', async (t) => {
  for (const [language, body] of [
    ['el', 'Είμαστε συλλογικότητες'],
    ['ru', 'Мы поддерживаем серверы'],
    ['ja', '私たちはサーバーを運営する集団です'],
    ['tr', 'Sunucuları biz yürütüyoruz, ığüşöç'],
    ['vi', 'Chúng tôi vận hành máy chủ'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
    const text = await textOf(publication({ language, body }))
    t.ok(spaceless(text).includes(spaceless(body)), language)
  }
})

t.test('uses no font of the machine, not even for a symbol that its own lack', async (t) => {
  const pdf = Buffer.from(await press.toPdf(publication({ body: 'Fist \u{1f91c} up' })))
  const names = [...pdf.toString('latin1').matchAll(/\/BaseFont \/[A-Z]{6}\+([A-Za-z]+)/g)]
  t.ok(names.length > 0)
  t.strictSame(
    names.filter(([, name = '']) => !/^(?:NotoSans|Amiri)/.test(name)),
    [],
  )
})

/** What begins, ends or calls something in the typesetter's language. */
const NASTY =
  '#let #panic("x") #( )] [ $ \\ @a <b> { } " ` ``` // /* */ = == + - -- ~ \' % ; : &'.split(' ')

t.test('shows whatever somebody wrote as text, and never reads it as code', async (t) => {
  const nasty = fc
    .array(fc.constantFrom(...NASTY, 'a', '1'), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(nasty, nasty, nasty, nasty, async (title, summary, by, name) => {
      const endorsedBy = [{ name, letter: false }]
      const code = `\`\`\`\`\`\n${summary.replaceAll('`', "'")}\n\`\`\`\`\``
      const body = `${title} ${by}\n\n${code}`
      const text = spaceless(
        await textOf(publication({ title, summary, by, endorsedBy, body, callToAction: title })),
      )
      for (const part of [title, summary, by, name, summary.replaceAll('`', "'")])
        if (!text.includes(spaceless(part))) throw new Error(`${part} is lost`)
    }),
    { numRuns: 15 },
  )
  t.pass('all of it is there')
})

t.test(
  'says what to install where there is no compiler, and what it has no font for',
  async (t) => {
    const bare = createPdfPress({ findCompiler: () => null })
    await t.rejects(bare.toPdf(publication()), {
      kind: 'unavailable',
      code: 'pdf_not_installed',
      message: /npm install/,
    })
    const lost = createPdfPress().toPdf(publication({ body: 'linear a: \u{10600}' }))
    await t.rejects(lost, { kind: 'unavailable', code: 'pdf_font_missing', message: /\u{10600}/u })
  },
)

t.test('sets texts that are nested deeper than a typesetter goes', async (t) => {
  for (const body of [`${'>'.repeat(18)} bottom`, `${'- '.repeat(9)}bottom`]) {
    // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
    t.ok((await textOf(publication({ body }))).includes('bottom'))
  }
})

t.test('gives up a leaflet that takes too long, and says when many wait', async (t) => {
  const hasty = createPdfPress({ timeLimit: 1 })
  await t.rejects(hasty.toPdf(publication()), { kind: 'unavailable', code: 'pdf_too_slow' })
  const busy = Array.from({ length: 20 }, async (_, index) =>
    hasty.toPdf(publication({ title: `Text ${index}` })).then(
      () => 'made',
      ({ code }: { code: string }) => code,
    ),
  )
  const outcomes = await Promise.all(busy)
  t.equal(outcomes.filter((code) => code === 'pdf_busy').length, 4)
})

t.test('says so when the compiler fails', async (t) => {
  const broken = createPdfPress({ findCompiler: () => 'node:path' })
  await t.rejects(broken.toPdf(publication()), { kind: 'unavailable', code: 'pdf_failed' })
})

async function opened(pdf: Uint8Array): ReturnType<typeof getDocumentProxy> {
  return getDocumentProxy(Uint8Array.from(pdf))
}

async function textOf(one: Publication): Promise<string> {
  const { text } = await extractText(await opened(await press.toPdf(one)), { mergePages: true })
  return text
}

function spaceless(text: string): string {
  return text.replace(/\s+/g, '')
}
