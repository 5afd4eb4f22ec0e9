import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, optional } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { argument, command, option } from '@optique/core/primitives'
import { choice, string } from '@optique/core/valueparser'

import { draftStatement } from '../../exchange/draft-statement.ts'
import type { CurrentRecord } from '../../exchange/object-store.ts'
import { TesseraError } from '../../kernel/errors.ts'
import type { Scid } from '../../record/did.ts'
import { FINGERPRINT_CHECKS } from '../../record/kinds/vocabulary.ts'
import type { Vouch } from '../../record/kinds/vouch.ts'
import { nextVersion } from '../../record/statement.ts'
import { ownAuthor } from '../author.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { findKnownCollective, nameOfCollective } from '../find-collective.ts'
import { languageFlag, readLanguage, signingKeys, textFlag } from '../flags.ts'
import type { OpenedNode } from '../opened-node.ts'
import { readProfile } from '../own-profile.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'

const who = argument(string({ metavar: 'COLLECTIVE' }), {
  description: message`SCID, its last 8 characters, or address`,
})
const reason = textFlag('--reason', 'TEXT', message`Why, for everyone to read`)

const vouchFlags = object({
  who,
  since: textFlag('--since', 'DATE', message`Since when you know them: 2019, 2019-05 or a day`),
  how: textFlag('--how', 'TEXT', message`How you know them`),
  checked: optional(
    option('--checked', choice([...FINGERPRINT_CHECKS]), {
      description: message`How you compared their keys`,
    }),
  ),
  reason,
  language: languageFlag,
  ...signingKeys,
})
const withdrawFlags = object({ who, reason, language: languageFlag, ...signingKeys })

const listCommand = command(
  'list',
  map(object({}), (): Command => listVouches),
  {
    description: message`List the vouches that this collective gives and gets`,
  },
)
const withdrawCommand = command(
  'withdraw',
  map(
    withdrawFlags,
    (values): Command =>
      (context) =>
        withdrawVouch(context, values),
  ),
  { description: message`Prepare to take a vouch back` },
)
const giveVouch = map(
  vouchFlags,
  (values): Command =>
    (context) =>
      vouch(context, values),
)

export const vouchCommand = command('vouch', or(listCommand, withdrawCommand, giveVouch), {
  description: message`Say that you know a collective (for 400 days), or list vouches`,
})

async function vouch(context: Context, values: InferValue<typeof vouchFlags>): Promise<void> {
  const node = await context.node()
  const { scid } = await findKnownCollective(node, values.who)
  const own = await ownCollective(node)
  if (scid === own.scid) {
    throw new TesseraError('invalid', 'own_vouch', 'Nobody can vouch for themselves.')
  }
  const language = await languageOf(node, values.language)
  const { since, how, why } = await askOpen(context, values)
  const checks = FINGERPRINT_CHECKS.map((value) => ({ value, label: value }))
  const question = { message: 'How did you compare their keys?', flag: '--checked' }
  const fingerprintChecked = values.checked ?? (await context.ask.choose(question, checks))
  const statement = draftStatement(
    {
      type: 'Vouch',
      slug: slugOf(scid),
      defaultLanguage: language,
      whom: scid,
      howKnownMap: { [language]: how.normalize('NFC') },
      since,
      fingerprintChecked,
      reasonMap: { [language]: why.normalize('NFC') },
    },
    { ...(await ownAuthor(node)), previous: await findOwnVouch(node, own.scid, scid) },
  )
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

async function askOpen({ ask }: Context, values: InferValue<typeof vouchFlags>) {
  const { since, how, reason: why } = values
  return {
    since: since ?? (await ask.text({ message: 'Since when do you know them?', flag: '--since' })),
    how: how ?? (await ask.text({ message: 'How do you know them?', flag: '--how' })),
    why: why ?? (await ask.text({ message: 'Why do you vouch for them?', flag: '--reason' })),
  }
}

async function withdrawVouch(
  context: Context,
  values: InferValue<typeof withdrawFlags>,
): Promise<void> {
  const node = await context.node()
  const { scid } = await findKnownCollective(node, values.who)
  const own = await ownCollective(node)
  const known = await findOwnVouch(node, own.scid, scid)
  if (known === null || known.withdrawn === true) {
    throw new TesseraError('not-found', 'no_vouch', 'This collective does not vouch for them.')
  }
  const language = await languageOf(node, values.language)
  const statement = {
    ...nextVersion(known, await ownAuthor(node)),
    withdrawn: true,
    ...(values.reason === undefined
      ? {}
      : { withdrawnReasonMap: { [language]: values.reason.normalize('NFC') } }),
  }
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

async function languageOf(node: OpenedNode, language: string | undefined): Promise<string> {
  if (language !== undefined) return readLanguage(language)
  return (await readProfile(node))?.defaultLanguage ?? 'en'
}

/** One vouch for each collective: slugs have no capitals, and the SCID is in the record. */
function slugOf(scid: Scid): string {
  return scid.toLowerCase()
}

async function findOwnVouch(node: OpenedNode, own: Scid, whom: Scid): Promise<Vouch | null> {
  const records = await node.store.listCurrent({ scid: own, types: ['Vouch'], slug: slugOf(whom) })
  const [record] = records.map(({ text }) => JSON.parse(text) as Vouch)
  return record ?? null
}

async function listVouches({ node: open, output }: Context): Promise<void> {
  const node = await open()
  const { scid } = await ownCollective(node)
  const records = await node.store.listCurrent({ types: ['Vouch'] })
  const vouches = records
    .map((record) => lineOf(record))
    .filter(({ by, whom, withdrawn }) => !withdrawn && (by === scid || whom === scid))
  const names = new Map<Scid, string>()
  for (const { by, whom } of vouches) {
    for (const one of [by, whom]) names.set(one, await nameOfCollective(node, one))
  }
  output.list(vouches, {
    headings: ['BY', 'FOR', 'KNOWN SINCE', 'KEYS CHECKED', 'EXPIRES'],
    none: 'No vouch yet. Such as: tessera vouch ADDRESS --since 2019 --how ... --checked in-person',
    row: ({ by, whom, since, checked, expires }) => [
      names.get(by) ?? by,
      names.get(whom) ?? whom,
      since,
      checked,
      expires ?? '',
    ],
  })
}

function lineOf({ scid, text, expires, withdrawn }: CurrentRecord) {
  const { whom, since, fingerprintChecked, reasonMap } = JSON.parse(text) as Vouch
  const checked = fingerprintChecked
  return { by: scid, whom, since, checked, reason: reasonMap, expires, withdrawn }
}
