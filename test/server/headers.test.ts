import t from 'tap'

import { testServer } from '../support/test-server.ts'

t.test('a server under plain http never asks for TLS', async (t) => {
  const app = await testServer(t, { origins: ['http://localhost:3001'] })
  const { headers } = await app.inject({ url: '/', headers: { host: 'localhost:3001' } })
  t.notOk('strict-transport-security' in headers)
  t.match(headers, { 'x-content-type-options': 'nosniff' })
})
