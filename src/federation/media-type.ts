const ACTIVITY_JSON = 'application/activity+json'
const LD_JSON = 'application/ld+json'
const PROFILE = /;[ \t]*profile="([^"]*)"/i
const ACTIVITY_STREAMS = 'https://www.w3.org/ns/activitystreams'

/**
 * Whether a Content-Type says ActivityPub: nothing else is taken as such, or a file that somebody
 * uploaded to a server could pass as an actor of it (CVE-2024-25623).
 * SPEC: ActivityPub, section 3.2; ActivityStreams 2.0, section 2 (media type)
 */
export function isActivityMediaType(contentType: string | undefined): boolean {
  if (contentType === undefined) return false
  const [essence = ''] = contentType.split(';', 1)
  const name = essence.trim().toLowerCase()
  if (name === ACTIVITY_JSON) return true
  if (name !== LD_JSON) return false
  const profiles = PROFILE.exec(contentType)?.[1] ?? ''
  return profiles.split(' ').includes(ACTIVITY_STREAMS)
}

/** What to accept where ActivityPub documents are asked for. */
export const ACTIVITY_ACCEPT = `${ACTIVITY_JSON}, ${LD_JSON}; profile="${ACTIVITY_STREAMS}"`
