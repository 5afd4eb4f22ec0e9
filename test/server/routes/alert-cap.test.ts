import t from 'tap'

import { publicServer } from '../../support/public-server.ts'
import { publishAlerts, vouchedOne } from '../../support/published-alerts.ts'
import { unbalanced } from '../../support/unbalanced.ts'

const { get, world } = await publicServer(t)
const alerts = await publishAlerts(world, await vouchedOne(t, world))
const [harborEnd, nubeEnd] = [world.node, world.nube].map(({ collective: { scid } }) =>
  scid.slice(-8),
)
const NAMES = [
  `archive~${nubeEnd}`,
  `fern-raid~${nubeEnd}`,
  `flood~${nubeEnd}`,
  `blocked~${harborEnd}`,
  `drill~${harborEnd}`,
]

/** How often an element may stand there. SPEC: CAP 1.2, appendix A, the XML schema. */
type Times = '1' | '?' | '*' | '+'

/** The sequences of the schema, as far as an alert without areas and resources goes. */
const ALERT: readonly (readonly [string, Times])[] = [
  ['identifier', '1'],
  ['sender', '1'],
  ['sent', '1'],
  ['status', '1'],
  ['msgType', '1'],
  ['source', '?'],
  ['scope', '1'],
  ['restriction', '?'],
  ['addresses', '?'],
  ['code', '*'],
  ['note', '?'],
  ['references', '?'],
  ['incidents', '?'],
  ['info', '*'],
]
const INFO: readonly (readonly [string, Times])[] = [
  ['language', '?'],
  ['category', '+'],
  ['event', '1'],
  ['responseType', '*'],
  ['urgency', '1'],
  ['severity', '1'],
  ['certainty', '1'],
  ['audience', '?'],
  ['eventCode', '*'],
  ['effective', '?'],
  ['onset', '?'],
  ['expires', '?'],
  ['senderName', '?'],
  ['headline', '?'],
  ['description', '?'],
  ['instruction', '?'],
  ['web', '?'],
  ['contact', '?'],
  ['parameter', '*'],
]

/** SPEC: CAP 1.2, appendix A. */
const VALUES: Readonly<Record<string, RegExp>> = {
  identifier: /^[^\s,<&]+$/,
  sender: /^[^\s,<&]+$/,
  sent: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  onset: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  expires: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/,
  status: /^(?:Actual|Exercise|System|Test|Draft)$/,
  msgType: /^(?:Alert|Update|Cancel|Ack|Error)$/,
  scope: /^Public$/,
  references: /^[^\s,]+,[^\s,]+,[^\s,]+(?: [^\s,]+,[^\s,]+,[^\s,]+)*$/,
  category: /^(?:Geo|Met|Safety|Security|Rescue|Fire|Health|Env|Transport|Infra|CBRNE|Other)$/,
  responseType: /^(?:Shelter|Evacuate|Prepare|Execute|Avoid|Monitor|Assess|AllClear|None)$/,
  urgency: /^(?:Immediate|Expected|Future|Past|Unknown)$/,
  severity: /^(?:Extreme|Severe|Moderate|Minor|Unknown)$/,
  certainty: /^(?:Observed|Likely|Possible|Unlikely|Unknown)$/,
}

interface Element {
  readonly name: string
  readonly content: string
}

/** The elements directly within some XML; none of ours stands within one of its name. */
function childrenOf(xml: string): Element[] {
  return [...xml.matchAll(/<(\w+)(?: [^>]*)?>(.*?)<\/\1>/gs)].map(
    ([, name = '', content = '']) => ({
      name,
      content,
    }),
  )
}

/** What breaks a sequence of the schema. */
function problemsOf(
  elements: readonly Element[],
  sequence: readonly (readonly [string, Times])[],
): string[] {
  const letters = new Map(sequence.map(([name], at) => [name, String.fromCharCode(97 + at)]))
  const found = elements.map(({ name }) => letters.get(name) ?? `(${name})`).join('')
  const pattern = sequence
    .map(([name, times]) => `${letters.get(name)}${times === '1' ? '' : times}`)
    .join('')
  const values = elements
    .filter(({ name, content }) => VALUES[name]?.test(content) === false)
    .map(({ name, content }) => `${name}: ${content}`)
  return new RegExp(`^${pattern}$`).test(found) ? values : [found, ...values]
}

