import t from 'tap'

import { type CopyItem, readCopy, writeCopy } from '../../src/exchange/backup-copy.ts'

const HEADER = {
  program: '0.1.0',
  created: '2026-11-22T09:00:00Z',
  origin: 'https://harbor.example',
  scid: null,
  migrations: ['0001-base'],
}
const ITEMS: readonly CopyItem[] = [
  { kind: 'file', name: 'keys/node.age', content: Buffer.from([0, 255, 10]) },
  { kind: 'table', table: 'follower', columns: ['actor', 'added'] },
  { kind: 'row', values: ['https://nube.example/ü\n', null] },
  { kind: 'row', values: ['b', 7] },
]

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

async function written(): Promise<string[]> {
  return await collect(writeCopy(HEADER, each(ITEMS)))
}

function read(lines: Iterable<string>) {
  return collect(readCopy(each(lines)))
}

t.test('reads what it wrote, however it is cut into pieces', async (t) => {
  const lines = await written()
  const [first, ...items] = await read(lines)
  t.match(first, { kind: 'header', header: { type: 'TesseraBackup', format: 1, ...HEADER } })
  t.same(items, ITEMS)
  t.same((await read(lines.join(''))).length, 1 + ITEMS.length, 'one letter at a time')
})

t.test('refuses what was changed, cut off or added to', async (t) => {
  const lines = await written()
  const [head = '', , , , row = '', end = ''] = lines
  const spoiled: Readonly<Record<string, readonly string[]>> = {
    'a line is missing': [...lines.slice(0, 2), ...lines.slice(3)],
    'the end is missing': lines.slice(0, -1),
    'the last line feed is missing': [lines.join('').slice(0, -1)],
    'a value was changed': lines.map((line) => line.replace('["b",7]', '["b",8]')),
    'rows were exchanged': [...lines.slice(0, 3), row, lines[3] ?? '', end],
    'something follows the end': [...lines, '["c",1]\n'],
    'a line is no JSON': [head, '{\n'],
    'a row has too few values': [...lines.slice(0, 3), '["x"]\n'],
    'a value is no value': [...lines.slice(0, 3), '["x",{}]\n'],
    'a file leads elsewhere': [head, '{"file":"../x","content":""}\n'],
    'a file lies deeper': [head, '{"file":"keys/a/b","content":""}\n'],
    'a file has no content': [head, '{"file":"mark.json"}\n'],
    'a column is no name': [head, '{"table":"act","columns":["a\\"b"]}\n'],
    'a table is no name': [head, '{"table":"act;","columns":[]}\n'],
    'a line is no item': [head, 'null\n'],
  }
  for (const [what, some] of Object.entries(spoiled)) {
    await t.rejects(read(some), { code: 'backup_damaged' }, what)
  }
})

t.test('refuses what is no backup, or one of a later kind', async (t) => {
  for (const first of ['', 'hello\n', '{}\n', '[]\n', '{"type":"TesseraBackup","format":1}\n']) {
    const code = first === '' ? 'backup_damaged' : 'not_a_backup'
    await t.rejects(read([first]), { code }, first)
  }
  const later = (await written())[0]?.replace('"format":1', '"format":2') ?? ''
  await t.rejects(read([later]), { code: 'backup_newer' })
})

t.test('keeps no line without end in memory', async (t) => {
  const piece = 'x'.repeat(1024 * 1024)
  let pieces = 0
  async function* endless(): AsyncGenerator<string> {
    while (true) {
      pieces++
      yield piece
    }
  }
  await t.rejects(collect(readCopy(endless())), { code: 'backup_damaged' })
  t.ok(pieces < 20)
})
