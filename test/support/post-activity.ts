import type { RequestSigner } from '../../src/federation/sign-request.ts'

export interface PostedTo {
  readonly origin: string
}

/** What an inbox answered: its status, and the code of a refusal. */
export interface Posted {
  readonly status: number
  readonly code: string | null
  readonly body: string
}

/** The request that delivers an activity, signed; for sending it, or for changing it before. */
export function deliveryOf(
  node: PostedTo,
  activity: object | string,
  { sign, path = '/inbox' }: { readonly sign: RequestSigner | null; readonly path?: string },
): { readonly url: string; readonly body: string; readonly headers: Record<string, string> } {
  const url = new URL(path, node.origin)
  const body = typeof activity === 'string' ? activity : JSON.stringify(activity)
  const contentType = 'application/activity+json'
  const bytes = Buffer.from(body)
  const signed = sign?.({ method: 'POST', url, body: bytes, contentType }) ?? {}
  return { url: url.href, body, headers: { 'content-type': contentType, ...signed } }
}

export async function post({ url, body, headers }: ReturnType<typeof deliveryOf>): Promise<Posted> {
  const response = await fetch(url, { method: 'POST', body, headers })
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  const problem = isProblem === true ? (JSON.parse(text) as { code: string }) : null
  return { status: response.status, code: problem?.code ?? null, body: text }
}
