import { PassThrough } from 'node:stream'

import t from 'tap'

import { createOutput } from '../../src/cli/output.ts'
import { createProgress } from '../../src/cli/progress.ts'
import { collect } from '../support/cli.ts'

function stage(isInteractive: boolean) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const terminal = { stdin, stdout, stderr, isInteractive, columns: 80 }
  return { progress: createProgress(terminal, createOutput(terminal, false)), stderr }
}

t.test('says what takes long, as a line or at a terminal', async (t) => {
  for (const isInteractive of [false, true]) {
    const { progress, stderr } = stage(isInteractive)
    const err = collect(stderr)
    // The work ends once somebody was told about it.
    const told = new Promise<void>((resolve) => {
      stderr.on('data', () => {
        if (err().includes('Counting stars')) resolve()
      })
    })
    await progress('Counting stars', async () => await told)
    t.match(err(), /Counting stars/)
  }
})

t.test('is silent about what is quick, and passes on what comes of it', async (t) => {
  const { progress, stderr } = stage(false)
  const err = collect(stderr)
  t.equal(await progress('Counting stars', async () => 42), 42)
  await t.rejects(
    progress('Counting stars', async () => {
      throw new Error('clouds')
    }),
    { message: 'clouds' },
  )
  t.equal(err(), '')
})
