import t from 'tap'

import {
  checkSealedSize,
  createEnvelope,
  fillUp,
  MAX_RECIPIENTS,
  parseEnvelope,
  withoutFilling,
} from '../../src/exchange/envelope.ts'
import { writeOffer } from '../../src/federation/offer.ts'
import { INBOX_LIMITS, parseStrictJson } from '../../src/federation/strict-json.ts'
import { createAgreementKey } from '../../src/identity/keys.ts'
import { sealTo } from '../../src/identity/sealing.ts'
import { toBase58 } from '../../src/record/base58.ts'
import { canonicalize } from '../../src/record/canonical.ts'
import { harborScid, nubeScid, rosaScid } from '../support/records.ts'

const EXPIRES = '2026-12-22T09:00:00Z'
const valid = {
  type: 'Envelope',
  sender: harborScid,
  recipients: [nubeScid, rosaScid],
  expires: EXPIRES,
  ciphertext: Buffer.from('sealed').toString('base64'),
}
const text = (changes: object = {}) => canonicalize({ ...valid, ...changes })

t.test('an envelope survives its bytes', async (t) => {
  const made = createEnvelope(
    { sender: harborScid, recipients: [rosaScid, nubeScid], expires: EXPIRES },
    Buffer.from('sealed'),
  )
  t.equal(made.text, text())
  t.strictSame(parseEnvelope(made.text), made)
  t.match(made, { recipients: [nubeScid, rosaScid], sealed: Buffer.from('sealed') })
})

t.test('anything else is refused', async (t) => {
  const cases: [object, RegExp][] = [
    [{ type: 'Letter' }, /type/],
    [{ more: 1 }, /"more"/],
    [{ sender: 'Harbor' }, /sender/],
    [{ recipients: [] }, /recipients/],
    [{ recipients: [rosaScid, nubeScid] }, /not sorted/],
    [{ recipients: [nubeScid, nubeScid] }, /not sorted/],
    [{ recipients: [harborScid] }, /sender is not a recipient/],
    [{ expires: '2026-13-22T09:00:00Z' }, /not a time/],
    [{ ciphertext: 'c2VhbGVk=' }, /base64/],
    [{ ciphertext: 'c2VhbGVk\n' }, /base64/],
    [{ ciphertext: 7 }, /ciphertext/],
  ]
  for (const [changes, message] of cases) {
    t.throws(() => parseEnvelope(text(changes)), { code: 'bad_envelope', message })
  }
  t.throws(() => parseEnvelope(` ${text()}`), { code: 'not_canonical' })
})

t.test('a record is filled up to a step, and comes out as it was', async (t) => {
  const KIB = 1024
  for (const [size, step] of [
    [1, 4],
    [4 * KIB, 4],
    [4 * KIB + 1, 8],
    [64 * KIB, 64],
    [65 * KIB, 128],
  ] as const) {
    const record = `{"é":"${'x'.repeat(Math.max(0, size - 9))}"}`
    const filled = fillUp(record)
    t.equal(Buffer.byteLength(filled), step * KIB)
    t.equal(withoutFilling(filled), record)
  }
  t.equal(withoutFilling('no record'), '')
  checkSealedSize('x'.repeat(128 * KIB))
  t.throws(() => checkSealedSize('x'.repeat(128 * KIB + 1)), { code: 'record_too_large' })
})

t.test('the largest that may be sent is what an inbox reads', async (t) => {
  const scids = Array.from({ length: MAX_RECIPIENTS }, (_, i) => {
    return `Qm${toBase58(Buffer.alloc(33, i + 1))
      .padStart(44, '1')
      .slice(-44)}`
  })
  const keys = Array.from({ length: MAX_RECIPIENTS + 1 }, () => createAgreementKey().multikey)
  const sealed = await sealTo('x'.repeat(128 * 1024), keys)
  const recipients = [...new Set(scids)]
  t.equal(recipients.length, MAX_RECIPIENTS)
  const envelope = createEnvelope({ sender: harborScid, recipients, expires: EXPIRES }, sealed)
  const origin = 'https://a-name-that-is-quite-long.harbor.example'
  const { body } = writeOffer(envelope, { origin, actor: `${origin}/actor` })
  t.ok(Buffer.byteLength(body) < INBOX_LIMITS.maxBytes, `${Buffer.byteLength(body)} bytes`)
  t.match(parseStrictJson(Buffer.from(body)), { type: 'Offer' })
})
