import t from 'tap'

import { parseSshKey } from '../../src/directory/ssh-key.ts'

/** Keys and fingerprints made with ssh-keygen of OpenSSH. */
const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAILM70HQTGYqJ6I9h07BVL7mGvmZjofO780dKb02H7JqQ'
const rsa2048 =
  'AAAAB3NzaC1yc2EAAAADAQABAAABAQC4ufpcl24+5WaXg+3yUKJqwZlWttvP0D2f591FCrJwlJ0fUI3TTsIXzhViWBsoPYDX4ItKGj2bFCujq760yUt/MxomncvAvrrxHBo0P2ivqpvdbzMomqd0TFagpMthECA2XKVe5y4qvSmNzo5SDZsLS4i6FOsxLfmhyLp9ljfGgSdXncDhXFChVCaXa18P1YNRKqeAFZpL0vUhxV6GIbJf5NOT8o3y8e0cnTO4OotqOjdEeUKsPH3OKMKG/iQn6oe0xyMBLtdbUxapEljQluiy+mmtYNi7GFgUVu2xOv7n8XHZXuurqocVhOywLqXAi7y2JkCWomQqJnTtrWf6oqEf'
const ecdsa =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMKwfML/Ub7juJoZEuPeQhHZXQAlH1R5SVTdjduQRn3RYECmQkwU+tF9e8BE5GH1n9kNgciMw6HHOcvXELSoz+A='

t.test('gives the fingerprints that ssh-keygen gives, and drops the comment', async (t) => {
  t.strictSame(parseSshKey(`ssh-ed25519 ${ed25519} who@laptop\n`), {
    type: 'ssh-ed25519',
    line: `ssh-ed25519 ${ed25519}`,
    fingerprint: 'SHA256:v3qiSIU2TNuPmP5/ye5OR20p7LSRIEqMqThCV1ae43g',
    bits: null,
  })
  t.match(parseSshKey(`ssh-rsa ${rsa2048}`), {
    fingerprint: 'SHA256:puM1MqWgrtke+YNBz72V7USkAuRKNQN8LdP93S31WUY',
    bits: 2048,
  })
  t.match(parseSshKey(`ecdsa-sha2-nistp256 ${ecdsa} x`), {
    fingerprint: 'SHA256:mSxrzVdh4eRYKHCm7W881ZrgXSzikC+eJgO+Tq4D5EA',
  })
})

t.test('refuses what is no public key', async (t) => {
  const others = [
    '',
    'ssh-ed25519',
    `ssh-rsa ${ed25519}`,
    `ssh-ed25519 ${ed25519.slice(0, 40)}`,
    `command="rm" ssh-ed25519 ${ed25519}`,
    `ssh-ed25519 ${ed25519}\nssh-ed25519 ${ed25519}`,
    `toString ${ed25519}`,
    `ssh-dss ${ed25519}`,
  ]
  for (const text of others) t.throws(() => parseSshKey(text), { code: 'bad_ssh_key' }, text)
})

t.test('refuses a secret key', async (t) => {
  const text =
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----'
  t.throws(() => parseSshKey(text), { code: 'secret_key' })
})
