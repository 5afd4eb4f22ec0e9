import t from 'tap'

import { createBackground } from '../../src/federation/background.ts'

/** A task that waits until the test lets it end. */
function task() {
  const gates: (() => void)[] = []
  let runs = 0
  return {
    runs: () => runs,
    end: () => gates.shift()?.(),
    async run() {
      runs++
      await new Promise<void>((resolve) => void gates.push(resolve))
    },
  }
}

const turn = () => new Promise(setImmediate)

t.test('runs a task once more if it is asked for while it runs, however often', async (t) => {
  const background = createBackground(4, () => {})
  const one = task()
  t.equal(
    background.run('a', () => one.run()),
    true,
  )
  await turn()
  for (let n = 0; n < 5; n++) background.run('a', () => one.run())
  one.end()
  await turn()
  t.equal(one.runs(), 2)
  one.end()
  await background.idle()
  t.equal(one.runs(), 2)
})

t.test('takes no more than it may, and goes on after a failure', async (t) => {
  const errors: unknown[] = []
  const background = createBackground(1, (error) => errors.push(error))
  const one = task()
  background.run('a', () => one.run())
  await turn()
  t.equal(
    background.run('b', async () => {}),
    false,
  )
  one.end()
  await background.idle()
  background.run('b', async () => {
    throw new Error('no')
  })
  await background.idle()
  t.match(errors, [{ message: 'no' }])
  t.equal(
    background.run('c', async () => {}),
    true,
  )
  await background.idle()
})