async function capOf(
  name: string,
): Promise<{ body: string; alert: Element[]; infos: Element[][] }> {
  const { body, statusCode, headers } = await get(`/alerts/${name}/cap.xml`)
  t.equal(statusCode, 200, name)
  t.equal(headers['content-type'], 'application/cap+xml; charset=utf-8')
  const [root] = childrenOf(body)
  const alert = childrenOf(root?.content ?? '')
  const infos = alert.filter((one) => one.name === 'info').map((one) => childrenOf(one.content))
  return { body, alert, infos }
}

function valueOf(elements: readonly Element[], name: string): string | undefined {
  return elements.find((element) => element.name === name)?.content
}

t.test('every alert has the elements of CAP 1.2 in their order, with its words', async (t) => {
  for (const name of NAMES) {
    const { body, alert, infos } = await capOf(name)
    t.strictSame(unbalanced(body), [], name)
    t.match(body, '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">')
    t.strictSame(problemsOf(alert, ALERT), [], name)
    t.ok(infos.length > 0)
    for (const info of infos) t.strictSame(problemsOf(info, INFO), [], name)
  }
})

t.test('the check itself sees what is out of order and what is no word of CAP', async (t) => {
  const info = (await capOf(`archive~${nubeEnd}`)).infos[0] ?? []
  t.ok(problemsOf(info.toReversed(), INFO).length > 0)
  t.ok(problemsOf(info.slice(2), INFO).length > 0)
  t.strictSame(problemsOf([{ name: 'urgency', content: 'immediate' }], [['urgency', '1']]), [
    'urgency: immediate',
  ])
})

t.test('an update names its sender, its version and what it updates', async (t) => {
  const { alert, infos } = await capOf(`archive~${nubeEnd}`)
  const { did } = world.nube.collective
  t.equal(valueOf(alert, 'identifier'), alerts.seizure.statement)
  t.equal(valueOf(alert, 'sender'), did)
  t.equal(valueOf(alert, 'sent'), '2026-11-22T12:00:00-00:00')
  t.equal(valueOf(alert, 'msgType'), 'Update')
  const reference = `${did},${alerts.firstSeizure.statement},2026-11-22T12:00:00-00:00`
  t.equal(valueOf(alert, 'references'), reference)
  t.strictSame(
    infos.map((info) => valueOf(info, 'language')),
    ['en', 'ar', 'es'],
  )
  t.strictSame(
    infos.map((info) => valueOf(info, 'instruction')),
    [
      'Do not log in. Change the password that you used here.',
      'لا تسجلوا الدخول.',
      'No entren. Cambien la contraseña que usaban aquí.',
    ],
  )
  t.match(valueOf(infos[0] ?? [], 'description'), '&lt;switched&gt; off &amp; &quot;sealed&quot;')
  t.equal(valueOf(infos[0] ?? [], 'senderName'), 'Nube Libre')
})

t.test('what members called off is a cancel; what a server called off is none', async (t) => {
  const blocked = await capOf(`blocked~${harborEnd}`)
  t.equal(valueOf(blocked.alert, 'msgType'), 'Cancel')
  t.equal(valueOf(blocked.infos[0] ?? [], 'responseType'), 'AllClear')
  t.ok(valueOf(blocked.alert, 'references'))
  t.match(
    blocked.infos.map((info) => valueOf(info, 'event')),
    ['Blocking', 'Blocage'],
  )
  t.equal(valueOf((await capOf(`flood~${nubeEnd}`)).alert, 'msgType'), 'Alert')
})

t.test('an exercise says so, and what is not confirmed says so', async (t) => {
  t.equal(valueOf((await capOf(`drill~${harborEnd}`)).alert, 'status'), 'Exercise')
  const { body } = await capOf(`fern-raid~${nubeEnd}`)
  t.match(body, '<valueName>tessera:standing</valueName><value>possible</value>')
  t.match(body, '<valueName>tessera:host</valueName><value>mail.fern.example</value>')
})

t.test('a slug leads on, and what is held back is not there', async (t) => {
  const { statusCode, headers } = await get('/alerts/archive/cap.xml')
  t.match(
    { statusCode, location: headers.location },
    { location: `/alerts/archive~${nubeEnd}/cap.xml` },
  )
  t.equal((await get('/alerts/held/cap.xml')).statusCode, 404)
})
