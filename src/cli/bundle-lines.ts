import { describeChange } from '../exchange/bundle-check-line.ts'
import type { ImportedPart } from '../exchange/bundle-import.ts'
import type {
  BundleReport,
  CollectiveInBundle,
  RecordVerdict,
  TextInBundle,
  TextSignature,
} from '../exchange/bundle-report.ts'
import { type LanguageMap, pickLanguage } from '../kernel/text.ts'
import { type Scid, shortScid } from '../record/did.ts'

/** Nobody reads longer lists; `--json` has them whole. */
const MAX_SHOWN = 20

/** What was found in a bundle, in plain words. */
export function bundleLines(report: BundleReport): string[] {
  const names = namesOf(report.collectives)
  return [
    ...wholeLines(report),
    '',
    ...report.texts.flatMap((text) => [...textLines(text, names), '']),
    ...collectiveLines(report, names),
    ...recordLines(report),
    ...problemLines(report, names),
    '',
    'A bundle proves what was signed. Whether something newer exists, only a node on the network tells.',
  ]
}

function wholeLines({ change, broken, isSound, proofs, newest, now }: BundleReport): string[] {
  const of = newest === null ? '' : ` The newest thing in it is of ${newest}.`
  if (isSound) return [`Whole and genuine: all ${proofs} signatures hold, as of ${now}.${of}`]
  return [
    'NOT genuine as a whole. What is confirmed below stands by its own signatures.',
    ...(change === null ? [] : [`Changed: in line ${change.line} ${describeChange(change)}`]),
    ...(broken === null ? [] : [`Not read to the end: ${broken}`]),
    `${proofs} signatures hold, as of ${now}.${of}`,
  ]
}

type NameOf = (scid: Scid) => string

function namesOf(collectives: readonly CollectiveInBundle[]): NameOf {
  const names = new Map(collectives.map(({ scid, name }) => [scid, titleOf(name)]))
  return (scid) => {
    const name = names.get(scid) ?? ''
    return name === '' ? scid : `${name} (${shortScid(scid)})`
  }
}

function titleOf(map: LanguageMap | null): string {
  return map === null ? '' : (pickLanguage(map, ['en'])?.text ?? '')
}

const VERDICTS: Readonly<Record<RecordVerdict, string>> = {
  counts: 'counts',
  withdrawn: 'is withdrawn',
  superseded: 'is signed, and superseded by a later version',
  expired: 'is signed, and has expired',
  ahead: 'is signed, and dated in the future',
  'not-listed': "is signed, but its collective's state here does not list it",
  'keys-no-longer':
    'is signed by members of an earlier time, whom those of today have not confirmed',
  'wrong-keys': 'is NOT signed by keys of its collective',
  'no-log': 'cannot be judged: the log of keys of its collective is missing or does not hold',
}

function textLines(text: TextInBundle, nameOf: NameOf): string[] {
  const { type, slug, version, scid, verdict, languages, statement, signatures } = text
  const what = type === 'Charter' ? 'Charter' : 'Communiqué'
  const verb = type === 'Charter' ? 'signed' : 'endorsed'
  const counted = signatures.filter(isFull)
  const others = signatures.filter((one) => !isFull(one))
  const lines = (some: readonly TextSignature[]) =>
    capped(some.map((one) => `    ${signatureLine(one, nameOf)}`))
  return [
    `${what} "${titleOf(text.title)}" (${slug}, version ${version}) ${VERDICTS[verdict]}.`,
    `  by ${nameOf(scid)}, digest ${statement}`,
    `  languages: ${languages.join(', ')}`,
    `  ${verb} by ${counted.length}${counted.length === 1 ? ' collective' : ' collectives'}:`,
    ...lines(counted),
    ...(others.length === 0 ? [] : ['  besides, and not counted with them:', ...lines(others)]),
  ]
}

function isFull({ languages, letterOf, endedOn }: TextSignature): boolean {
  return languages.length > 0 && letterOf === null && endedOn === null
}

function signatureLine(signature: TextSignature, nameOf: NameOf): string {
  const { scid, languages, members, reservations, letterOf, endedOn } = signature
  const who = letterOf === null ? nameOf(scid) : `${letterOf}, by a letter to ${nameOf(scid)}`
  const read = languages.length === 0 ? 'ANOTHER text than this' : languages.join(', ')
  const by = members === null ? '' : `, ${members.signed} of ${members.of} members`
  const reserved = reservations === 0 ? '' : `, reservations: ${reservations}`
  return `${who}: ${read}${by}${reserved}${endedOn === null ? '' : `, ended on ${endedOn}`}`
}

function collectiveLines({ collectives }: BundleReport, nameOf: NameOf): string[] {
  const lines = collectives.map(({ scid, state, entries, threshold, members, head }) => {
    const keys = entries === 0 ? 'no log of keys' : `${threshold} of ${members} members decide`
    const seen = head === null ? 'no state' : `state of ${head.published}`
    return `  ${nameOf(scid)}: ${state}, ${keys}, ${seen}`
  })
  return [`Collectives: ${collectives.length}`, ...capped(lines)]
}

function recordLines({ records }: BundleReport): string[] {
  const byVerdict = Map.groupBy(records, ({ verdict }) => verdict)
  return [
    `Records: ${records.length}`,
    ...[...byVerdict].map(
      ([verdict, some]) => `  ${some.length} of which each ${VERDICTS[verdict]}`,
    ),
  ]
}

function problemLines({ refused, missing, records }: BundleReport, nameOf: NameOf): string[] {
  const doubtful = records.filter(({ verdict }) => verdict === 'wrong-keys')
  const bad = [
    ...refused.map(({ line, scid, message }) => `  line ${line}, of ${nameOf(scid)}: ${message}`),
    ...doubtful.map(
      ({ line, type, slug, verdict }) => `  line ${line}: ${type} "${slug}" ${VERDICTS[verdict]}`,
    ),
  ]
  const absent = new Set(missing.map(({ digest, slug, scid }) => digest ?? `"${slug}" of ${scid}`))
  return [
    ...(bad.length === 0 ? [] : ['NOT confirmed:', ...capped(bad)]),
    ...(absent.size === 0
      ? []
      : ['Named, but not in this bundle:', ...capped([...absent].map((one) => `  ${one}`))]),
  ]
}

function capped(lines: readonly string[]): string[] {
  const more = lines.length - MAX_SHOWN
  return more <= 0
    ? [...lines]
    : [...lines.slice(0, MAX_SHOWN), `    ... and ${more} more (--json)`]
}

/** What became of an import, in plain words. */
export function importLines(parts: readonly ImportedPart[]): string[] {
  const sum = (count: (part: ImportedPart) => number): number =>
    parts.reduce((all, part) => all + count(part), 0)
  const refused = parts.flatMap(({ scid, refused }) =>
    Object.entries(refused).map(([code, count]) => `  ${scid}: ${count} refused, ${code}`),
  )
  return [
    `Collectives: ${parts.length}; new objects: ${sum(({ stored }) => stored)}, known: ${sum(({ known }) => known)}`,
    ...(refused.length === 0
      ? []
      : ['Not taken in, by the rules of this node:', ...capped(refused)]),
  ]
}
