import t from 'tap'

import { DAY } from '../../src/kernel/time.ts'
import { allKeys, desk, founded } from '../support/cli.ts'

interface States {
  readonly states: readonly {
    readonly version: number
    readonly digest: string
    readonly from: string
    readonly inForce: boolean
  }[]
}

t.test('lists the states that can be called the last good one, the newest first', async (t) => {
  const at = await founded(desk(t))
  const before = (await at.json<States>('key', 'heads')).states
  at.elapse(DAY)
  const set = await at.run('profile', 'set', 'founded=1999', '--passphrase-file', at.path('pass'))
  t.match(set, { code: 0 })
  const { states } = await at.json<States>('key', 'heads')
  t.equal(states.length, before.length + 1)
  t.match(states[0], { version: (before[0]?.version ?? 0) + 1, inForce: true })
  t.match(states[1], { digest: before[0]?.digest, inForce: false })
  t.match(await at.run('key', 'heads'), { code: 0, out: /VERSION.+\n.*\(in force\)/ })
  const version = String(states[1]?.version)
  const since = states[1]?.from ?? ''
  const named = ['--since', since, '--last-good', version]
  const revoked = await at.run('key', 'revoke', ...named, ...allKeys(at, 'controller'))
  t.match(revoked, { code: 0 }, 'a version of the list is what revoking takes')
})
