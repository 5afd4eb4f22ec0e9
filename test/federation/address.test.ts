import t from 'tap'

import { isPublicAddress } from '../../src/federation/address.ts'

const NOT_PUBLIC = `
  0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254
  172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255
  198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  192.31.196.1 192.52.193.1 192.175.48.1
  :: ::1 ::ffff:127.0.0.9 ::ffff:7f00:9 ::ffff:8.8.8.8 ::7f00:9 64:ff9b::7f00:9 64:ff9b::808:808
  64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
  2002:7f00:9:: 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fd12::1
  fe80::1 fe80::1%eth0 2a00::1%eth0 fec0::1 ff02::1 ff0e::1
`
const PUBLIC = `
  1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 172.15.255.255
  172.32.0.0 192.0.1.1 198.17.255.255 198.20.0.0 223.255.255.255
  2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1111 2a00:1450::1 2620:4f:8001::1
`

t.test('takes global unicast addresses and nothing else', async (t) => {
  for (const address of NOT_PUBLIC.trim().split(/\s+/)) {
    t.equal(isPublicAddress(address), false, address)
  }
  for (const address of PUBLIC.trim().split(/\s+/)) t.equal(isPublicAddress(address), true, address)
})

t.test('takes no text that is not an address', async (t) => {
  for (const text of ['', 'localhost', '127.1', '2130706433', '0x7f.1', '1.1.1.1.', '[::1]', 'a']) {
    t.equal(isPublicAddress(text), false, text)
  }
})
