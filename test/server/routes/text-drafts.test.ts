import t from 'tap'

import { publicServer, textOf } from '../../support/public-server.ts'
import { BLOCK_REASON, publishTexts } from '../../support/published-texts.ts'

const { page, json, world } = await publicServer(t)
const texts = await publishTexts(world)
const ending = ({ collective }: { readonly collective: { readonly scid: string } }) =>
  collective.scid.slice(-8)
const raid = `/communiques/raid~${ending(world.nube)}`
const fork = `/communiques/saisie~${ending(world.rosa)}`
const ground = `/charters/drafts/ground~${ending(world.node)}`

t.test('a block is shown as what it is, with its reason, and counts as no vote', async (t) => {
  const text = textOf(await page(raid))
  t.match(text, 'blocks: 1 A block is not a vote.')
  t.match(text, `Harbor Commons blocks November 22, 2026 ${BLOCK_REASON}`)
  t.match(text, 'Nube Libre wrote another version.')
  t.match(text, /took it on under its own name\. Without Harbor Commons, who had blocked\./)
  const french = textOf(await page(`/fr${raid}`))
  t.match(french, 'Une opposition n’est pas une voix.')
})

t.test('versions that were written apart stand side by side', async (t) => {
  const body = await page(raid)
  t.match(textOf(body), '2 versions of this text were written apart.')
  t.match(body, '<ins><span class="hidden">added: </span> It held mail.</ins>')
  t.match(body, '<ins><span class="hidden">added: </span>beside</ins>')
  t.match(body, '<del><span class="hidden">removed: </span>with</del>')
})

t.test('amendments show what they change, who proposed them, and the answer', async (t) => {
  const text = textOf(await page(raid))
  t.match(text, /Harbor Commons open .*Paragraph 2/)
  t.match(text, /One answered amendment Harbor Commons declined .*Declined by Nube Libre/)
  t.match(text, 'We mean to stand.')
})

t.test('kinship is visible on both sides', async (t) => {
  t.match(textOf(await page(raid)), /On the raid by مرسم روزا: goes on from this text/)
  t.match(textOf(await page(fork)), 'by Nube Libre: this text goes on from it')
})

t.test('a draft is read in a language as far as it is translated, and says so', async (t) => {
  const body = await page(`${raid}?language=ar`)
  t.match(body, '<h1><bdi lang="ar" dir="rtl">عن المداهمة</bdi></h1>')
  t.match(body, /<div class="text" lang="en" dir="ltr">\s*<p dir="auto">/)
  t.match(textOf(body), /part is not translated as it stands now; it is shown in English/)
})

t.test('the history tells every version with what it changed', async (t) => {
  const body = await page(`${raid}/history`)
  const text = textOf(body)
  t.equal(text.match(/Nube Libre wrote a version/g)?.length, 3)
  t.match(text, 'مرسم روزا went on with it under another name')
  t.match(text, 'An amendment was declined We mean to stand.')
  t.match(text, 'It asks for positions until November 29, 2026')
  t.match(body, '<ins><span class="hidden">added: </span> It held mail.</ins>')
  const data = await json(`${raid}/history`)
  t.equal((data['drafts'] as readonly unknown[]).length, 4)
  t.match(textOf(await page(`${raid}/history?page=9`)), 'wrote a version', 'the last page')
  const first = textOf(await page(`${raid}?version=${texts.raid[0].statement}`))
  t.match(first, 'This is an earlier draft.')
})

t.test('translations: what is approved, what changed since, and whose they are', async (t) => {
  const overview = textOf(await page(`${raid}/translations`))
  t.match(overview, /Arabic \(العربية\) approved: \d/)
  t.match(overview, 'One translation by a collective that this view does not show')
  const body = await page(`${raid}/translations?language=ar`)
  const text = textOf(body)
  t.match(text, 'The original has changed since. This was the translation of the earlier words:')
  t.match(text, 'Translated by Harbor Commons.')
  t.match(text, 'Approved by Harbor Commons.')
  t.match(body, /<div class="text" lang="ar" dir="rtl">\s*<p dir="auto">عن المداهمة<\/p>/)
  const greek = textOf(await page(`${raid}/translations?language=el`))
  t.match(greek, 'Nobody has begun a translation into Greek yet.')
  const data = await json(`${raid}/translations`)
  t.match(data, {
    translations: [{ language: 'ar', complete: false }],
    notShown: [{ collective: world.rosa.collective.scid }],
  })
})

t.test('charters in the making have the same pages', async (t) => {
  t.match(textOf(await page('/charters/drafts')), 'Common ground being written')
  const text = textOf(await page(ground))
  t.match(text, '1. No logs required · no-logs')
  t.match(await page('/charters'), 'href="/charters/drafts"')
  const charter = await page(`/charters/${world.charter.statement}`)
  t.match(charter, `The next version is being written: <a href="${ground}">`)
})
