import { readFile } from 'node:fs/promises'

import { type Config, configFileIn, readConfig } from './config.ts'
import { dataDirectoryOf } from './data-location.ts'
import { readIfThere } from './store/data-directory.ts'

/** The configuration of a node from the environment and the file in its data directory. */
export async function loadConfig(env: NodeJS.ProcessEnv): Promise<Config> {
  const file = await readIfThere(configFileIn(dataDirectoryOf(env)))
  return readConfig(env, file === null ? null : Buffer.from(file).toString('utf8'))
}

/** Names and addresses of a test network, as a hosts file gives them; null without a file. */
export async function loadHosts(path: string | null): Promise<Map<string, string[]> | null> {
  if (path === null) return null
  const hosts = new Map<string, string[]>()
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (address === undefined || address === '') continue
    for (const name of names) hosts.set(name, [...(hosts.get(name) ?? []), address])
  }
  return hosts
}
