import { isIP } from 'node:net'
import { join } from 'node:path'

import { parse, TomlError } from 'smol-toml'
import { type Static, Type } from 'typebox'

import { dataDirectoryOf } from './data-location.ts'
import { TesseraError } from './kernel/errors.ts'
import { createCheck } from './record/check.ts'
import { DIGEST_PATTERN } from './record/patterns.ts'

/** A rule of whom this node shows (design.md, section 9). */
export interface ViewConfig {
  readonly name: string
  /** Statement digest of the charter that one must have signed; null: no charter is asked for. */
  readonly charter: string | null
  /** How many collectives shown must vouch for one. */
  readonly vouches: number
  /** Collectives that are shown by decision; the peers and this node's own always are. */
  readonly seeds: readonly string[]
}

/** Where the HTTP server listens. */
export type Listen = { readonly host: string; readonly port: number } | { readonly path: string }

/** Everything an operator decides. docs/operations.md explains each field. */
export interface Config {
  readonly dataDirectory: string
  /** `https://collective.example`, without a slash at the end. */
  readonly origin: string
  /** Further origins of the same node: its onion addresses. */
  readonly onions: readonly string[]
  readonly listen: Listen
  /** Null: SQLite in the data directory. */
  readonly databaseUrl: string | null
  readonly passphraseFile: string | null
  /** `host:port` of the SOCKS proxy through which peers' onions are reached. */
  readonly socks: string | null
  /** Exact `host:port` list that the fetcher may reach besides the public Internet. */
  readonly testNetwork: readonly string[]
  /** A hosts file for names of the test network. */
  readonly testResolver: string | null
  /** `listed`: objects are exchanged with listed peers only. */
  readonly network: 'open' | 'listed'
  readonly views: readonly ViewConfig[]
}

const ViewSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]{1,30}$' }),
    charter: Type.Optional(Type.String({ pattern: DIGEST_PATTERN })),
    vouches: Type.Optional(Type.Integer({ minimum: 1 })),
    seeds: Type.Optional(Type.Array(Type.String({ pattern: '^Qm[1-9A-HJ-NP-Za-km-z]{44}$' }))),
  },
  { additionalProperties: false },
)
const checkView: (value: unknown) => asserts value is Static<typeof ViewSchema> = createCheck(
  ViewSchema,
  'bad_config',
)

type Values = Readonly<Record<string, unknown>>

const FILE = 'tessera.toml'
const KEYS = [
  'origin',
  'onions',
  'listen',
  'database_url',
  'passphrase_file',
  'socks',
  'test_network',
  'test_resolver',
  'network',
  'view',
]
const DEFAULT_ORIGIN = 'http://localhost:8080'
/** So that one bad friend admits nobody (design.md, section 9). */
const DEFAULT_VOUCHES = 2

/** The path of the configuration file in a data directory. */
export function configFileIn(dataDirectory: string): string {
  return join(dataDirectory, FILE)
}

/**
 * The configuration from the environment and the text of `tessera.toml` (null: there is none); the
 * environment wins. Throws `bad_config`, with every mistake at once.
 */
export function readConfig(env: NodeJS.ProcessEnv, toml: string | null): Config {
  const mistakes: string[] = []
  const file = toml === null ? {} : parseToml(toml, mistakes)
  for (const key of Object.keys(file)) {
    if (!KEYS.includes(key))
      mistakes.push(`${FILE}: "${key}" is not a setting; there are: ${KEYS.join(', ')}.`)
  }
  const read = createReader(env, file, mistakes)
  const testNetwork = read.list('test_network')
  const origin = readOrigin(read.text('origin') ?? DEFAULT_ORIGIN, testNetwork, mistakes)
  const config: Config = {
    dataDirectory: dataDirectoryOf(env),
    origin,
    onions: read.list('onions').map((onion) => readOrigin(onion, testNetwork, mistakes)),
    listen: readListen(read.text('listen'), origin, mistakes),
    databaseUrl: readDatabaseUrl(read.text('database_url'), mistakes),
    passphraseFile: read.text('passphrase_file'),
    socks: readHostPort('socks', read.text('socks'), mistakes),
    testNetwork,
    testResolver: read.text('test_resolver'),
    network: readNetwork(read.text('network'), mistakes),
    views: readViews(file['view'], mistakes),
  }
  if (mistakes.length > 0) throw new TesseraError('invalid', 'bad_config', mistakes.join('\n'))
  return config
}

