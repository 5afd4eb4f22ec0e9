import type { DirectoryFeed } from './directory-feed.ts'
import type { DirectoryReader } from './directory/directory-store.ts'
import { judgeHost } from './directory/host-proof.ts'
import { fetchHostEvidence, type HostEvidenceOptions } from './federation/host-evidence.ts'
import type { Views } from './views.ts'

export interface HostChecksDeps extends HostEvidenceOptions {
  readonly hosts: Pick<DirectoryReader, 'listHostsToCheck'>
  readonly feed: Pick<DirectoryFeed, 'recordHostCheck'>
  /** Nobody makes this node ask a host but who is shown here. */
  readonly views: Pick<Views, 'familiar'>
}

/** Hosts asked in one round: those whose last check is longest ago come first. */
const HOSTS_AT_ONCE = 10

/** Asks some of the hosts that Profiles name whose they are. Returns how many were asked. */
export async function checkHosts(deps: HostChecksDeps): Promise<number> {
  const familiar = await deps.views.familiar()
  const named = await deps.hosts.listHostsToCheck(HOSTS_AT_ONCE)
  const subjects = named.filter(({ scid }) => familiar.has(scid))
  for (const subject of subjects) {
    const evidence = await fetchHostEvidence(subject.host, deps)
    const verdict = evidence === null ? 'unreachable' : judgeHost(subject.scid, evidence)
    await deps.feed.recordHostCheck(subject, verdict)
  }
  return subjects.length
}
