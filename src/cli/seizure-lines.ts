import type { FileSecrecy, Survey, SurveyedFile } from './kept-data.ts'

/** What a seized disk teaches, in plain words; every sentence is about something that is there. */
export interface SeizureReport {
  /** To whoever has the disk in the clear: not encrypted, or taken while the machine ran. */
  readonly withoutPassphrase: readonly string[]
  /** Besides, to whoever knows the passphrase of the node key too. */
  readonly withPassphrase: readonly string[]
  /** What anybody can read anyway. */
  readonly public: readonly string[]
  /** What is not there. */
  readonly notHere: readonly string[]
  /** What could be done about some of it now. */
  readonly advice: readonly string[]
}

export function reportOf(survey: Survey): SeizureReport {
  return {
    withoutPassphrase: [
      ...contactLines(survey),
      ...decisionLines(survey),
      ...settingLines(survey),
      ...fileLines(survey.files),
    ],
    withPassphrase: passphraseLines(survey),
    public: publicLines(survey),
    notHere: notHereLines(survey.files),
    advice: adviceLines(survey),
  }
}

function contactLines({ counts }: Survey): string[] {
  const { peers, followers, hosts, deliveries, jobs, envelopes, senders, traces, cached } = counts
  return some([
    [peers, `${peers} peers: their addresses, since when, and when they were last in touch`],
    [followers, `${followers} followers in the fediverse: their addresses and since when`],
    [hosts, `${hosts} hosts that this node has to do with, taken together`],
    [deliveries, `${deliveries} deliveries that wait: what is for which inbox`],
    [jobs, `${jobs} jobs that wait: what is to be told or carried to whom`],
    [
      envelopes,
      `${envelopes} sealed envelopes from ${senders} collectives: who wrote to whom, when, until when and how long, not what`,
    ],
    [cached, `${cached} cached answers of other servers: whom this node asked something`],
    [
      traces,
      `${traces} hashes of requests of the last days: they confirm a request one has already`,
    ],
  ])
}

function decisionLines({ counts }: Survey): string[] {
  const { acts, blocked, scheduled } = counts
  return some([
    [blocked, `${blocked} collectives that are blocked here, which nobody else is told`],
    [
      acts,
      `${acts} acts in the log: what was published, trusted and signed with, when, never by whom`,
    ],
    [
      scheduled,
      `${scheduled} texts that wait for their time: of which type and until when, not what`,
    ],
  ])
}

function settingLines({ settings }: Survey): string[] {
  const { seeds, socks, databaseHost, passphraseFile, network } = settings
  return some([
    [seeds.length, `${seeds.length} collectives that are shown by decision`],
    [Number(network === 'listed'), 'that this network is closed: only peers exchange'],
    [Number(socks !== null), `the proxy through which onions are reached: ${socks ?? ''}`],
    [
      Number(databaseHost !== null),
      `where the database is: ${databaseHost ?? ''}, perhaps with its password`,
    ],
    [
      Number(passphraseFile !== null),
      `where the passphrase of the node key is: ${passphraseFile ?? ''}`,
    ],
  ])
}

function fileLines(files: readonly SurveyedFile[]): string[] {
  const prepared = named(files, (file) => file.name.startsWith('prepared/'))
  const [secrets, unknown] = [withSecrecy(files, 'secret'), withSecrecy(files, 'unknown')]
  return some([
    [
      prepared.length,
      `${prepared.length} prepared files: what members are about to decide, in full`,
    ],
    [secrets.length, `IN THE CLEAR, and it opens keys or is one: ${secrets.join(', ')}`],
    [unknown.length, `files that Tessera did not put there: ${unknown.join(', ')}`],
  ])
}

function passphraseLines({ files, counts }: Survey): string[] {
  const members = memberKeys(files)
  const { envelopes, scheduled } = counts
  return some([
    [
      Number(hasFile(files, 'keys/node.age')),
      'the node key: it speaks as this node until the members revoke it or it expires, and opens what is sealed to it',
    ],
    [envelopes, `what ${envelopes} envelopes say`],
    [scheduled, `what ${scheduled} texts say that wait for their time`],
    [members.length, `with THEIR passphrases, what members sign: ${members.join(', ')}`],
  ])
}

function publicLines({ counts }: Survey): string[] {
  const { collectives, records } = counts
  return [`${records} records of ${collectives} collectives, their logs, manifests and heads`]
}

function notHereLines(files: readonly SurveyedFile[]): string[] {
  return [
    'who visited a page, from where, with what, and what they searched for',
    'names of persons, messages of persons, passwords of visitors',
    'what was erased: it was overwritten, as far as the disk obeys',
    'logs: the node writes none to this directory; look into journald',
    ...(memberKeys(files).length === 0 ? ['keys of members, the controller key'] : []),
  ]
}

function adviceLines({ files, counts, settings }: Survey): string[] {
  const members = memberKeys(files)
  const secrets = withSecrecy(files, 'secret')
  const prepared = named(files, ({ name }) => name.startsWith('prepared/'))
  return some([
    [
      1,
      'Encrypt the disk, and switch the machine off when you leave it: then all of this is nothing.',
    ],
    [members.length, `Carry ${members.join(', ')} to their members, and delete them here.`],
    [secrets.length, `Keep ${secrets.join(', ')} elsewhere.`],
    [
      prepared.length,
      'Delete prepared files that are published or given up: tessera status names them.',
    ],
    [
      Number(settings.passphraseFile !== null),
      'A passphrase that somebody types at each start lies on no disk.',
    ],
    [
      counts.blocked + counts.followers,
      'Where contacts are dangerous, keep few: tessera peer list.',
    ],
  ])
}

function memberKeys(files: readonly SurveyedFile[]): string[] {
  return named(files, ({ name }) => /^keys\/(?!node)/.test(name))
}

function withSecrecy(files: readonly SurveyedFile[], secrecy: FileSecrecy): string[] {
  return named(files, (file) => file.secrecy === secrecy)
}

function named(files: readonly SurveyedFile[], isMeant: (file: SurveyedFile) => boolean): string[] {
  return files.filter(isMeant).map(({ name }) => name)
}

function hasFile(files: readonly SurveyedFile[], name: string): boolean {
  return files.some((file) => file.name === name)
}

/** The sentences of what there is any of. */
function some(lines: readonly (readonly [number, string])[]): string[] {
  return lines.filter(([count]) => count > 0).map(([, text]) => text)
}
