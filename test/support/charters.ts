import { readdirSync, readFileSync } from 'node:fs'

import type { CharterVersion, SignedCommitment } from '../../src/charter/charter.ts'
import {
  type CharterContent,
  type CharterOutline,
  foundingCharter,
} from '../../src/charter/founding-charter.ts'
import { scidOf } from '../../src/record/did.ts'
import { statementDigestOf } from '../../src/record/record.ts'
import { nubeDid, type StatementOptions, statementOf } from './records.ts'

type Changes = Readonly<Record<string, unknown>>

/** A charter of Nube Libre, unsigned: the rules here judge what is said, not the proofs. */
export function charterVersion(
  options: StatementOptions = {},
  changes: Changes = {},
): CharterVersion {
  const statement = statementOf(
    'Charter',
    { did: nubeDid, slug: 'common-ground', ...options },
    changes,
  )
  return {
    scid: scidOf(statement.attributedTo),
    statement: statementDigestOf(statement),
    charter: { ...statement, proof: [] },
  }
}

/** A commitment of Harbor Commons to a charter version; `changes` break one thing. */
export function signedCommitment(
  version: CharterVersion,
  options: StatementOptions = {},
  changes: Changes = {},
): SignedCommitment {
  const { scid: collective, charter, statement: digest } = version
  const named = { collective, slug: charter.slug, digest }
  const statement = statementOf('Commitment', options, { charter: named, ...changes })
  return {
    scid: scidOf(statement.attributedTo),
    statement: statementDigestOf(statement),
    commitment: { ...statement, proof: [] },
  }
}

const FOLDER = new URL('../../content/charter/', import.meta.url)

export function readContent(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}

/** The founding charter as it lies in content/, in every language it has. */
export function readFoundingCharter(): CharterContent {
  const outline = JSON.parse(readContent('founding.json')) as CharterOutline
  const texts = readdirSync(FOLDER).flatMap((name) => {
    const tag = /^founding\.([^.]+)\.md$/.exec(name)?.[1]
    return tag === undefined ? [] : [[tag, readContent(name)]]
  })
  return foundingCharter(outline, Object.fromEntries(texts))
}
