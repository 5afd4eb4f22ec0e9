import t from 'tap'

import { answersTo } from '../../src/alert/alert-answers.ts'
import type { AlertResponseRecord, AlertVersion } from '../../src/alert/alert-store.ts'
import { alertThreads } from '../../src/alert/alert-threads.ts'
import {
  alert,
  allOk,
  fernDid,
  fernScid,
  harborDid,
  harborScid,
  minute,
  nubeDid,
  nubeScid,
  response,
  rosaDid,
  rosaScid,
  viewOf,
} from '../support/alerts.ts'

const NOW = minute(60)
const everybody = viewOf([harborScid, nubeScid], [rosaScid, fernScid])
/** Nube Libre speaks for Harbor Commons. */
const forHarbor = alert({ did: nubeDid }, { onBehalfOf: harborScid })

function answers(
  version: AlertVersion,
  responses: readonly AlertResponseRecord[],
  { view = everybody, states = allOk } = {},
) {
  const [thread] = alertThreads([version], NOW)
  if (thread === undefined) throw new Error('there is one thread')
  return answersTo(thread, { responses, states, view, now: NOW })
}

t.test('on behalf of another: possible until two others confirm', async (t) => {
  const [rosa, fern] = [response(forHarbor), response(forHarbor, { did: fernDid })]
  t.equal(answers(forHarbor, []).standing, 'possible')
  t.equal(answers(forHarbor, [rosa]).standing, 'possible')
  t.match(answers(forHarbor, [fern, rosa]), {
    standing: 'confirmed',
    confirmedBy: [fernScid, rosaScid],
  })
})

t.test('one collective confirms once', async (t) => {
  const twice = [response(forHarbor), response(forHarbor, { slug: 'again', at: 12 })]
  t.match(answers(forHarbor, twice), { standing: 'possible', confirmedBy: [rosaScid] })
})

t.test('neither who raised it nor whom it is about confirms it', async (t) => {
  const both = [response(forHarbor, { did: nubeDid }), response(forHarbor, { did: harborDid })]
  t.match(answers(forHarbor, [...both, response(forHarbor)]), {
    standing: 'possible',
    confirmedBy: [rosaScid],
  })
})

t.test('those who are far from the seeds or in no good state do not confirm', async (t) => {
  const both = [response(forHarbor), response(forHarbor, { did: fernDid })]
  const far = viewOf([nubeScid], [rosaScid], [fernScid])
  t.strictSame(answers(forHarbor, both, { view: far }).confirmedBy, [rosaScid])
  for (const state of ['STALE', 'FORKED', 'DISPUTED', 'PENDING'] as const) {
    const states = new Map([...allOk, [rosaScid, state] as const])
    t.strictSame(answers(forHarbor, both, { states }).confirmedBy, [fernScid], state)
  }
})

t.test('a new version starts at possible again', async (t) => {
  const both = [response(forHarbor), response(forHarbor, { did: fernDid })]
  const next = alert({ did: nubeDid, version: 2, at: 20 }, { onBehalfOf: harborScid })
  const again = answers(next, both)
  t.match(again, { standing: 'possible', confirmedBy: [] })
  t.strictSame(
    again.all.map(({ toThis }) => toThis),
    [false, false],
  )
})

t.test('who disputes after confirming disputes', async (t) => {
  const turned = [
    response(forHarbor),
    response(forHarbor, { slug: 'no', at: 20 }, { response: 'dispute' }),
  ]
  t.match(answers(forHarbor, turned), { confirmedBy: [], disputes: [{ scid: rosaScid }] })
  t.match(answers(forHarbor, turned.toReversed()), { confirmedBy: [] }, 'in any order')
})

t.test('whom it is about is heard beside, vouched for or not', async (t) => {
  const says = [
    response(forHarbor, { did: harborDid, at: 11 }, { response: 'dispute' }),
    response(forHarbor, { did: harborDid, slug: 'later', at: 15 }),
  ]
  const told = answers(forHarbor, says, { view: viewOf([nubeScid]) })
  t.strictSame(
    told.fromSubject.map(({ record }) => record.slug),
    ['later', 'raid'],
  )
  t.strictSame(told.notShown, [])
})

t.test('a collective that speaks for itself needs nobody', async (t) => {
  const own = alert()
  const told = answers(own, [response(own), response(own, { did: nubeDid })])
  t.match(told, { standing: 'own', confirmedBy: [nubeScid, rosaScid], fromSubject: [] })
})

t.test('offers and acknowledgements are collected', async (t) => {
  const own = alert()
  const told = answers(own, [
    response(own, {}, { response: 'offer-help', offers: [{ kind: 'warm-mirror' }] }),
    response(own, { did: fernDid }, { response: 'acknowledge' }),
    response(own, { did: fernDid, slug: 'two' }, { response: 'acknowledge' }),
  ])
  t.match(told.offers, [{ scid: rosaScid, record: { offers: [{ kind: 'warm-mirror' }] } }])
  t.strictSame(told.acknowledgedBy, [fernScid])
})

t.test('what strangers say counts for nothing and is told apart', async (t) => {
  const strangers = [
    response(forHarbor, { did: rosaDid }),
    response(forHarbor, { did: fernDid }, { response: 'dispute' }),
  ]
  const told = answers(forHarbor, strangers, { view: viewOf([nubeScid]) })
  t.match(told, { confirmedBy: [], disputes: [], all: [] })
  t.equal(told.notShown.length, 2)
})

t.test('a response to another alert, or ahead of its time, is no answer', async (t) => {
  const other = response(alert({ slug: 'other' }))
  const early = response(forHarbor, { at: 71 })
  t.match(answers(forHarbor, [other, early]), { all: [], confirmedBy: [] })
})
