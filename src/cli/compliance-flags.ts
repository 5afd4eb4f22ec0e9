import type { ClauseWords, Compliance } from '../charter/change-clauses.ts'
import type { LanguageTag } from '../kernel/language-tag.ts'
import { COMPLIANCE_STATES } from '../record/kinds/vocabulary.ts'
import { UsageError } from './exit-codes.ts'
import { readPair } from './flags.ts'

export interface ComplianceFlags {
  readonly comply: readonly string[]
  readonly evidence: readonly string[]
}

interface Judged {
  readonly known: Pick<ClauseWords, 'compliance'>
  readonly language: LanguageTag
  /** `YYYY-MM-DD`: a judgment is dated by the day on which it is given. */
  readonly today: string
}

type Evidence = Pick<Compliance, 'evidenceMap' | 'evidenceUrl'>
const ADDRESS = /^https?:\/\/\S+$/

/**
 * How far clauses are kept, by `--comply` and `--evidence`. A new judgment takes the place of the old
 * one with its evidence; evidence alone is added to the judgment that stands. Throws UsageError.
 */
export function complianceOf(flags: ComplianceFlags, { known, language, today }: Judged) {
  const evidence = evidenceOf(flags.evidence, language)
  const judged = flags.comply.map((text): Compliance => {
    const [clause, word] = readPair(text, '--comply')
    return { clause, state: stateOf(word), ...evidence.get(clause), date: today }
  })
  const named = new Set(judged.map(({ clause }) => clause))
  const added = [...evidence].filter(([clause]) => !named.has(clause))
  return [...judged, ...added.map(([clause, more]) => withEvidence(known, clause, more, today))]
}

function withEvidence(
  { compliance }: Judged['known'],
  clause: string,
  more: Evidence,
  date: string,
): Compliance {
  const before = compliance.find((one) => one.clause === clause)
  if (before !== undefined) return { ...before, ...more, date }
  throw new UsageError(`--evidence for "${clause}" needs --comply ${clause}=STATE beside it.`)
}

function stateOf(word: string): Compliance['state'] {
  const state = COMPLIANCE_STATES.find((known) => known === word)
  if (state !== undefined) return state
  throw new UsageError(`--comply takes ${COMPLIANCE_STATES.join(', ')}; not "${word}".`)
}

/** By clause: words and an address may stand together. */
function evidenceOf(flags: readonly string[], language: LanguageTag): Map<string, Evidence> {
  const found = new Map<string, Evidence>()
  for (const flag of flags) {
    const [clause, text] = readPair(flag, '--evidence')
    const more = ADDRESS.test(text)
      ? { evidenceUrl: text }
      : { evidenceMap: { [language]: text.normalize('NFC') } }
    found.set(clause, { ...found.get(clause), ...more })
  }
  return found
}
