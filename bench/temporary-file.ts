import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A path for a file in a new directory of its own. */
export async function temporaryFile(name: string): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'tessera-bench-')), name)
}
