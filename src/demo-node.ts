import type { DemoCollective } from './demo-collectives.ts'

/** A node of the demo: its commands, and the process that serves it. */
export interface DemoNode extends DemoCollective {
  readonly env: NodeJS.ProcessEnv
  /** Its data directory. */
  readonly path: string
  /** The flags that name enough member keys. */
  readonly keys: readonly string[]
}

/** Runs a command of a node, and shows it. */
export type Run = (node: DemoNode, ...argv: readonly string[]) => Promise<void>

export function othersOf(node: DemoNode, nodes: readonly DemoNode[]): readonly DemoNode[] {
  return nodes.filter((other) => other !== node)
}

/** The flags with which enough members sign at once. */
export function signingOf({ keys, env }: DemoNode): readonly string[] {
  return [...keys, '--key-passphrase-file', env['TESSERA_PASSPHRASE_FILE'] ?? '', '--yes']
}
