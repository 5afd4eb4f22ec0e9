import t from 'tap'

import { whereabouts } from '../../src/directory/whereabouts.ts'

t.test('reads continents, countries and cities', async (t) => {
  t.strictSame(whereabouts('World Wide'), { regionsServed: ['world'], isMemorial: false })
  t.strictSame(whereabouts(' europe '), { regionsServed: ['europe'], isMemorial: false })
  t.strictSame(whereabouts('France'), { officeCountry: 'FR', isMemorial: false })
  t.strictSame(whereabouts('Paris'), {
    officeCountry: 'FR',
    regionMap: { en: 'Paris' },
    isMemorial: false,
  })
  t.strictSame(whereabouts('Witzenhausen&Hackenow'), {
    officeCountry: 'DE',
    regionMap: { en: 'Witzenhausen, Hackenow' },
    isMemorial: false,
  })
})

t.test('two cities in two countries are no country', async (t) => {
  t.strictSame(whereabouts('Lyon&Wiesbaden'), {
    regionMap: { en: 'Lyon, Wiesbaden' },
    isMemorial: false,
  })
})

t.test('what is no place says nothing', async (t) => {
  for (const text of [null, '', 'Cypherspace', 'constructor', 'Berlin&Nowhere']) {
    t.strictSame(whereabouts(text), { isMemorial: false })
  }
  t.strictSame(whereabouts('In memoriam'), { isMemorial: true })
})
