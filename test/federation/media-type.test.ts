import t from 'tap'

import { isActivityMediaType } from '../../src/federation/media-type.ts'

t.test('knows the two media types of ActivityPub', async (t) => {
  for (const type of [
    'application/activity+json',
    'Application/Activity+JSON; charset=utf-8',
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    'application/ld+json;charset=utf-8;profile="https://x.example/ https://www.w3.org/ns/activitystreams"',
  ]) {
    t.equal(isActivityMediaType(type), true, type)
  }
})

t.test('takes no other for them', async (t) => {
  for (const type of [
    undefined,
    '',
    'application/json',
    'application/ld+json',
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams2"',
    'text/plain; a=application/activity+json',
    'text/html, application/activity+json',
    'application/activity+json, text/html',
    'application/octet-stream',
    'application/activity+jsonp',
  ]) {
    t.equal(isActivityMediaType(type), false, String(type))
  }
})
