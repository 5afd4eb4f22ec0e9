import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, withDefault } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command, option } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import { createSigningKey, writeSigningKey } from '../../identity/keys.ts'
import type { Command, Context } from '../context.ts'
import { switchFlag, textFlag } from '../flags.ts'
import { sealKey } from '../key-files.ts'
import { readPassphraseFile } from '../passphrases.ts'
import { createFile } from '../user-files.ts'

const flags = object({
  out: withDefault(
    option('--out', string({ metavar: 'FILE' }), { description: message`Where the key goes` }),
    'member.age',
  ),
  controller: switchFlag('--controller-key', message`A controller key instead of a member's`),
  keyPassphraseFile: textFlag('--key-passphrase-file', 'FILE', message`Passphrase of the new key`),
})

const newCommand = command(
  'new',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await makeKey(context, values),
  ),
  { description: message`Make a member key on any machine; needs no network and no node` },
)

export const memberCommand = command('member', newCommand, {
  description: message`Keys of members`,
})

async function makeKey(context: Context, values: InferValue<typeof flags>): Promise<void> {
  const { out, keyPassphraseFile } = values
  const passphrase =
    keyPassphraseFile === undefined
      ? await context.ask.newSecret({
          message: 'New passphrase for this key (12 characters or more)',
          flag: '--key-passphrase-file',
        })
      : await readPassphraseFile(keyPassphraseFile)
  const key = createSigningKey()
  const text = writeSigningKey(values.controller ? 'controller' : 'member', key)
  await createFile(out, await sealKey(context, text, passphrase))
  const did = `did:key:${key.multikey}`
  context.output.result({ path: out, did }, [
    `The key is in ${out}. Keep it and its passphrase; nobody can give you another copy.`,
    'Tell the others this, which is not secret:',
    `  ${did}`,
  ])
}
