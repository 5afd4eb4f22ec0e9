import type { Test } from 'tap'

import type { RecordContent } from '../../src/exchange/draft-statement.ts'
import { addTime, DAY, toTimestamp } from '../../src/kernel/time.ts'
import type { JsonObject } from '../../src/record/canonical.ts'
import type { SignedRecord } from '../../src/record/record.ts'
import { foundCollective, type TestNode, testNode } from './collective.ts'
import { openFor, testLocation } from './database.ts'
import { NOON, signTogether, type ThreeCollectives, vouchFor } from './three-collectives.ts'

export const ARABIC_HEADLINE = 'صودر خادم الأرشيف'

/** One more collective, for whom Harbor vouches. */
export async function vouchedOne(
  t: Test,
  world: ThreeCollectives,
  host = 'fern.example',
): Promise<TestNode> {
  const collective = foundCollective(`https://${host}`, new Date(NOON.getTime() - 30 * DAY))
  const one = await testNode(collective, await openFor(t, await testLocation(t)), () => NOON)
  await signTogether(world.node, vouchFor(one, 'in-person'))
  await publishOne(one, {
    type: 'Listing',
    slug: 'wiki',
    defaultLanguage: 'en',
    nameMap: { en: 'A wiki' },
    about: `wiki.${host}`,
    host: `wiki.${host}`,
    sources: [{ nameMap: { en: 'Word of mouth' }, date: '2026-11-20' }],
  })
  await world.bring(one)
  return one
}

/** What an alert says; it is on for a day. */
export function alertContent(slug: string, changes: JsonObject = {}): RecordContent {
  return {
    type: 'Alert',
    slug,
    defaultLanguage: 'en',
    expires: addTime(toTimestamp(NOON), DAY),
    status: 'actual',
    msgType: 'alert',
    scope: 'public',
    event: 'seizure',
    urgency: 'immediate',
    severity: 'severe',
    certainty: 'observed',
    headlineMap: { en: 'A server was seized' },
    instructionMap: { en: 'Do not log in.' },
    ...changes,
  }
}

/** The next version of an alert that `changes` say. */
export function laterAlert(before: SignedRecord, changes: JsonObject): RecordContent {
  const { slug, statement } = before
  return alertContent(slug, { msgType: 'update', references: [statement], ...changes })
}

/** What a collective says to an alert. */
export function answerContent(
  { scid, slug, statement }: SignedRecord,
  response: string,
  changes: JsonObject = {},
): RecordContent {
  return {
    type: 'AlertResponse',
    slug: `to-${slug}-${response}`.slice(0, 60),
    defaultLanguage: 'en',
    alert: { collective: scid, slug, digest: statement },
    response,
    ...changes,
  }
}

/** Publishes one record with the node key. */
export async function publishOne(
  { publisher }: TestNode,
  content: RecordContent,
): Promise<SignedRecord> {
  const [published] = (await publisher.publishContents([content])).records
  if (published === undefined) throw new Error('nothing was published')
  return published
}

/** Alerts in every state that a page shows, as Harbor's node has them. */
export interface PublishedAlerts {
  /** Of Nube Libre about itself, in three languages, updated, with an offer of help. */
  readonly seizure: SignedRecord
  readonly firstSeizure: SignedRecord
  /** Of Nube Libre on behalf of a fourth collective, which one other confirms. */
  readonly behalf: SignedRecord
  /** Of Nube Libre; its server alone says that it is over. */
  readonly flood: SignedRecord
  /** Of Harbor's members, who have called it off. */
  readonly blocked: SignedRecord
  readonly drill: SignedRecord
  /** Of Atelier Rosa, for whom nobody vouches. */
  readonly held: SignedRecord
}

export const SECRET_HEADLINE = 'Nobody of the view vouches for this'

export async function publishAlerts(
  world: ThreeCollectives,
  fern: TestNode,
): Promise<PublishedAlerts> {
  const { node, nube, rosa } = world
  const firstSeizure = await publishOne(nube, alertContent('archive', seizureTexts('severe')))
  await world.bring(nube)
  const seizure = await publishOne(nube, laterAlert(firstSeizure, seizureTexts('extreme')))
  const behalf = await publishOne(
    nube,
    alertContent('fern-raid', {
      event: 'raid',
      onBehalfOf: fern.collective.scid,
      severity: 'moderate',
      headlineMap: { en: 'A raid at the valley' },
      affectedServices: ['lists'],
      affectedHosts: ['mail.fern.example'],
    }),
  )
  const flood = await publishFlood(world)
  const blocked = await publishBlocked(world)
  const drill = await publishOne(
    node,
    alertContent('drill', { status: 'exercise', headlineMap: { en: 'We practice' } }),
  )
  const held = await publishOne(
    rosa,
    alertContent('held', { headlineMap: { en: SECRET_HEADLINE } }),
  )
  await publishAnswers(world, { firstSeizure, seizure, behalf })
  for (const from of [nube, rosa]) await world.bring(from)
  return { firstSeizure, seizure, behalf, flood, blocked, drill, held }
}

function seizureTexts(severity: string): JsonObject {
  return {
    severity,
    headlineMap: {
      en: 'Our archive server was seized',
      es: 'Incautaron nuestro servidor de archivos',
      ar: ARABIC_HEADLINE,
    },
    descriptionMap: { en: 'It was **encrypted** and <switched> off & "sealed".' },
    instructionMap: {
      en: 'Do not log in. Change the password that you used here.',
      es: 'No entren. Cambien la contraseña que usaban aquí.',
      ar: 'لا تسجلوا الدخول.',
    },
    affectedServices: ['archivos', 'nothing-known'],
    affectedHosts: ['files.nube.example'],
    helpRequested: [{ kind: 'warm-mirror', noteMap: { en: 'For two weeks.' } }, { kind: 'money' }],
    web: 'https://status.nube.example/',
  }
}

async function publishFlood(world: ThreeCollectives): Promise<SignedRecord> {
  const { node, nube } = world
  const content = { event: 'ddos', severity: 'minor', headlineMap: { en: 'We are flooded' } }
  const first = await publishOne(nube, alertContent('flood', content))
  await world.bring(nube)
  await publishOne(node, answerContent(first, 'dispute', { contentMap: { en: 'It is a test.' } }))
  await publishOne(nube, laterAlert(first, { ...content, msgType: 'cancel' }))
  return first
}

async function publishBlocked({ node }: ThreeCollectives): Promise<SignedRecord> {
  const content = { event: 'blocking', headlineMap: { en: 'We are blocked', fr: 'On nous bloque' } }
  const first = await signTogether(node, alertContent('blocked', content))
  return await signTogether(node, laterAlert(first, { ...content, msgType: 'cancel' }))
}

async function publishAnswers(
  { node, rosa }: ThreeCollectives,
  alerts: Pick<PublishedAlerts, 'firstSeizure' | 'seizure' | 'behalf'>,
): Promise<void> {
  await publishOne(
    node,
    answerContent(alerts.seizure, 'offer-help', {
      contentMap: { en: 'We have room today.' },
      offers: [{ kind: 'warm-mirror', noteMap: { en: 'In another country.' } }],
    }),
  )
  await publishOne(node, answerContent(alerts.seizure, 'acknowledge'))
  await publishOne(node, answerContent(alerts.behalf, 'confirm'))
  await publishOne(rosa, answerContent(alerts.behalf, 'confirm'))
}
