import t from 'tap'

import { textProblem } from '../../../src/kernel/text.ts'
import { htmlProblems, publicServer } from '../../support/public-server.ts'
import { alertContent, answerContent, publishOne } from '../../support/published-alerts.ts'
import { unbalanced } from '../../support/unbalanced.ts'
import { xssCorpus } from '../../support/xss-corpus.ts'

/** What a record may hold at all, and what of it in a headline. */
const texts = xssCorpus.filter((text) => textProblem(text) === null)
const lines = texts.filter((text) => /^\S(?:[^\n\t]*\S)?$/.test(text) && text.length <= 80)
/** Of an alert of 8 KiB. */
const ROUND = 8

const { get, world } = await publicServer(t)
const end = world.node.collective.scid.slice(-8)

t.test('what an alert and its answers say stays text, wherever it is shown', async (t) => {
  t.ok(lines.length > 3 * ROUND)
  for (let at = 0; at < lines.length; at += ROUND) {
    const said = lines.slice(at, at + ROUND)
    const [first = '', second = first] = said
    const record = await publishOne(
      world.node,
      alertContent('raid', {
        headlineMap: { en: first, fr: second },
        descriptionMap: { en: said.join('\n\n').slice(0, 2000) },
        instructionMap: { en: said.toReversed().join('\n').slice(0, 2000) },
        helpRequested: [{ kind: 'money', noteMap: { en: second } }],
      }),
    )
    await publishOne(world.node, answerContent(record, 'dispute', { contentMap: { en: first } }))
    for (const url of ['/', `/alerts`, `/alerts/raid~${end}`, '/fr/alerts/banner.html']) {
      const { body } = await get(url, { accept: 'text/html' })
      t.strictSame(await htmlProblems(body), [], `${url}: ${first}`)
      t.notMatch(
        body,
        /<script(?! type="application\/ld\+json")|<(?:iframe|img|svg onload|object)/i,
      )
      t.notMatch(body, /<[^>]*(?:javascript|data):/i)
    }
    for (const url of [`/alerts/raid~${end}/cap.xml`, '/feeds/alerts.atom', '/alerts/badge.svg'])
      t.strictSame(unbalanced((await get(url)).body), [], `${url}: ${first}`)
  }
})
