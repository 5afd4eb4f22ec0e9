import t from 'tap'

import { htmlProblems, publicServer, textOf } from '../../support/public-server.ts'
import {
  alertContent,
  publishAlerts,
  publishOne,
  vouchedOne,
} from '../../support/published-alerts.ts'
import { unbalanced } from '../../support/unbalanced.ts'

t.test('other sites frame one line, and nothing else of this site', async (t) => {
  const { get, world } = await publicServer(t)
  await publishAlerts(world, await vouchedOne(t, world))
  const { body, headers } = await get('/fr/alerts/banner.html')
  t.strictSame(await htmlProblems(body), [])
  t.match(headers['content-security-policy'], /^default-src 'none';.*frame-ancestors \*$/)
  t.notMatch(body, /<script|<form|style="|\son\w+="/)
  t.match(textOf(body), 'Alerte : Our archive server was seized (Nube Libre) · et 2 autres')
  t.equal([...body.matchAll(/<a [^>]*target="_blank"/g)].length, 2, 'links leave the frame')
  for (const url of ['/', '/alerts', '/directory'])
    t.match((await get(url)).headers['content-security-policy'], "frame-ancestors 'none'", url)
})

t.test('a picture tells how many are on, and other sites may show it', async (t) => {
  const { get, world } = await publicServer(t)
  const calm = await get('/alerts/badge.svg')
  t.match(calm.body, '<title>No alert</title>')
  t.match(textOf((await get('/alerts/banner.html')).body), 'No alert is on.')
  await publishAlerts(world, await vouchedOne(t, world))
  const { body, headers } = await get('/alerts/badge.svg')
  t.equal(headers['content-type'], 'image/svg+xml')
  t.equal(headers['cross-origin-resource-policy'], 'cross-origin')
  t.match(headers['content-security-policy'], "frame-ancestors 'none'")
  t.strictSame(unbalanced(body), [])
  t.match(body.replace(/[\u2068\u2069]/g, ''), '<title>3 alerts</title>')
})

t.test('other sites hear nothing of exercises', async (t) => {
  const { get, world } = await publicServer(t)
  await publishOne(world.node, alertContent('drill', { status: 'exercise' }))
  t.match((await get('/alerts/badge.svg')).body, '<title>No alert</title>')
  t.match((await get('/', { accept: 'text/html' })).body, 'Exercise:', 'its own pages do')
})
