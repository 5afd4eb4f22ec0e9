import { object, or } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'
import { parse as parseToml, stringify as writeToml, TomlError } from 'smol-toml'

import { setProfileField, unsetProfileField } from '../../directory/profile-edit.ts'
import { type ProfileContent, sameContent } from '../../directory/record-content.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Command, Context } from '../context.ts'
import { editText } from '../edit-text.ts'
import { UsageError } from '../exit-codes.ts'
import { readPair, textFlag } from '../flags.ts'
import { changeProfile, getProfile } from '../own-profile.ts'
import { readText } from '../user-files.ts'

const show = command(
  'show',
  map(object({}), (): Command => showProfile),
  {
    description: message`Show the profile that counts now`,
  },
)
const edit = command(
  'edit',
  map(
    object({
      file: textFlag('--file', 'FILE', message`Take it from a JSON or TOML file, no editor`),
    }),
    ({ file }): Command =>
      async (context) =>
        await editProfile(context, file ?? null),
  ),
  { description: message`Edit the profile as TOML in $EDITOR, or take it from a file` },
)
const set = command(
  'set',
  map(
    object({
      assignments: multiple(
        argument(string({ metavar: 'MEMBER=VALUE' }), {
          description: message`Such as nameMap.fr=Ports or discoverable=true; no value takes it away`,
        }),
        { min: 1 },
      ),
    }),
    ({ assignments }): Command =>
      async (context) =>
        await setMembers(context, assignments),
  ),
  { description: message`Set members of the profile` },
)

export const profileCommand = command('profile', or(show, edit, set), {
  description: message`The directory entry of this collective`,
})

async function showProfile(context: Context): Promise<void> {
  const profile = await getProfile(await context.node())
  context.output.result(profile, writeToml(profile).trimEnd().split('\n'))
}

async function editProfile(context: Context, file: string | null): Promise<void> {
  const before = await getProfile(await context.node())
  const name = file ?? 'profile.toml'
  const text =
    file === null
      ? await editText(context, { name, text: writeToml(before), flag: '--file' })
      : await readText(file)
  const { output } = context
  // These say which record it is: a slip there would leave the old profile beside the new one.
  const after = { ...parseEdited(text, name), type: before.type, slug: before.slug }
  if (sameContent(before, after)) {
    return output.result({ changed: false }, ['Nothing was changed.'])
  }
  await changeProfile(context, () => after as unknown as ProfileContent)
}

function parseEdited(text: string, name: string): object {
  try {
    return (name.endsWith('.json') ? JSON.parse(text) : parseToml(text)) as object
  } catch (cause) {
    if (!(cause instanceof TomlError || cause instanceof SyntaxError)) throw cause
    throw invalid('bad_profile_file', `${name} cannot be read: ${cause.message}`, cause)
  }
}

async function setMembers(context: Context, assignments: readonly string[]): Promise<void> {
  const pairs = assignments.map((assignment) => readPair(assignment, 'profile set'))
  await changeProfile(context, (before) => pairs.reduce(setOne, before))
}

/** The slug is the name of the record: another one would be another record. */
function setOne(content: ProfileContent, [path, text]: readonly [string, string]): ProfileContent {
  if (path === 'slug') throw new UsageError('The slug of a profile stays as it is.')
  return text === '' ? unsetProfileField(content, path) : setProfileField(content, path, text)
}
