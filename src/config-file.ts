import { readFile } from 'node:fs/promises'

import { type Config, configFileIn, dataDirectoryOf, readConfig } from './config.ts'

/** The configuration of a node from the environment and the file in its data directory. */
export async function loadConfig(env: NodeJS.ProcessEnv): Promise<Config> {
  return readConfig(env, await readIfThere(configFileIn(dataDirectoryOf(env))))
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

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
