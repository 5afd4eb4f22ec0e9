import t from 'tap'

import type { ReplayStore } from '../../src/exchange/replay-store.ts'
import { parseSignature } from '../../src/federation/http-signature.ts'
import {
  isActivityKnown,
  rememberActivity,
  rememberSignature,
} from '../../src/federation/replay.ts'
import { cavageSigner, messageSigner, NOW, ORIGIN, signedPost } from '../support/signed-request.ts'

/** The rules of the port, without persistence. */
function memory(): ReplayStore & { readonly until: Map<string, string> } {
  const until = new Map<string, string>()
  return {
    until,
    async remember(kind, key, time) {
      const name = `${kind} ${key}`
      if (until.has(name)) return false
      until.set(name, time)
      return true
    },
    isKnown: async (kind, key) => until.has(`${kind} ${key}`),
    async forgetBefore() {
      until.clear()
    },
  }
}

function parsed(signer = cavageSigner()) {
  const signature = parseSignature(signedPost(signer), { origin: ORIGIN, now: NOW })
  if (typeof signature === 'string') throw new Error(signature)
  return signature
}

t.test('knows a signature until it would no longer be accepted', async (t) => {
  const store = memory()
  t.equal(await rememberSignature(store, parsed()), true)
  t.equal(await rememberSignature(store, parsed()), false)
  t.strictSame([...store.until.values()], ['2026-11-22T09:15:01Z'])
  t.equal(await rememberSignature(store, parsed(messageSigner())), true)
})

t.test('tells signatures of two keys apart', async (t) => {
  const store = memory()
  t.equal(await rememberSignature(store, parsed()), true)
  t.equal(await rememberSignature(store, { ...parsed(), keyId: 'https://a.test/#k' }), true)
})

t.test('knows the id of an activity for 30 days', async (t) => {
  const store = memory()
  t.equal(await rememberActivity(store, 'https://victim.test/1', NOW), true)
  t.equal(await rememberActivity(store, 'https://victim.test/1', NOW), false)
  t.equal(await rememberActivity(store, 'https://victim.test/2', NOW), true)
  t.strictSame([...new Set(store.until.values())], ['2026-12-22T09:00:00Z'])
})

t.test('knows an activity that has taken effect', async (t) => {
  const store = memory()
  t.equal(await isActivityKnown(store, 'https://victim.test/1'), false)
  await rememberActivity(store, 'https://victim.test/1', NOW)
  t.equal(await isActivityKnown(store, 'https://victim.test/1'), true)
})
