import { enableCompileCache } from 'node:module'

// Before anything of ours is loaded: half of the time until a node listens is compiling.
enableCompileCache()

const { runMain } = await import('./process.ts')
process.exitCode = await runMain(process.argv.slice(2))
