import t from 'tap'

import { type Network, parseOutboundUrl, routeOf } from '../../src/federation/outbound-url.ts'
import { TesseraError } from '../../src/kernel/errors.ts'

const ONION = `${'a'.repeat(56)}.onion`
const network: Network = {
  testNetwork: new Set(['127.0.0.2:4000', 'peer.test:4001', '[::1]:4002']),
  testResolver: new Map([
    ['evil.test', ['127.0.0.2']],
    ['mixed.test', ['127.0.0.2', '127.0.0.9']],
  ]),
  socks: { host: '127.0.0.1', port: 9050 },
}

function judge(text: string, known = network): string {
  try {
    return routeOf(parseOutboundUrl(text, known), known)
  } catch (error) {
    return error instanceof TesseraError ? error.code : String(error)
  }
}

t.test('follows https to where nodes are', async (t) => {
  t.equal(judge('https://peer.example/actor?x=1#main-key'), 'public')
  t.equal(judge('https://peer.example:8443/actor'), 'public')
  t.equal(judge('https://1.1.1.1/actor'), 'public')
  t.equal(judge('https://[2606:4700::1111]/actor'), 'public')
})

t.test('refuses every other scheme', async (t) => {
  for (const text of `http://peer.example/ gopher://a.example/ file:///etc/passwd ftp://a.example/
    data:text/plain,x unix:/run/x ws://a.example/ javascript:alert(1) mailto:a@b.example
    acct:a@b.example urn:x:y`.split(/\s+/)) {
    t.equal(judge(text), 'scheme_not_allowed', text)
  }
})

t.test('refuses ports that other services use', async (t) => {
  for (const port of [22, 25, 80, 587, 6379, 8080, 9999, 11211, 65535]) {
    t.equal(judge(`https://peer.example:${port}/`), 'port_not_allowed', `${port}`)
  }
})

t.test('refuses credentials, odd characters and what is no URL', async (t) => {
  for (const text of [
    'https://user:pass@peer.example/',
    'https://user@peer.example/',
    'https://peer.example\\@evil.example/',
    'https://peer.example/a b',
    'https://peer.example/a\tb',
    'https://peer.example/a\nb',
    'https://peer.example/\u0000',
    'https://pe\u0435r.example/',
    'https://\uff50eer.example/',
    'https://peer\u3002example/',
    'https://peer.example./',
    'https://',
    'https:///',
    '//peer.example/',
    '/actor',
    '',
    `https://peer.example/${'a'.repeat(2048)}`,
    'https://peer.example:99999/',
    'https://[::1/',
  ]) {
    t.equal(judge(text), 'bad_url', text.slice(0, 60))
  }
})

t.test('refuses addresses that are not public in any spelling', async (t) => {
  for (const host of `127.0.0.9 127.1 2130706433 0x7f.1 0177.0.0.1 0x7f000009 [::1] [::] 0.0.0.0
    [::ffff:127.0.0.9] [::ffff:7f00:9] [64:ff9b::7f00:9] [2002:7f00:9::] 169.254.169.254 100.64.0.1
    198.18.0.1 192.0.0.8 224.0.0.1 255.255.255.255 10.0.0.1 192.168.0.1 %31%32%37.0.0.1`.split(
    /\s+/,
  )) {
    t.equal(judge(`https://${host}/k`), 'address_not_public', host)
  }
})

t.test('reaches the test network by exact host and port', async (t) => {
  t.equal(judge('http://127.0.0.2:4000/actor'), 'test')
  t.equal(judge('https://127.0.0.2:4000/actor'), 'test')
  t.equal(judge('http://peer.test:4001/actor'), 'test')
  t.equal(judge('http://[::1]:4002/actor'), 'test')
  t.equal(judge('http://PEER.test:4001/actor'), 'test')
  t.equal(judge('http://evil.test:4000/actor'), 'test', 'its only address is listed')
  t.equal(judge('http://127.0.0.2:4001/actor'), 'scheme_not_allowed')
  t.equal(judge('https://127.0.0.2/actor'), 'address_not_public')
  t.equal(judge('http://peer.test:4000/actor'), 'scheme_not_allowed')
  t.equal(judge('http://sub.peer.test:4001/'), 'scheme_not_allowed')
  t.equal(judge('http://mixed.test:4000/'), 'scheme_not_allowed', 'one address is not listed')
})

t.test('reaches onion services through the proxy only', async (t) => {
  t.equal(judge(`http://${ONION}/actor`), 'onion')
  t.equal(judge(`https://${ONION}/actor`), 'onion')
  t.equal(judge(`http://www.${ONION}:8443/actor`), 'onion')
  t.equal(judge(`http://${ONION}:25/`), 'port_not_allowed')
  t.equal(judge('http://expyuzz4wqqyqhjn.onion/'), 'bad_onion_name')
  t.equal(judge(`http://${'1'.repeat(56)}.onion/`), 'bad_onion_name')
  t.equal(judge(`http://x${ONION}/`), 'bad_onion_name')
  t.equal(judge(`http://${ONION}/`, { ...network, socks: null }), 'no_way_to_onion')
})
