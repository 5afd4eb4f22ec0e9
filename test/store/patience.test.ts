import t from 'tap'

import { createTurns, tryAgain } from '../../src/store/patience.ts'

const soon = (): number => performance.now() + 1000

t.test('tries again what is worth it, and gives what came of it', async (t) => {
  let tries = 0
  const result = await tryAgain(
    () => {
      if (++tries < 3) throw new Error('busy')
      return 'done'
    },
    { when: (error) => String(error).includes('busy'), deadline: soon() },
  )
  t.equal(result, 'done')
  t.equal(tries, 3)
})

t.test('throws at once what another try would not mend', async (t) => {
  let tries = 0
  const failing = tryAgain(
    () => {
      tries++
      throw new Error('broken')
    },
    { when: () => false, deadline: soon() },
  )
  await t.rejects(failing, /broken/)
  t.equal(tries, 1)
})

t.test('tries once even after the deadline, and then throws the last error', async (t) => {
  let tries = 0
  const failing = tryAgain(
    async () => {
      throw new Error(`try ${++tries}`)
    },
    { when: () => true, deadline: 0 },
  )
  await t.rejects(failing, /try 1/)
})

t.test('turns come one at a time, in the order of asking', async (t) => {
  const turns = createTurns()
  const order: string[] = []
  let busy = 0
  const work = async (name: string) => {
    const end = await turns.take(soon())
    t.equal(++busy, 1)
    await new Promise(setImmediate)
    order.push(name)
    busy--
    end?.()
  }
  await Promise.all(['a', 'b', 'c'].map(work))
  t.strictSame(order, ['a', 'b', 'c'])
})

t.test('who waits for too long gets no turn, and holds up nobody', async (t) => {
  const turns = createTurns()
  const end = await turns.take(soon())
  const late = turns.take(performance.now())
  const patient = turns.take(soon())
  t.equal(await late, null)
  end?.()
  const turn = await patient
  t.type(turn, 'function')
  turn?.()
  t.type(await turns.take(soon()), 'function')
})
