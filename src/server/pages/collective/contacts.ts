import type { Contact } from '../../../record/kinds/contacts.ts'
import { PURPOSES } from '../../../record/kinds/vocabulary.ts'
import type { ShownKey } from '../../collective-model.ts'
import { type Hole, html, type SafeHtml } from '../../html.ts'
import { linkTo, type Reader } from '../../reader.ts'
import { address, definitions, notice, time } from '../components.ts'
import { day } from '../dates.ts'
import { fingerprint, qrCode } from '../keys.ts'
import { label } from '../label.ts'
import { namedOutsideLink, outsideLink } from '../outside-link.ts'

/** How a collective is reached, by what for. */
export function contactsSection(reader: Reader, contacts: readonly Contact[]): Hole {
  const { localizer } = reader
  const byPurpose = Map.groupBy(contacts, ({ purpose }) => purpose)
  return PURPOSES.map((purpose) => {
    const items = (byPurpose.get(purpose) ?? []).map((contact) => {
      const { kind, languages = [] } = contact
      const spoken = languages.map(localizer.languageName).join(', ')
      return html`<li>
        ${label(localizer, localizer.t(`contact-${kind}`))} ${contactLink(contact)}
        ${spoken !== '' && html`<small>(${spoken})</small>`}
      </li>`
    })
    return (
      items.length > 0 &&
      html`<h3>${localizer.t(`purpose-${purpose}`)}</h3>
        <ul>
          ${items}
        </ul>`
    )
  })
}

function contactLink({ kind, value }: Contact): Hole {
  const href = HREF_OF[kind](value)
  if (href !== null) return outsideLink(href, value)
  return kind === 'post' ? html`<span class="lines" dir="auto">${value}</span>` : address(value)
}

/** Where a contact leads; null for what no browser opens. */
const HREF_OF: Readonly<Record<Contact['kind'], (value: string) => string | null>> = {
  email: (value) => `mailto:${value}`,
  form: (value) => value,
  xmpp: (value) => `xmpp:${value}`,
  matrix: (value) => `matrix:${value.startsWith('#') ? 'r' : 'u'}/${value.slice(1)}`,
  irc: (value) => value,
  phone: (value) => `tel:${value}`,
  signal: (value) => (value.startsWith('https:') ? value : null),
  post: () => null,
  fediverse: () => null,
}

/** The keys for writing to a collective and for checking what it signs elsewhere. */
export function keysSection(reader: Reader, path: string, keys: readonly ShownKey[]): SafeHtml {
  const { t } = reader.localizer
  return html`<p>${t('keys-lead')}</p>
    <p>${t('fingerprint-hint')}</p>
    ${keys.map((key) => keyCard(reader, path, key))}`
}

function keyCard(reader: Reader, path: string, shown: ShownKey): SafeHtml {
  const { localizer } = reader
  const { t } = localizer
  const { contact, purpose, kind } = shown.key
  const own = fingerprintOf(shown)
  return html`<article class="card" id="${shown.id}">
    <header>
      <h3>${t(`key-kind-${kind}`)}</h3>
      <span class="marks">${purpose !== undefined && t(`purpose-${purpose}`)}</span>
    </header>
    ${warnings(reader, shown)}
    ${own !== null && html`<p>${fingerprint(own)}</p>`}
    ${definitions([
      [t('key-belongs-to'), contact !== undefined && address(contact)],
      ...certificateRows(reader, shown),
    ])}
    ${whereFrom(reader, path, shown)} ${own !== null && keyPicture(reader, kind, own)}
  </article>`
}

/** What people compare; null for what is no key. */
function fingerprintOf({ key, inspected, isBroken }: ShownKey): string | null {
  if (isBroken) return null
  return inspected?.fingerprint ?? inspected?.value ?? key.fingerprint ?? null
}

function whereFrom(reader: Reader, path: string, shown: ShownKey): SafeHtml {
  const { t } = reader.localizer
  const { url } = shown.key
  const file = keyFile(shown)
  const href = file === null ? null : linkTo(reader, `${path}/keys/${file.name}`)
  return html`<p>
    ${href !== null && html`<a href="${href}">${t('key-download')}</a>`}
    ${url !== undefined && namedOutsideLink(url, t('key-elsewhere'))}
  </p>`
}

function warnings({ localizer: { t } }: Reader, { inspected, isBroken, key }: ShownKey): Hole {
  const told = (inspected?.warnings ?? []).map(
    (warning) => html`<p>${t(`key-warning-${warning.replaceAll('_', '-')}`)}</p>`,
  )
  if (isBroken) told.push(html`<p>${t('key-warning-not-a-key')}</p>`)
  if (inspected === null && !isBroken && key.url !== undefined)
    told.push(html`<p>${t('key-not-here')}</p>`)
  return told.length > 0 && notice('careful', told)
}

function certificateRows({ localizer }: Reader, { key, inspected }: ShownKey) {
  const { t } = localizer
  const { validFrom, validUntil } = key
  const certificate = inspected?.certificate ?? null
  if (certificate === null)
    return [
      [t('key-valid-from'), validFrom !== undefined && day(localizer, validFrom)],
      [t('key-valid-until'), validUntil !== undefined && day(localizer, validUntil)],
    ] as const
  const { emails, algorithm, bits, created, expires } = certificate
  return [
    [t('key-addresses'), emails.map((email, at) => [at > 0 && ', ', address(email)])],
    [t('key-algorithm'), bits === null ? algorithm : `${algorithm} ${bits}`],
    [t('key-valid-from'), time(localizer, created)],
    [t('key-valid-until'), expires !== null && time(localizer, expires)],
  ] as const
}

/** The fingerprint as a picture, in the form that programs for such keys read. */
function keyPicture(reader: Reader, kind: ShownKey['key']['kind'], own: string): SafeHtml {
  const text = kind === 'openpgp' ? `OPENPGP4FPR:${own}` : own
  return html`<details>
    <summary>${reader.localizer.t('key-picture')}</summary>
    ${qrCode(reader.localizer, text)}
  </details>`
}

/** What a key is downloaded as; null where it is not here. */
export function keyFile({
  id,
  key,
  isBroken,
}: ShownKey): { readonly name: string; readonly type: string; readonly content: string } | null {
  if (key.value === undefined || isBroken) return null
  const isCertificate = key.kind === 'openpgp'
  return {
    name: `${id}.${isCertificate ? 'asc' : 'txt'}`,
    type: isCertificate ? 'application/pgp-keys' : 'text/plain; charset=utf-8',
    content: key.value.endsWith('\n') ? key.value : `${key.value}\n`,
  }
}
