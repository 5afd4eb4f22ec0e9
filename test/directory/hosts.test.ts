import * as fc from 'fast-check'
import t from 'tap'

import { displayHost, doubtAbout, hostOf } from '../../src/directory/hosts.ts'

t.test('gives one form to all spellings of a host', async (t) => {
  const spellings = [
    'example.test',
    'EXAMPLE.test',
    'example.test.',
    'example.test:443',
    'https://example.test',
    'http://Example.test:80/path?query#part',
    'https://ｅｘａｍｐｌｅ.test',
    'https://example。test/',
    'https://exa\u00admple.test/',
    ' example.test ',
    'https://www.example.test/',
    'ircs://EXAMPLE.test:6697/channel',
  ]
  for (const spelling of spellings) t.equal(hostOf(spelling), 'example.test', spelling)
})

t.test('keeps what makes another host', async (t) => {
  t.equal(hostOf('http://localhost:8081/'), 'localhost:8081')
  t.equal(hostOf('https://bücher.example'), 'xn--bcher-kva.example')
  t.equal(hostOf('wiki.example.test'), 'wiki.example.test')
})

t.test('gives null where there is no host', async (t) => {
  const others = [
    '',
    'https://',
    'https://user:word@example.test/',
    'user@example.test',
    'https://exa mple.test',
    'https://a_b.test',
    'https://[::1]/',
    'javascript:alert(1)',
    `https://${'a'.repeat(64)}.test`,
    `https://example.test/${'a'.repeat(3000)}`,
  ]
  for (const other of others) t.equal(hostOf(other), null, other.slice(0, 40))
})

t.test('is the same when done twice, and never throws', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'grapheme' })), (text) => {
      const host = hostOf(text)
      return host === null || hostOf(host) === host
    }),
  )
})

t.test('a name in Cyrillic that looks like a known host is shown in punycode', async (t) => {
  const fake = hostOf('https://ехаmрlе.test') ?? ''
  t.match(fake, /^xn--/)
  t.not(fake, 'example.test')
  t.strictSame(doubtAbout(fake, ['example.test']), { reason: 'look-alike', of: 'example.test' })
  t.equal(displayHost(fake, ['example.test']), fake)
  t.strictSame(doubtAbout(fake), { reason: 'mixed-script' })
  t.strictSame(doubtAbout('examp1e.test', ['example.test']), {
    reason: 'look-alike',
    of: 'example.test',
  })
})

t.test('a name of Cyrillic letters that all look Latin is doubted by itself', async (t) => {
  t.strictSame(doubtAbout(hostOf('https://сосо.test') ?? ''), { reason: 'looks-latin' })
})

t.test('names in their own script are shown as people write them', async (t) => {
  for (const name of [
    'бібліотека.example',
    'βιβλία.example',
    'bücher.example',
    '例え.example',
    'مثال.example',
  ]) {
    t.equal(displayHost(hostOf(name) ?? '', ['example.test']), name)
  }
  t.equal(doubtAbout('example.test', ['example.test']), null)
})
