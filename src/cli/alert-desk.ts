import type { AlertStore, AlertVersion } from '../alert/alert-store.ts'
import { type AlertPage, type Alerts, createAlerts } from '../alert/alerts.ts'
import type { AlertContent } from '../alert/compose-alert.ts'
import { draftStatement, type RecordContent } from '../exchange/draft-statement.ts'
import type { OpenedRecord } from '../exchange/open-envelopes.ts'
import { TesseraError } from '../kernel/errors.ts'
import type { Scid } from '../record/did.ts'
import type { SignedRecord } from '../record/record.ts'
import { isPublic } from '../record/scope.ts'
import { slugName } from '../record/slug-name.ts'
import { ownAuthor } from './author.ts'
import { type Context, ownCollective } from './context.ts'
import type { SigningKeyFlags } from './flags.ts'
import type { OpenedNode, UnlockedNode } from './opened-node.ts'
import { unlock } from './passphrases.ts'
import { prepareStatement, settlePrepared } from './prepared-files.ts'

/** The alerts that a command reads. */
export interface AlertDesk {
  readonly node: OpenedNode
  readonly alerts: Alerts
}

/** The alerts that a command writes on, sealed ones included. */
export interface AlertWritingDesk extends AlertDesk {
  readonly own: Scid
  readonly unlocked: UnlockedNode
}

/** What everybody may read; with `sealed` also what was sealed to us and by us. */
export async function openAlerts(context: Context, sealed: boolean): Promise<AlertDesk> {
  if (sealed) return await openAlertDesk(context)
  const node = await context.node()
  return { node, alerts: node.alerts }
}

/** Throws `no_identity`, `passphrase_needed` and what `unlock` throws. */
export async function openAlertDesk(context: Context): Promise<AlertWritingDesk> {
  const node = await context.node()
  const own = (await ownCollective(node)).scid
  const unlocked = await unlock(context)
  const store = withSealed(node.alertStore, await unlocked.sealed.list({ types: ['Alert'] }))
  const alerts = createAlerts({
    store,
    view: () => node.view(),
    sequence: unchanged,
    now: node.now,
  })
  return { node, own, unlocked, alerts }
}

/** What a command opens does not change while it reads. */
async function unchanged(): Promise<number> {
  return 0
}

function withSealed(store: AlertStore, opened: readonly OpenedRecord[]): AlertStore {
  const sealed = opened.map(({ record: { scid, statement, signedBy, value } }): AlertVersion => {
    const record = value as unknown as AlertVersion['record']
    return { scid, statement, signedBy, current: true, record }
  })
  return { ...store, listAlerts: async () => [...(await store.listAlerts()), ...sealed] }
}

/**
 * The alert that somebody means: `slug~scid8`, or a slug that leads to one; what is held too.
 * Throws `alert_not_found`, `alert_ambiguous`.
 */
export async function findAlert({ alerts }: AlertDesk, name: string): Promise<AlertPage> {
  const all = [...(await alerts.list()), ...(await alerts.held())]
  const named = all.filter((one) => one.name === name || one.thread.slug === name)
  const shown = named.filter(({ held }) => held === null)
  const [only, ...others] = shown.length === 1 ? shown : named
  if (only === undefined) throw alertNotFound(name)
  if (others.length === 0) return only
  throw new TesseraError(
    'conflict',
    'alert_ambiguous',
    `Several alerts are called "${name}": ${named.map((one) => one.name).join(', ')}.`,
  )
}

/** The own alert of that name. Throws `alert_not_found`, `not_own_alert`. */
export async function getOwnAlert(
  desk: AlertDesk & { readonly own: Scid },
  name: string,
): Promise<AlertPage> {
  const all = [...(await desk.alerts.list()), ...(await desk.alerts.held())]
  const own = all.find(
    ({ thread }) => thread.scid === desk.own && [thread.slug, slugName(thread)].includes(name),
  )
  if (own !== undefined) return own
  await findAlert(desk, name)
  throw new TesseraError(
    'forbidden',
    'not_own_alert',
    'Another collective raised this alert; you can respond to it: tessera alert respond.',
  )
}

/**
 * Publishes what the node key signs, or sends it to whom it is for. Throws what `publishContents`
 * and `Sealed.send` throw.
 */
export async function sayAlert(
  { node, unlocked }: AlertWritingDesk,
  content: object,
): Promise<SignedRecord> {
  const said = content as RecordContent
  if (!isPublic(said)) {
    const { record } = await unlocked.sealed.send(said)
    // Of what is sealed nothing stands in the clear, not even its name.
    await node.acts.append('record_sealed', { type: record.type, digest: record.digest })
    return record
  }
  const [record] = (await unlocked.publisher.publishContents([said])).records
  if (record === undefined) throw new Error('what is published is one record')
  const { type, slug, version, digest } = record
  await node.acts.append('record_published', { type, slug, version, digest })
  return record
}

/** Leaves an alert for members to sign, or publishes it with the keys that were named. */
export async function prepareAlert(
  context: Context,
  content: AlertContent,
  { previous, keys }: { readonly previous: AlertVersion | null; readonly keys: SigningKeyFlags },
): Promise<void> {
  const author = await ownAuthor(await context.node())
  const statement = draftStatement(content as object as RecordContent, {
    ...author,
    previous: previous?.record ?? null,
  })
  await settlePrepared(context, await prepareStatement(context, statement), keys)
}

function alertNotFound(name: string): TesseraError {
  return new TesseraError('not-found', 'alert_not_found', `No alert here is called "${name}".`)
}
