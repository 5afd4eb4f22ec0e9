import { invalid } from '../kernel/errors.ts'
import type { Multikey } from '../record/multikey.ts'
import { type KeyRole, rolesOf } from './document-rules.ts'
import type { DidDocument, LogEntry, VerifiedEntry } from './log-entry.ts'

type Roles = ReadonlyMap<Multikey, KeyRole>

/**
 * The keys that may never have a role again, after `entry`. Checks that keys keep their role, that
 * none comes back, and that the document still lists what has just been retired. Throws
 * `key_in_two_roles`, `retired_key`.
 */
export function retiredAfter(
  entry: LogEntry,
  controller: Multikey,
  previous: VerifiedEntry | null,
): readonly Multikey[] {
  const now = withController(entry.state, controller)
  const before: Roles =
    previous === null ? new Map() : withController(previous.entry.state, previous.controller)
  checkRolesKept(now, before, previous?.retired ?? [])
  const gone = [...before.keys()].filter((key) => !now.has(key))
  const retired = new Set([...(previous?.retired ?? []), ...gone])
  const listed = new Set(entry.state.verificationMethod.map((m) => m.publicKeyMultibase))
  if (gone.some((key) => before.get(key) !== 'controller' && !listed.has(key))) {
    throw invalid('retired_key', 'A key that is retired stays listed with its date.')
  }
  if ([...listed].some((key) => !now.has(key) && !retired.has(key))) {
    throw invalid('retired_key', 'A key is listed as revoked that never had a role.')
  }
  return [...retired].toSorted()
}

function checkRolesKept(now: Roles, before: Roles, retired: readonly Multikey[]): void {
  if (retired.some((key) => now.has(key))) {
    throw invalid('retired_key', 'A retired key has a role again.')
  }
  for (const [key, role] of now) {
    if (role !== (before.get(key) ?? role)) throw twoRoles()
  }
}

function withController(document: DidDocument, controller: Multikey): Roles {
  const roles = rolesOf(document)
  if (roles.has(controller)) throw twoRoles()
  return new Map([...roles, [controller, 'controller']])
}

function twoRoles(): Error {
  return invalid('key_in_two_roles', 'One key has one role: member, node, agreement or controller.')
}
