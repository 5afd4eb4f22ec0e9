import { message } from '@optique/core/message'

import { pickLanguage } from '../../kernel/text.ts'
import type { Contact } from '../../record/kinds/contacts.ts'
import type { Need } from '../../record/kinds/references.ts'
import type { Service } from '../../record/kinds/service.ts'
import { createProfileListCommand } from './profile-list.ts'

export const serviceCommand = createProfileListCommand<Service>({
  name: 'service',
  list: 'services',
  description: message`Services that this collective offers`,
  items: ({ services = [] }) => services,
  example: message`Such as id=mail type=email urls=https://mail.example/ registration=request`,
  table: {
    headings: ['ID', 'TYPE', 'NAME', 'URL', 'FOR', 'REGISTRATION', 'LOAD'],
    none: 'No service yet. Such as: tessera service add id=mail type=email registration=request',
    row: ({ id, type, nameMap, urls, audience, registration, load }) => [
      id,
      type,
      pickLanguage(nameMap ?? {}, [])?.text ?? '',
      urls?.[0] ?? '',
      audience ?? '',
      registration ?? '',
      load ?? '',
    ],
  },
})

export const needCommand = createProfileListCommand<Need>({
  name: 'need',
  list: 'needs',
  description: message`Help that this collective looks for`,
  items: ({ needs = [] }) => needs,
  example: message`Such as id=dns kind=secondary-dns "nameMap.en=A second name server"`,
  table: {
    headings: ['ID', 'KIND', 'NAME', 'UNTIL'],
    none: 'Nothing is looked for.',
    row: ({ id, kind, nameMap, until }) => [
      id,
      kind,
      pickLanguage(nameMap, [])?.text ?? '',
      until ?? '',
    ],
  },
})

export const contactCommand = createProfileListCommand<Contact>({
  name: 'contact',
  list: 'contacts',
  description: message`How this collective can be reached`,
  items: ({ contacts = [] }) => contacts,
  example: message`Such as kind=email value=hello@harbor.example purpose=users`,
  table: {
    headings: ['KIND', 'ADDRESS', 'FOR', 'LANGUAGES'],
    none: 'No contact yet. Such as: tessera contact add kind=email value=... purpose=users',
    row: ({ kind, value, purpose, languages = [] }) => [kind, value, purpose, languages.join(' ')],
  },
})
