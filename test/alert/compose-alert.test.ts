import t from 'tap'

import {
  cancelledAlert,
  raisedAlert,
  responseTo,
  updatedAlert,
} from '../../src/alert/compose-alert.ts'
import { addTime, DAY } from '../../src/kernel/time.ts'
import { recordKinds } from '../../src/record/kinds.ts'
import { ALERT_EVENTS } from '../../src/record/kinds/vocabulary.ts'
import { alert, harborScid, minute, nubeScid } from '../support/alerts.ts'

const now = minute(60)
const texts = {
  headlineMap: { en: 'A raid' },
  descriptionMap: {},
  instructionMap: { en: 'Wait.' },
}
const about = { slug: 'raid', exercise: false, onBehalfOf: null, texts, language: 'en', now }

t.test('each event comes with how grave it mostly is', async (t) => {
  for (const event of ALERT_EVENTS) {
    const raised = raisedAlert({ ...about, event, details: {} })
    t.match(raised, { event, msgType: 'alert', status: 'actual', scope: 'public' })
    t.equal(raised.expires, addTime(now, 7 * DAY))
    t.notOk('descriptionMap' in raised, 'an empty text is none')
  }
  const details = { severity: 'minor', expires: addTime(now, DAY) } as const
  t.match(raisedAlert({ ...about, event: 'raid', details }), details)
  t.match(raisedAlert({ ...about, event: 'raid', details: {}, onBehalfOf: nubeScid }), {
    onBehalfOf: nubeScid,
  })
})

const bad = (changes: object) => raisedAlert({ ...about, event: 'raid', details: {}, ...changes })

t.test('a name or an end that no node takes is refused', async (t) => {
  t.throws(() => bad({ slug: 'a'.repeat(41) }), { code: 'bad_slug' })
  t.throws(() => bad({ slug: '-raid' }), { code: 'bad_slug' })
  t.throws(() => bad({ details: { expires: now } }), { code: 'bad_expiry' })
  t.throws(() => bad({ details: { expires: addTime(now, 31 * DAY) } }), { code: 'bad_expiry' })
})

t.test('an update keeps what it does not change', async (t) => {
  const first = alert()
  const content = updatedAlert([first], {
    texts: { headlineMap: { fr: 'Une rafle' }, descriptionMap: {}, instructionMap: {} },
    details: { urgency: 'past' },
    now,
  })
  t.match(content, {
    msgType: 'update',
    references: [first.statement],
    urgency: 'past',
    severity: first.record.severity,
    expires: first.record.expires,
    headlineMap: { ...first.record.headlineMap, fr: 'Une rafle' },
  })
  t.notOk('id' in content)
})

t.test('of many versions an update refers to the last ten', async (t) => {
  const versions = Array.from({ length: 12 }, (_, i) => alert({ version: i + 1, at: i }))
  const { references } = updatedAlert(versions, { texts, details: {}, now })
  t.strictSame(
    references,
    versions.slice(2).map(({ statement }) => statement),
  )
})

t.test(
  'a cancel by members outlives what it calls off, one by the node key does not',
  async (t) => {
    const first = alert({}, { helpRequested: [{ kind: 'money' }], onset: minute(90) })
    const byNode = cancelledAlert([first], { texts, now, byMembers: false })
    t.match(byNode, { msgType: 'cancel', expires: first.record.expires })
    t.notOk('helpRequested' in byNode || 'onset' in byNode)
    const longest = recordKinds.Alert.longestValidity ?? 0
    t.equal(cancelledAlert([first], { texts, now, byMembers: true }).expires, addTime(now, longest))
  },
)

t.test('a response names the version that is shown, and ends with it', async (t) => {
  const { statement, record, ...first } = alert()
  const said = responseTo(
    { statement, record, ...first },
    { response: 'offer-help', language: 'en', offers: [{ kind: 'money' }] },
  )
  t.match(said, {
    slug: 'raid.hhhhhhhh.offer-help',
    alert: { collective: harborScid, slug: 'raid', digest: statement },
    offers: [{ kind: 'money' }],
    expires: record.expires,
  })
  t.notOk('offers' in responseTo(alert(), { response: 'confirm', language: 'en', offers: [] }))
})
