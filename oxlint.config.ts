import { readdirSync } from 'node:fs'

import { defineConfig, type OxlintOverride } from 'oxlint'

const features = ['charter', 'communique', 'directory', 'alert', 'exchange']

/** The architecture: what each folder of `src/` may import from the others. */
const mayImport: Record<string, string[]> = {
  kernel: [],
  record: ['kernel'],
  identity: ['kernel', 'record'],
  charter: ['kernel', 'record', 'identity'],
  communique: ['kernel', 'record', 'identity'],
  directory: ['kernel', 'record', 'identity'],
  alert: ['kernel', 'record', 'identity'],
  exchange: ['kernel', 'record', 'identity'],
  migrations: [],
  store: ['kernel', 'record', 'identity', 'migrations', ...features],
  federation: ['kernel', 'record', 'identity', ...features],
  server: ['kernel', 'record', 'identity', ...features],
  cli: ['kernel', 'record', 'identity', ...features],
}

/** Packages that belong to one adapter; what does I/O belongs to no feature. */
const ownedBy: Record<string, string[]> = {
  store: ['kysely', 'better-sqlite3', 'pg'],
  federation: ['@fedify/[^/]+', '@js-temporal/polyfill', 'undici'],
  server: ['fastify', '@fastify/[^/]+', '@myriaddreamin/[^/]+', '@expo-google-fonts/[^/]+'],
  cli: ['@optique/[^/]+', '@clack/[^/]+'],
  adapters: ['pino', 'node:(?:fs|http|https|net|tls|dns|child_process|process|timers)'],
}
const adapters = [...Object.keys(ownedBy), 'cli']

/** Files of `src/` itself put the folders together; no folder imports them. */
const roots = readdirSync(new URL('src', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => entry.name.replace('.', '\\.'))

const layerRules = Object.entries(mayImport).map(([folder, allowed]): OxlintOverride => {
  const folders = Object.keys(mayImport).filter((f) => f !== folder && !allowed.includes(f))
  const packages = Object.entries(ownedBy)
    .filter(([owner]) => owner !== folder && !(owner === 'adapters' && adapters.includes(folder)))
    .flatMap(([, names]) => names)
  return {
    files: [`src/${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(?:\\.\\./)+(?:(?:${folders.join('|')})/|(?:${roots.join('|')})$)`,
              message: `src/${folder} may import from: ${allowed.join(', ') || 'nothing of ours'}.`,
            },
            {
              regex: `^(?:${packages.join('|')})(?:/|$)`,
              message: 'This package belongs to another folder; see oxlint.config.ts.',
            },
          ],
        },
      ],
    },
  }
})

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    complexity: ['error', 10],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    'no-console': 'error',
    'no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
    'no-shadow': 'off', // the `t` of a subtest shadows its parent's on purpose
    'oxc/no-async-endpoint-handlers': 'off', // Fastify awaits its handlers
    'typescript/consistent-return': 'off',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': [
      'error',
      {
        allowForKnownSafePromises: [
          { from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' },
        ],
      },
    ],
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/switch-exhaustiveness-check': 'error',
  },
  overrides: [
    ...layerRules,
    { files: ['test/**', 'bench/**'], rules: { 'max-lines-per-function': 'off' } },
    // A store is one closure over its connection, and each method is a query of some lines.
    { files: ['src/store/**'], rules: { 'max-lines-per-function': ['error', { max: 90 }] } },
    { files: ['bin/**', 'bench/**'], rules: { 'no-console': 'off' } },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
})
