import type { MessageQueue } from '@fedify/fedify'
import { testMessageQueue } from '@fedify/testing'
import type { Test } from 'tap'

/** Fedify's own test of a MessageQueue, with ordering keys: two queues on one table. */
export function testQueue(
  t: Test,
  open: (t: Test) => Promise<readonly [MessageQueue, MessageQueue]>,
) {
  t.test('is a message queue as Fedify tests them', async (t) => {
    const queues = [...(await open(t))]
    const next = (): MessageQueue => {
      const queue = queues.shift()
      if (queue === undefined) throw new Error('the test asks for two queues')
      return queue
    }
    await t.resolves(
      testMessageQueue(next, ({ controller }) => controller.abort(), { testOrderingKey: true }),
    )
  })
}