function parseToml(toml: string, mistakes: string[]): Values {
  try {
    return parse(toml)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    mistakes.push(`${FILE}: ${error.message}`)
    return {}
  }
}

function createReader(env: NodeJS.ProcessEnv, file: Values, mistakes: string[]) {
  const fromEnv = (key: string) => env[`TESSERA_${key.toUpperCase()}`]?.trim() || null
  return {
    text(key: string): string | null {
      const value = fromEnv(key) ?? file[key] ?? null
      if (value === null || typeof value === 'string') return value
      mistakes.push(`${FILE}: "${key}" is a text in quotes.`)
      return null
    },
    list(key: string): readonly string[] {
      const text = fromEnv(key)
      if (text !== null) return text.split(/[\s,]+/).filter((item) => item !== '')
      const value = file[key] ?? []
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
      mistakes.push(`${FILE}: "${key}" is a list of texts: ["...", "..."].`)
      return []
    },
  }
}

/** SPEC: design.md, section 12: https; http only for onions and hosts of the test network. */
function readOrigin(text: string, testNetwork: readonly string[], mistakes: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.origin === 'null' || `${url.origin}/` !== url.href) {
    mistakes.push(`origin: "${text}" is not an origin like https://collective.example.`)
    return text
  }
  if (url.protocol !== 'https:' && !mayBePlain(url, testNetwork)) {
    mistakes.push(`origin: "${text}" has to be https (http is for .onion and the test network).`)
  }
  return url.origin
}

function mayBePlain({ protocol, host, hostname }: URL, testNetwork: readonly string[]): boolean {
  if (protocol !== 'http:') return false
  return hostname.endsWith('.onion') || testNetwork.includes(host) || isLoopback(hostname)
}

/** Whether an origin is a trial on this machine, which nobody else can reach. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.')
}

function readListen(text: string | null, origin: string, mistakes: string[]): Listen {
  if (text === null) return { host: '127.0.0.1', port: portOf(origin) }
  if (text.startsWith('/')) return { path: text }
  const [, host = '', port = ''] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(text) ?? []
  const isHost = host === 'localhost' || isIP(host) !== 0
  if (!isHost || Number(port) > 65_535) {
    mistakes.push(
      `listen: "${text}" is neither an address like 127.0.0.1:8080 nor a socket's path.`,
    )
  }
  return { host, port: Number(port) }
}

/** The port of a trial's origin; behind a proxy the default is 8080. */
function portOf(origin: string): number {
  const url = URL.canParse(origin) ? new URL(origin) : null
  return url !== null && url.port !== '' && isLoopback(url.hostname) ? Number(url.port) : 8080
}

function readHostPort(key: string, text: string | null, mistakes: string[]): string | null {
  if (text !== null && !/^\[?[0-9a-z.:-]+\]?:\d{1,5}$/i.test(text)) {
    mistakes.push(`${key}: "${text}" is not a host:port like 127.0.0.1:9050.`)
  }
  return text
}

function readDatabaseUrl(text: string | null, mistakes: string[]): string | null {
  if (text !== null && !/^postgres(?:ql)?:\/\//.test(text)) {
    mistakes.push('database_url: only postgres://... is known; leave it out for SQLite.')
  }
  return text
}

function readNetwork(text: string | null, mistakes: string[]): Config['network'] {
  if (text === null || text === 'open' || text === 'listed') return text ?? 'open'
  mistakes.push(`network: "${text}" is neither "open" nor "listed".`)
  return 'open'
}

function readViews(value: unknown, mistakes: string[]): readonly ViewConfig[] {
  if (value === undefined) {
    return [{ name: 'default', charter: null, vouches: DEFAULT_VOUCHES, seeds: [] }]
  }
  if (!Array.isArray(value) || value.length === 0) {
    mistakes.push(`${FILE}: views are written as [[view]].`)
    return []
  }
  return value.map((view) => readView(view, mistakes))
}

function readView(view: unknown, mistakes: string[]): ViewConfig {
  try {
    checkView(view)
    return { charter: null, vouches: DEFAULT_VOUCHES, seeds: [], ...view }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    mistakes.push(`${FILE}: [[view]]: ${error.message}`)
    return { name: '', charter: null, vouches: DEFAULT_VOUCHES, seeds: [] }
  }
}
