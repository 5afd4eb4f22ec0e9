import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

const unit = join(import.meta.dirname, '../../deploy/tessera.service')
/** Of 10; what systemd calls "OK" ends at 3. */
const MOST_EXPOSED = 1.5

const isThere = spawnSync('systemd-analyze', ['--version']).status === 0
const skip = isThere ? false : 'there is no systemd-analyze here'

t.test('systemd finds no mistake in the unit', { skip }, async (t) => {
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
    encoding: 'utf8',
  })
  t.notMatch(stderr, /tessera\.service/)
})

t.test('the unit leaves the node hardly anything to abuse', { skip }, async (t) => {
  const args = ['security', '--offline=true', '--no-pager', unit]
  const report = execFileSync('systemd-analyze', args, { encoding: 'utf8' })
  const level = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(report)?.[1])
  t.ok(level <= MOST_EXPOSED, `exposure ${level}`)
})

t.test('the passphrase comes as a credential, never as a word in the unit', async (t) => {
  const lines = readFileSync(unit, 'utf8').split('\n')
  t.ok(lines.includes('Environment=TESSERA_PASSPHRASE_FILE=%d/passphrase'))
  t.ok(lines.some((line) => line.startsWith('LoadCredential=passphrase:')))
  t.ok(lines.includes('UMask=0077'))
})

t.test('what the node says is kept for three days, apart from other journals', async (t) => {
  t.match(readFileSync(unit, 'utf8'), /^LogNamespace=tessera$/m)
  const journal = readFileSync(join(unit, '../journald@tessera.conf'), 'utf8')
  t.match(journal, /^MaxRetentionSec=3day$/m)
  t.match(journal, /^MaxFileSec=1day$/m)
  t.match(journal, /^ForwardToSyslog=no$/m)
})
