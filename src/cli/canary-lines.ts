import type { CanaryReport } from '../alert/canaries.ts'
import type { CanaryGap } from '../alert/canary-standing.ts'
import { pickLanguage } from '../kernel/text.ts'

/** What is said of a canary: dates, and no reasons. */
export function canaryLines(report: CanaryReport, nameOf: (scid: string) => string): string[] {
  const { slug, version, claims, defaultLanguage, gaps, freshness, versionsBefore } = report
  return [
    `Canary "${slug}", version ${version}: ${stateLine(report)}`,
    ...(report.renewedAfterGap ? ['  It was renewed after a gap.'] : []),
    ...(report.state === 'withdrawn' ? [] : [`  ${saysLine(report)}`]),
    ...(report.state === 'withdrawn' ? [] : claims).map(({ contentMap }) => {
      return `    ${pickLanguage(contentMap, [], defaultLanguage)?.text ?? ''}`
    }),
    ...(report.state === 'withdrawn' ? [] : [`  ${freshLine(report)}`]),
    ...freshness.map(({ scid, published, standing }) => {
      return `    ${nameOf(scid)}, ${published}: ${FRESH[standing]}`
    }),
    ...gaps.map((gap) => `  ${gapLine(gap)}`),
    ...(versionsBefore > 0
      ? [`  Of ${versionsBefore} earlier versions nothing is known here.`]
      : []),
  ]
}

function stateLine({ state, updated, nextDate, since }: CanaryReport): string {
  if (state === 'withdrawn') return `taken back on ${since}; we draw no conclusion.`
  if (state === 'overdue') return `overdue since ${since}; we draw no conclusion.`
  const due = state === 'due' ? 'due: the next is expected' : 'valid; the next is expected'
  return `${due} by ${nextDate} (signed on ${updated}).`
}

function saysLine({ state, updated }: CanaryReport): string {
  return state === 'overdue' ? `It said, on ${updated}:` : 'Its members say:'
}

const FRESH = {
  verified: 'checked',
  unknown: 'cannot be checked here',
  'not-theirs': 'not signed by their key',
} as const

function freshLine({ freshness }: CanaryReport): string {
  if (freshness.length > 0) return 'Not made before these states of others, which are in it:'
  return 'It holds no state of another collective: when it was made cannot be checked.'
}

function gapLine({ from, to, versionsNotKnown }: CanaryGap): string {
  const said = `Gap: no canary from ${from} to ${to}`
  return versionsNotKnown === 0 ? `${said}.` : `${said} that is known here.`
}
