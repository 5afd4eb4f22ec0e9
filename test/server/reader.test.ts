import t from 'tap'

import { readCatalog } from '../../src/server/i18n.ts'
import { createReaderOf, linkTo, splitLanguage } from '../../src/server/reader.ts'

t.test('reads the language off the start of an address', async (t) => {
  const cases: readonly [string, string | null, string][] = [
    ['/fr', 'fr', '/'],
    ['/fr/', 'fr', '/'],
    ['/fr?a=b', 'fr', '/?a=b'],
    ['/fr/directory?a=/fr/', 'fr', '/directory?a=/fr/'],
    ['/fr/fr/x', 'fr', '/fr/x'],
    ['/french', null, '/french'],
    ['/FR/x', null, '/FR/x'],
    ['/directory/fr', null, '/directory/fr'],
    ['/', null, '/'],
    ['//fr/x', null, '//fr/x'],
    ['fr/x', null, 'fr/x'],
  ]
  for (const [url, language, rest] of cases)
    t.strictSame(splitLanguage(url, ['en', 'fr']), { language, url: rest }, url)
})

t.test('makes the page for whoever asks', async (t) => {
  const catalog = await readCatalog({
    directory: t.testdir({ en: { 'a.ftl': '' }, fr: { 'a.ftl': '' } }),
  })
  const readerOf = createReaderOf(catalog)

  const galician = readerOf({ url: '/directory?q=a', acceptLanguage: 'gl,fr;q=0.5' })
  t.equal(galician.localizer.language, 'fr')
  t.strictSame(galician.wanted, ['gl', 'fr'], 'texts in Galician are still wanted')
  t.match(galician, { prefix: '', path: '/directory', query: '?q=a' })
  t.equal(linkTo(galician, '/about'), '/about')

  const fixed = readerOf({ url: '/fr/directory', acceptLanguage: 'en,gl' })
  t.equal(fixed.localizer.language, 'fr')
  t.strictSame(fixed.wanted, ['fr', 'en', 'gl'])
  t.match(fixed, { prefix: '/fr', path: '/directory' })
  t.equal(linkTo(fixed, '/about'), '/fr/about')

  const unknown = readerOf({ url: '/', acceptLanguage: undefined })
  t.equal(unknown.localizer.language, 'en')
  t.strictSame(unknown.wanted, [])
})

t.test('bears addresses and headers that nobody sends by mistake', async (t) => {
  const catalog = await readCatalog({ directory: t.testdir({ en: { 'a.ftl': '' } }) })
  const readerOf = createReaderOf(catalog)
  for (const url of ['//evil.test/x', '/\\evil.test', '/%zz', '/:@/', '/a?b#c', '*', 'http://x/y'])
    t.match(readerOf({ url, acceptLanguage: 'x'.repeat(9999) }).path, /^\/(?![/\\])/, url)
})
