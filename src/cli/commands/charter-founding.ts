import { readdir, readFile } from 'node:fs/promises'

import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { createCharter } from '../../charter/charter-statement.ts'
import {
  type CharterContent,
  type CharterOutline,
  foundingCharter,
} from '../../charter/founding-charter.ts'
import { TesseraError } from '../../kernel/errors.ts'
import { ownAuthor } from '../author.ts'
import { type Command, type Context, ownCollective } from '../context.ts'
import { signingKeys, type SigningKeyFlags } from '../flags.ts'
import { prepareStatement, settlePrepared } from '../prepared-files.ts'

const FOLDER = new URL('../../../content/charter/', import.meta.url)
const TEXT = /^founding\.([A-Za-z0-9-]+)\.md$/

export const publishFoundingCommand = command(
  'publish-founding',
  map(
    object(signingKeys),
    (values): Command =>
      async (context) =>
        await publishFounding(context, values),
  ),
  { description: message`Prepare the founding charter for publication by this collective` },
)

async function publishFounding(context: Context, values: SigningKeyFlags): Promise<void> {
  const node = await context.node()
  const content = await readFoundingCharter()
  const { scid } = await ownCollective(node)
  const [known] = await node.store.listCurrent({ scid, types: ['Charter'], slug: content.slug })
  if (known !== undefined) {
    throw new TesseraError(
      'conflict',
      'charter_published',
      'This collective has published the founding charter already.',
    )
  }
  const statement = createCharter(content, await ownAuthor(node))
  await settlePrepared(context, await prepareStatement(context, statement), values)
}

/** The founding charter as it comes with the program, in every language it has. */
async function readFoundingCharter(): Promise<CharterContent> {
  const outline = JSON.parse(await readContent('founding.json')) as CharterOutline
  const sources: Record<string, string> = {}
  for (const name of (await readdir(FOLDER)).toSorted()) {
    const tag = TEXT.exec(name)?.[1]
    if (tag !== undefined) sources[tag] = await readContent(name)
  }
  return foundingCharter(outline, sources)
}

function readContent(name: string): Promise<string> {
  return readFile(new URL(name, FOLDER), 'utf8')
}
