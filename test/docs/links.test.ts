import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

import t from 'tap'

const root = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')
const documents = globSync(['*.md', '{content,deploy,docs,locales}/**/*.md'], { cwd: root })

/** Links of Markdown that lead into the tree: neither to another host nor out of code. */
function linksOf(markdown: string): string[] {
  const text = markdown.replaceAll(/```.*?```/gs, '').replaceAll(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) =>
    /^[a-z][a-z0-9+.-]*:/.test(target) ? [] : [target],
  )
}

/** The anchors that headings make. */
function anchorsOf(markdown: string): Set<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

t.test('every link between documents leads somewhere', async (t) => {
  let count = 0
  for (const name of documents) {
    for (const link of linksOf(read(name))) {
      count++
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? name : relative(root, join(root, dirname(name), path))
      t.ok(existsSync(join(root, target)), `${name}: ${link}`)
      if (anchor !== undefined && target.endsWith('.md') && existsSync(join(root, target))) {
        t.ok(anchorsOf(read(target)).has(anchor), `${name}: ${link}`)
      }
    }
  }
  t.ok(count > 20, 'there are links')
})

t.test('every source file that the architecture names is there', async (t) => {
  const text = read('docs/architecture.md')
  const names = new Set(
    [...text.matchAll(/`((?:src|migrations|test|docs)\/[\w./-]+)`/g)].map(([, name = '']) => name),
  )
  t.ok(names.size > 20)
  for (const name of names) t.ok(existsSync(join(root, name)), name)
  // Named without a folder: it lies where the ones around it do.
  const sources = new Set(
    globSync('{src,migrations}/**/*.ts', { cwd: root }).map((path) => path.split('/').at(-1)),
  )
  for (const [, name = ''] of text.matchAll(/`([a-z][\w-]+\.ts)`/g)) t.ok(sources.has(name), name)
})

t.test('every decision is in the list', async (t) => {
  const index = read('docs/README.md')
  for (const name of globSync('docs/adr/*.md', { cwd: root })) {
    t.ok(index.includes(`(adr/${name.split('/').at(-1)})`), name)
    t.match(
      read(name),
      /^# \d+\. .+\n\nStatus: .+\n\n## Context\n.+\n## Decision\n.+\n## Conseq/s,
      name,
    )
  }
})

t.test('no tracked file names a machine or where packages come from', async (t) => {
  const isRepository = existsSync(join(root, '.git'))
  if (!isRepository) return t.pass('only a repository knows which files are tracked')
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  // Put together here, so that this file does not name them.
  const places = ['/home/', '/Users/', '/work/', '/root/'].map((place) => `${place}[a-z]`)
  const registries = [
    ['registry', 'npmjs', 'org'],
    ['registry', 'yarnpkg', 'com'],
  ]
  const hosts = [...registries, ['deb', 'debian', 'org']].map((labels) => labels.join('\\.'))
  const forbidden = new RegExp(`(?:^|[^\\w.])(?:${places.join('|')})|${hosts.join('|')}`)
  for (const name of files.split('\0')) {
    if (name === '' || !existsSync(join(root, name))) continue
    t.notMatch(forbidden.exec(read(name))?.[0] ?? '', /./, name)
  }
})
