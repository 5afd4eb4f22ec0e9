import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { nodeKeysOf } from '../../identity/create-entry.ts'
import { toEntryAddress } from '../../identity/facts.ts'
import { type Command, ownCollective } from '../context.ts'
import { groupKey } from '../key-files.ts'

export const listKeysCommand = command(
  'list',
  map(object({}), (): Command => listKeys),
  {
    description: message`Show the keys of this identity, and which key files lie here`,
  },
)

interface KeyLine {
  readonly role: 'node' | 'agreement' | 'member' | 'controller' | 'revoked'
  readonly key: string
  /** When it expires, or since when it is revoked. */
  readonly date: string | null
}

const listKeys: Command = async (context) => {
  const node = await context.node()
  const { entry } = await ownCollective(node)
  const keys = nodeKeysOf(entry.entry.state)
  const { revokedKeys } = toEntryAddress(entry)
  const lines: KeyLine[] = [
    ...(keys === null
      ? []
      : ([
          { role: 'node', key: keys.node, date: keys.expires },
          { role: 'agreement', key: keys.agreement, date: null },
        ] as const)),
    ...entry.members.map((key) => ({ role: 'member', key, date: null }) as const),
    { role: 'controller', key: entry.controller, date: null },
    ...revokedKeys.map(({ multikey, since }) => {
      return { role: 'revoked', key: multikey, date: since } as const
    }),
  ]
  const files = await node.files.listKeyFiles()
  if (context.output.isJson) {
    return context.output.result({ threshold: entry.threshold, keys: lines, files }, [])
  }
  context.output.list(lines, {
    headings: ['ROLE', 'KEY', 'EXPIRES OR SINCE'],
    none: '',
    row: ({ role, key, date }) => [role, groupKey(key), date ?? ''],
  })
  context.output.note(`${entry.threshold} of ${entry.members.length} members have to sign.`)
  context.output.note(`Key files here: ${files.map((name) => `${name}.age`).join(', ')}`)
}
