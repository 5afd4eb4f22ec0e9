import { test } from 'tap'

import { createCharter } from '../../src/charter/charter-statement.ts'
import { charterTextDigest } from '../../src/record/kinds/charter.ts'
import { readFoundingCharter } from '../support/charters.ts'
import { nubeDid, nubeScid, someDigest } from '../support/records.ts'

const author = { did: nubeDid, origin: 'https://nube.example', now: '2026-11-22T12:00:00Z' }

test('a charter to be published', async (t) => {
  const content = readFoundingCharter()

  t.test('carries the text and its digests unchanged', async (t) => {
    const charter = createCharter(content, author)
    t.match(charter, { type: 'Charter', attributedTo: nubeDid, slug: content.slug, version: 1 })
    t.equal(charter.id, `https://nube.example/records/${nubeScid}/Charter/${content.slug}`)
    for (const language of ['en', 'fr'])
      t.equal(charter.digests[language], charterTextDigest(charter, language))
  })

  t.test('names what it amends', async (t) => {
    const next = { ...content, slug: 'next', amends: someDigest, changesMap: { en: 'Shorter.' } }
    t.match(createCharter(next, author), { amends: someDigest, changesMap: { en: 'Shorter.' } })
  })
})
