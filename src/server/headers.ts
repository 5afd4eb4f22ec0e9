import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Nothing runs and nothing is loaded but our own sheet and pictures; nobody frames our pages, but
 * for the one line of `routes/alert-embeds.ts`.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const POWERFUL_FEATURES =
  'accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen ' +
  'geolocation gyroscope hid identity-credentials-get idle-detection interest-cohort ' +
  'local-fonts magnetometer microphone midi payment picture-in-picture ' +
  'publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking'

const CONSTANT_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': POWERFUL_FEATURES.split(' ')
    .map((feature) => `${feature}=()`)
    .join(', '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-dns-prefetch-control': 'off',
}

/** A year, as browsers' preload lists ask. */
const TRANSPORT_SECURITY = 'max-age=31536000'

/**
 * Sets the headers that every answer carries. Browsers are told to insist on TLS only under names
 * that have it: an onion address is encrypted by itself and would break.
 */
export function createSecurityHeaders(
  origins: readonly string[],
): (request: FastifyRequest, reply: FastifyReply) => void {
  const withTls = new Set(
    origins
      .map((origin) => new URL(origin))
      .filter(({ protocol, hostname }) => protocol === 'https:' && !hostname.endsWith('.onion'))
      .map(({ host }) => host),
  )
  return (request, reply) => {
    reply.headers(CONSTANT_HEADERS)
    if (withTls.has(request.raw.headers.host ?? ''))
      reply.header('strict-transport-security', TRANSPORT_SECURITY)
  }
}
