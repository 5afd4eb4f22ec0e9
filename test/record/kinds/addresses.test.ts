import t from 'tap'

import { decodeHost, decodeUrl, isHost, urlProblem } from '../../../src/record/kinds/addresses.ts'

t.test('a host has one spelling', async (t) => {
  const good = [
    'a.example',
    'localhost',
    'xn--mnchen-3ya.example',
    '192.0.2.7',
    '1984.example',
    'a-b.c',
  ]
  for (const host of good) t.ok(isHost(host), host)
  const bad = [
    '',
    'A.example',
    'a.example.',
    'a.example:443',
    '-a.example',
    'a_b.example',
    'münchen.example',
    'ａ.example',
    'a。example',
    'so\u00adft.example',
    'xn--zzzzzz99999999.example',
    '0x7f.1',
    '127.1',
    '2130706433',
    '[::1]',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}ab`,
  ]
  for (const host of bad) t.notOk(isHost(host), host)
})

t.test('a web address has one spelling', async (t) => {
  const good = [
    'https://a.example',
    'https://a.example/',
    'https://a.example/x/~y?q=%D8%B9&z=1#part',
    'http://localhost:8081/records',
    `http://${'a'.repeat(56)}.onion/`,
    'https://192.0.2.7/',
    'https://xn--mnchen-3ya.example/',
  ]
  for (const url of good) t.equal(urlProblem(url), null, url)
  const bad = [
    'ftp://a.example/',
    'javascript:alert(1)',
    'HTTPS://a.example/',
    'https://A.example/',
    'https://a.example./',
    'https://a.example:443/',
    'https://a.example:99999/',
    'https://user@a.example/',
    'https://user:secret@a.example/',
    'https://a.example\\@b.example/',
    'https://a.example/\u202e',
    'https://a.example/é',
    'https://a.example/a b',
    'https://a.example/%zz',
    'https://а.example/',
    'https://xn--zzzzzz99999999.example/',
    'https://127.1/',
    '//a.example/',
    `https://${'a.'.repeat(127)}ab/`,
  ]
  for (const url of bad) t.match(urlProblem(url), /^bad_url /, url)
})

t.test('what people write becomes the one spelling', async (t) => {
  for (const written of [
    'EXAMPLE.test',
    'example.test.',
    'example.test:443',
    'https://www.example.test:443/about',
    'ｅｘａｍｐｌｅ.test',
    'example。test',
    'exam\u00adple.test',
  ]) {
    t.equal(decodeHost(written), 'example.test', written)
  }
  t.equal(decodeHost('www.test'), 'www.test')
  t.equal(decodeHost('münchen.example'), 'xn--mnchen-3ya.example')
  t.equal(decodeHost('https://user@/'), null)
  t.equal(decodeHost('not a host'), null)
  t.equal(decodeUrl('EXAMPLE.test'), 'https://example.test/')
  t.equal(decodeUrl('http://example.test.:80/a b'), 'http://example.test/a%20b')
  t.equal(decodeUrl('https://user:secret@example.test/'), null)
  t.equal(decodeUrl('mailto:a@example.test'), null)
  t.equal(decodeUrl('::'), null)
})
