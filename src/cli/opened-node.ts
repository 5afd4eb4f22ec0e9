import type { AlertStore } from '../alert/alert-store.ts'
import type { Alerts } from '../alert/alerts.ts'
import type { Canaries } from '../alert/canaries.ts'
import type { Charters } from '../charter/charters.ts'
import type { CommuniqueStore } from '../communique/communique-store.ts'
import type { Communiques } from '../communique/communiques.ts'
import type { Directory } from '../directory/directory.ts'
import type { View, ViewRule } from '../directory/view.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { ObjectStore } from '../exchange/object-store.ts'
import type { PeerStore } from '../exchange/peer-store.ts'
import type { Peering } from '../exchange/peering.ts'
import type { Publisher } from '../exchange/publisher.ts'
import type { Schedule } from '../exchange/schedule.ts'
import type { Sealed } from '../exchange/sealed.ts'
import type { NodeKeys } from '../identity/keys.ts'
import type { VerifiedEntry } from '../identity/log-entry.ts'
import type { LogTexts } from '../identity/log-text.ts'
import type { Timestamp } from '../kernel/time.ts'
import type { JsonObject } from '../record/canonical.ts'
import type { Did, Scid } from '../record/did.ts'
import type { Digest } from '../record/digest.ts'
import type { DataAtRest } from './kept-data.ts'

/** What the commands work on: this node's data, opened by app.ts. */
export interface OpenedNode extends AsyncDisposable {
  readonly origin: string
  /** The origin, then its onions. */
  readonly origins: readonly [string, ...string[]]
  /** Whether nobody but this machine reaches the origin: a trial. */
  readonly isLoopback: boolean
  readonly files: NodeFiles
  /** Where the passphrase of the node key is, as configured; null if nobody said. */
  readonly passphraseFile: string | null
  readonly store: ObjectStore
  readonly exchange: Exchange
  readonly directory: Directory
  readonly charters: Charters
  readonly communiques: Communiques
  /** The public records that texts are made of. */
  readonly texts: CommuniqueStore
  /** Of any collective that is known here. */
  readonly canaries: Canaries
  /** As the first view shows them. */
  readonly alerts: Alerts
  /** The public records that alerts are made of. */
  readonly alertStore: AlertStore
  readonly peering: Peering
  /** The copy of a DID log that the node at an origin has; null if it has none. */
  fetchLog(origin: string, scid: Scid): Promise<LogTexts | null>
  /** Hands entries of a DID log to the node at an origin. Throws `not_taken`, and for no answer. */
  carry(origin: string, scid: Scid, texts: LogTexts): Promise<'extended' | 'unchanged' | 'disputed'>
  readonly peers: PeerStore
  readonly acts: Acts
  /** What members have signed and that is published at a time to come. */
  readonly schedule: Schedule
  readonly now: () => Date
  /** The view of that name with its rule; the first one if none is named. */
  view(name?: string): Promise<View & { readonly name: string; readonly rule: ViewRule }>
  /** What `doctor` cannot see from here: settings of the database, the configuration. */
  diagnose(): Promise<readonly Finding[]>
  /** The own collective; null before `init`. */
  own(): Promise<OwnCollective | null>
  /** Opens the node key file. Throws `no_identity`, `wrong_passphrase`, `key_not_current`. */
  unlock(passphrase: string): Promise<UnlockedNode>
  /** Makes a founded collective this node's own. Throws `identity_exists`. */
  adopt(log: { readonly log: string; readonly witness: string }): Promise<OwnCollective>
}

export interface OwnCollective {
  readonly scid: Scid
  readonly did: Did
  /** The newest entry of its log. */
  readonly entry: VerifiedEntry
}

/** One thing that was looked at. */
export interface Finding {
  /** A stable word: `sqlite_synchronous`, `clock`, `node_key`, ... */
  readonly check: string
  readonly level: 'ok' | 'warning' | 'problem'
  /** One plain sentence that says what is so. */
  readonly message: string
  /** What to do about it; null where nothing is wrong. */
  readonly advice: string | null
}

/** A node that can sign. */
export interface UnlockedNode {
  readonly keys: NodeKeys
  readonly publisher: Publisher
  /** What is for peers or named collectives only. */
  readonly sealed: Sealed
}

/** The data directory. */
export interface NodeFiles {
  readonly path: string
  readKeyFile(name: string): Promise<Uint8Array | null>
  /** Never overwrites: throws `key_file_exists`. */
  writeKeyFile(name: string, bytes: Uint8Array): Promise<string>
  replaceKeyFile(name: string, bytes: Uint8Array): Promise<string>
  listKeyFiles(): Promise<readonly string[]>
  readText(name: string): Promise<string | null>
  writeText(name: string, text: string): Promise<string>
  /** Leaves a file for members to sign, and returns its path. */
  writePrepared(name: string, text: string): Promise<string>
}

/** One act in this collective's name: what and when, never who. */
export interface ActEntry {
  readonly seq: number
  readonly at: Timestamp
  readonly what: string
  readonly detail: JsonObject
  readonly hash: Digest
}

/** The hash-chained log of every act that changes what the node publishes, trusts or signs with. */
export interface Acts {
  append(what: string, detail: JsonObject): Promise<void>
  list(options?: {
    readonly before?: number
    readonly limit?: number
  }): Promise<readonly ActEntry[]>
  verify(): Promise<
    | { readonly whole: true; readonly length: number; readonly lastHash: Digest | null }
    | { readonly whole: false; readonly brokenAt: number }
  >
}

/** A node that serves, until it is closed. */
export interface RunningNode extends AsyncDisposable {
  /** Where it listens. */
  readonly address: string
  /** Fulfilled once its key file is gone: somebody wiped this machine, and it has to end. */
  readonly wiped: Promise<void>
}

/** What main.ts hands to the command. */
export interface CliDeps {
  readonly env: NodeJS.ProcessEnv
  /** Of the program. */
  readonly version: string
  /** Aborts on SIGINT and SIGTERM: what serves then ends. */
  readonly signal: AbortSignal
  /** log2 of the scrypt work factor of new key files; that of key-file.ts where it is left out. */
  readonly keyFileWork?: number
  openNode(options: { readonly dataDirectory?: string }): Promise<OpenedNode>
  /** The same data without a node: nothing is opened or made yet. */
  openData(options: { readonly dataDirectory?: string }): Promise<DataAtRest>
  /** Loads what `startNode` takes besides. */
  loadServer?(): Promise<unknown>
  /** Serves pages and federation with an unlocked node key. */
  startNode(node: OpenedNode, unlocked: UnlockedNode): Promise<RunningNode>
}
