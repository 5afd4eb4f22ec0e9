import { resolve } from 'node:path'

/** Where the data directory is, before its `tessera.toml` can be read. */
export function dataDirectoryOf(env: NodeJS.ProcessEnv): string {
  return resolve(env['TESSERA_DATA'] ?? 'data')
}
