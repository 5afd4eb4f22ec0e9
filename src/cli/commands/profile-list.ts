import { object, or } from '@optique/core/constructs'
import { type Message, message } from '@optique/core/message'
import { map, multiple } from '@optique/core/modifiers'
import { argument, command } from '@optique/core/primitives'
import { string } from '@optique/core/valueparser'

import {
  addToProfile,
  type ProfileList,
  removeFromProfile,
  updateInProfile,
} from '../../directory/profile-edit.ts'
import type { Command } from '../context.ts'
import type { TableOf } from '../output.ts'
import { changeProfile, getProfile } from '../own-profile.ts'

/** A list of the profile that has commands of its own. */
export interface ProfileListCommand<T> {
  /** What the command is called. */
  readonly name: string
  readonly list: ProfileList
  readonly description: Message
  readonly items: (profile: Awaited<ReturnType<typeof getProfile>>) => readonly T[]
  readonly table: TableOf<T>
  /** What is passed to `add`, as an example. */
  readonly example: Message
}

const pairs = (example: Message) =>
  multiple(argument(string({ metavar: 'MEMBER=VALUE' }), { description: example }), { min: 1 })
const item = argument(string({ metavar: 'ITEM' }), {
  description: message`Its id, address or number in the list`,
})

/** `list`, `add`, `set` and `remove` for one list of the profile. */
export function createProfileListCommand<T>(options: ProfileListCommand<T>) {
  return command(
    options.name,
    or(listItems(options), addItem(options), setItem(options), removeItem(options.list)),
    { description: options.description },
  )
}

export function listItems<T>({ items, table }: Pick<ProfileListCommand<T>, 'items' | 'table'>) {
  const run: Command = async ({ node, output }) => {
    output.list(items(await getProfile(await node())), table)
  }
  return command(
    'list',
    map(object({}), () => run),
    { description: message`List them` },
  )
}

function addItem<T>({ list, example }: ProfileListCommand<T>) {
  return command(
    'add',
    map(
      object({ assignments: pairs(example) }),
      ({ assignments }): Command =>
        (context) =>
          changeProfile(context, (before) => addToProfile(before, list, assignments)),
    ),
    { description: message`Add one and publish the profile` },
  )
}

function setItem<T>({ list, example }: ProfileListCommand<T>) {
  return command(
    'set',
    map(
      object({ item, assignments: pairs(example) }),
      ({ item: name, assignments }): Command =>
        (context) =>
          changeProfile(context, (before) => updateInProfile(before, { list, name }, assignments)),
    ),
    { description: message`Change one and publish the profile` },
  )
}

export function removeItem(list: ProfileList) {
  return command(
    'remove',
    map(
      object({ item }),
      ({ item: name }): Command =>
        (context) =>
          changeProfile(context, (before) => removeFromProfile(before, list, name)),
    ),
    { description: message`Take one away and publish the profile` },
  )
}
