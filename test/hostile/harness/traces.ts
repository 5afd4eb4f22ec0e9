import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything below a folder, whatever kind of file it is. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** Which files hold any of these bytes, and which of them: `file: words`. */
export function tracesOf(
  folder: string,
  needles: readonly (string | Buffer)[],
  except: readonly string[] = [],
): readonly string[] {
  return filesBelow(folder)
    .filter((file) => !except.includes(file))
    .flatMap((file) => {
      const bytes = readFileSync(file)
      return needles
        .filter((needle) => bytes.includes(needle))
        .map((needle) => `${file}: ${needle.toString().slice(0, 40)}`)
    })
}
