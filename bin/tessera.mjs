#!/usr/bin/env node
// The command: `npx tessera ...` in a checkout. It only finds the right Node.js; src/main.ts does the work.
import { fileURLToPath } from 'node:url'

process.argv.splice(2, 0, fileURLToPath(new URL('../src/main.ts', import.meta.url)))
await import('./node24.mjs')
