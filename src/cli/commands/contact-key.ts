import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import { inspectKey } from '../../directory/contact-keys.ts'
import type { ContactKey } from '../../record/kinds/contacts.ts'
import { CONTACT_KEY_KINDS, PURPOSES } from '../../record/kinds/vocabulary.ts'
import type { Command, Context } from '../context.ts'
import { textFlag } from '../flags.ts'
import { changeProfile } from '../own-profile.ts'
import { readText } from '../user-files.ts'
import { listItems, removeItem } from './profile-list.ts'

const flags = object({
  file: argument(string({ metavar: 'FILE' }), {
    description: message`The public key, as its program exports it`,
  }),
  kind: option('--kind', choice([...CONTACT_KEY_KINDS]), { description: message`What it is` }),
  purpose: option('--purpose', choice([...PURPOSES]), { description: message`What it is for` }),
  contact: textFlag('--contact', 'ADDRESS', message`The contact that it belongs to`),
})

const add = command(
  'add',
  map(
    flags,
    (values): Command =>
      async (context) =>
        await addKey(context, values),
  ),
  { description: message`Publish a public key for writing to this collective` },
)

const list = listItems<ContactKey>({
  items: ({ contactKeys = [] }) => contactKeys,
  table: {
    headings: ['KIND', 'FOR', 'CONTACT', 'FINGERPRINT'],
    none: 'No contact key yet.',
    row: ({ kind, purpose, contact, fingerprint, value }) => [
      kind,
      purpose ?? '',
      contact ?? '',
      fingerprint ?? value ?? '',
    ],
  },
})

export const contactKeyCommand = command('contact-key', or(list, add, removeItem('contactKeys')), {
  description: message`Public keys for writing to this collective (OpenPGP, SSH, age, ...)`,
})

/** A secret key is refused before anything is kept; what is doubtful about it is told. */
async function addKey(context: Context, values: InferValue<typeof flags>): Promise<void> {
  const { kind, purpose, contact, file } = values
  const node = await context.node()
  const { value, fingerprint, warnings, certificate } = await inspectKey(
    kind,
    await readText(file),
    node.now(),
  )
  for (const warning of warnings) context.output.warn(`About this key: ${warning}.`)
  const key: ContactKey = {
    kind,
    purpose,
    value,
    ...(contact === undefined ? {} : { contact }),
    ...(fingerprint === null ? {} : { fingerprint }),
    ...(certificate?.expires == null ? {} : { validUntil: certificate.expires.slice(0, 10) }),
  }
  await changeProfile(context, (before) => ({
    ...before,
    contactKeys: [...(before.contactKeys ?? []).filter((known) => known.value !== value), key],
  }))
}
