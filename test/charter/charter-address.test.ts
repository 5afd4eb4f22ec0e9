import { test } from 'tap'

import { charterName, resolveCharter } from '../../src/charter/charter-address.ts'
import { charterVersion } from '../support/charters.ts'
import { harborDid, harborScid, nubeScid, rosaDid, rosaScid } from '../support/records.ts'

const nube = charterVersion()
const rosa = charterVersion({ did: rosaDid })
const twinDid = `did:webvh:Qm${'2'.repeat(36)}NNNNNNNN:twin.example`
const everyone = new Set([harborScid, nubeScid, rosaScid])

test('the name of a charter', async (t) => {
  t.test('is its slug and the end of the SCID of who published it', async (t) => {
    t.equal(charterName(nube), 'common-ground~NNNNNNNN')
    t.strictSame(resolveCharter('common-ground~NNNNNNNN', [rosa, nube], new Set()), {
      kind: 'found',
      found: nube,
    })
  })

  t.test('leads on without the SCID where one collective of the view has it', async (t) => {
    t.strictSame(resolveCharter('common-ground', [nube, rosa], new Set([rosaScid])), {
      kind: 'lead-on',
      name: 'common-ground~RRRRRRRR',
    })
  })

  t.test('lists everyone without the SCID if several or none of the view have it', async (t) => {
    for (const shown of [everyone, new Set([harborScid])]) {
      t.strictSame(resolveCharter('common-ground', [nube, rosa], shown), {
        kind: 'choose',
        among: [nube, rosa],
      })
    }
  })

  t.test('is settled by the whole SCID where two endings are the same', async (t) => {
    const twin = charterVersion({ did: twinDid })
    t.match(resolveCharter('common-ground~NNNNNNNN', [nube, twin], everyone), { kind: 'choose' })
    t.strictSame(resolveCharter(`common-ground~${nubeScid}`, [nube, twin], everyone), {
      kind: 'found',
      found: nube,
    })
  })

  t.test('means the newest text of a collective', async (t) => {
    const next = charterVersion({ version: 2 })
    t.match(resolveCharter('common-ground~NNNNNNNN', [next, nube], everyone), {
      kind: 'found',
      found: { statement: next.statement },
    })
  })

  t.test('is unknown if nobody here has it', async (t) => {
    for (const name of [
      '',
      'other',
      'common-ground~HHHHHHHH',
      'common-ground~NNNNNNNN~',
      '~NNNNNNNN',
    ])
      t.strictSame(resolveCharter(name, [nube], everyone), { kind: 'unknown' }, name)
  })

  t.test('of another collective is not squatted by a longer slug', async (t) => {
    const harbor = charterVersion({ did: harborDid, slug: 'common-ground-2' })
    t.match(resolveCharter('common-ground', [nube, harbor], everyone), { kind: 'lead-on' })
  })
})
