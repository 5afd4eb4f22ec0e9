import type { FastifyReply, FastifyRequest } from 'fastify'

/** The forms in which one address answers. */
export type Representation = 'html' | 'json' | 'activity'

const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'

/** Longer lists than any client sends. */
const MAX_RANGES = 30

interface MediaRange {
  readonly type: string
  readonly weight: number
  readonly parameters: readonly string[]
}

/** Every form by the media types that ask for it. Earlier ones win where all else is equal. */
const MEDIA_TYPES: readonly (readonly [Representation, string])[] = [
  ['html', 'text/html'],
  ['html', 'application/xhtml+xml'],
  ['activity', 'application/activity+json'],
  ['activity', 'application/ld+json'],
  ['json', 'application/json'],
  ['json', 'application/problem+json'],
]

/**
 * The form that an `Accept` header asks for, HTML if it asks for none that we have.
 * SPEC: RFC 9110, section 12.5.1.
 */
export function preferredRepresentation(accept: string | undefined): Representation {
  if (accept === undefined) return 'html'
  const ranges = accept.split(',').slice(0, MAX_RANGES).map(parseRange)
  let best: Representation = 'html'
  let highest = 0
  for (const [representation, type] of MEDIA_TYPES) {
    const weight = weightOf(type, ranges)
    if (weight <= highest) continue
    best = representation
    highest = weight
  }
  return best
}

/** The form to answer in. Tells caches that the answer depends on what was asked for. */
export function representationFor(request: FastifyRequest, reply: FastifyReply): Representation {
  varyOn(reply, 'Accept')
  return preferredRepresentation(request.headers.accept)
}

/** Names request headers on which the answer depends, beside those already named. */
export function varyOn(reply: FastifyReply, ...names: readonly string[]): void {
  const known = String(reply.getHeader('vary') ?? '')
  const all = new Set([...known.split(',').map((name) => name.trim()), ...names])
  all.delete('')
  reply.header('vary', [...all].join(', '))
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return {
    type,
    weight: quality === undefined ? 1 : qualityOf(quality),
    parameters: parameters.filter((parameter) => parameter !== quality),
  }
}

function qualityOf(parameter: string): number {
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(parameter) ? Number(parameter.slice(2)) : 0
}

/** The weight of the most specific range that `type` is in. */
function weightOf(type: string, ranges: readonly MediaRange[]): number {
  const [family = ''] = type.split('/')
  for (const wanted of [type, `${family}/*`, '*/*']) {
    const matching = ranges.filter((range) => range.type === wanted && isProfileOurs(range))
    if (matching.length > 0) return Math.max(...matching.map(({ weight }) => weight))
  }
  return 0
}

/** JSON-LD means ActivityStreams here; another profile asks for something that we do not have. */
function isProfileOurs({ parameters }: MediaRange): boolean {
  const profile = parameters.find((parameter) => parameter.startsWith('profile='))
  return profile === undefined || profile.includes(ACTIVITY_STREAMS)
}
