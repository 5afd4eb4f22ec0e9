import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import type { Timestamp } from '../../kernel/time.ts'
import type { HeadFact } from '../../record/collective-facts.ts'
import type { Digest } from '../../record/digest.ts'
import { type Command, ownCollective } from '../context.ts'

/** One state that the node key has signed, however often it was said again. */
interface StateLine {
  /** What `--last-good` takes; of two with one version the digest tells them apart. */
  readonly version: number
  readonly digest: Digest
  /** When it was said first, and last, as far as is kept here. */
  readonly from: Timestamp
  readonly to: Timestamp
  readonly inForce: boolean
}

export const listHeadsCommand = command(
  'heads',
  map(object({}), (): Command => listHeads),
  {
    description: message`Show the states that the node key has signed: one of them is the last good one`,
  },
)

const listHeads: Command = async (context) => {
  const node = await context.node()
  const { scid } = await ownCollective(node)
  const { heads } = await node.store.readFacts(scid)
  const inForce = (await node.store.findCollective(scid))?.head ?? null
  const states = statesOf(heads, inForce)
  if (context.output.isJson) return context.output.result({ states }, [])
  context.output.list(states, {
    headings: ['VERSION', 'SAID FIRST', 'SAID LAST', 'STATE'],
    none: 'Nothing was published yet.',
    row: ({ version, digest, from, to, inForce }) => [
      `${version}${inForce ? ' (in force)' : ''}`,
      from,
      to,
      digest,
    ],
  })
}

/** The newest first. */
function statesOf(heads: readonly HeadFact[], inForce: Digest | null): StateLine[] {
  const states = [...Map.groupBy(heads, ({ stateDigest }) => stateDigest)].map(
    ([digest, renewals]): StateLine => {
      const times = renewals.map(({ published }) => published).toSorted()
      return {
        version: renewals[0]?.version ?? 0,
        digest,
        from: times[0] ?? '',
        to: times.at(-1) ?? '',
        inForce: renewals.some((head) => head.digest === inForce),
      }
    },
  )
  return states.toSorted((a, b) => b.version - a.version || (a.from < b.from ? 1 : -1))
}
