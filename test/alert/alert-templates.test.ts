import { readFileSync } from 'node:fs'

import t from 'tap'

import {
  type AlertTemplates,
  fillAlert,
  fillCancel,
  parseAlertTemplates,
} from '../../src/alert/alert-templates.ts'
import { textProblem } from '../../src/kernel/text.ts'
import { ALERT_EVENTS } from '../../src/record/kinds/vocabulary.ts'

const source = (tag: string) =>
  readFileSync(new URL(`../../content/alerts/${tag}.json`, import.meta.url), 'utf8')
const templates = Object.fromEntries(
  ['en', 'es', 'fr'].map((tag) => [tag, parseAlertTemplates(source(tag), tag)]),
)
const filling = { name: 'Nube Libre', raiser: null, exercise: false }

t.test('every event has its words in every language, and nothing is left to fill in', async (t) => {
  for (const event of ALERT_EVENTS) {
    for (const texts of [
      fillAlert(templates, event, filling),
      fillAlert(templates, event, { ...filling, raiser: 'Harbor Commons', exercise: true }),
    ]) {
      const all = Object.values(texts).flatMap((map: Record<string, string>) => Object.values(map))
      t.equal(all.length, 9, event)
      for (const text of all) {
        t.notMatch(text, /[{}]/)
        t.equal(textProblem(text), null)
        t.ok(text.length <= 2000)
      }
      t.match(texts.headlineMap['fr'], /Nube Libre/)
    }
  }
})

t.test('an exercise says so first, and that nothing is to be done', async (t) => {
  const texts = fillAlert(templates, 'raid', { ...filling, exercise: true })
  t.match(texts.headlineMap, { en: /^Exercise: Nube/, es: /^Simulacro: /, fr: /^Exercice : / })
  t.match(texts.instructionMap['en'], /nothing is to be done/)
})

t.test('who speaks for another says for whom', async (t) => {
  const texts = fillAlert(templates, 'seizure', { ...filling, raiser: 'Harbor Commons' })
  t.match(texts.descriptionMap['es'], /Harbor Commons lo dice por Nube Libre/)
})

t.test('a cancel names what is over in each language', async (t) => {
  const texts = fillCancel(templates, { headlineMap: { en: 'A raid' } }, 'Nube Libre')
  t.match(texts.headlineMap, { en: 'Over: A raid', fr: 'Terminé : Nube Libre' })
})

t.test('templates that lack a text are refused', async (t) => {
  const { raid: _, ...others } = (JSON.parse(source('en')) as AlertTemplates).events
  const broken = JSON.stringify({ ...templates['en'], events: others })
  t.throws(() => parseAlertTemplates(broken, 'en'), { code: 'bad_alert_templates' })
  const empty = JSON.stringify({ ...templates['en'], over: '' })
  t.throws(() => parseAlertTemplates(empty, 'en'), { message: /in en have no "over"/ })
})
