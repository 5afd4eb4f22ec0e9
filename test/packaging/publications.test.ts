import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { unzipSync } from 'fflate'
import decodeQr from 'qr/decode.js'
import t from 'tap'

import { toEpub } from '../../src/server/publications/epub.ts'
import { signDetached, toOpenPgpKey } from '../../src/server/publications/openpgp-text.ts'
import { createPdfPress } from '../../src/server/publications/pdf.ts'
import { toPlainText } from '../../src/server/publications/plain-text.ts'
import { publication } from '../support/publications.ts'

/** What people have at hand to read and verify a text: programs of others, as Debian ships them. */

/** Bytes of a page as a picture, and some more. */
const PICTURE_LIMIT = 16 * 1024 * 1024

const folder = mkdtempSync(join(tmpdir(), 'tessera-texts-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

t.test('GnuPG verifies a text with the key of its node', { skip: without('gpg') }, async (t) => {
  const home = mkdtempSync(join(folder, 'gnupg-'))
  const gpg = (...args: readonly string[]): ReturnType<typeof run> =>
    run('gpg', ['--homedir', home, '--batch', '--status-fd', '1', ...args])
  t.teardown(() => run('gpgconf', ['--homedir', home, '--kill', 'all']))

  const { privateKey } = generateKeyPairSync('ed25519')
  const userId = 'Tessera node <https://harbor.example>'
  const key = toOpenPgpKey(privateKey, { created: '2026-01-02T03:04:05Z', userId })
  const text = toPlainText(publication())
  const signature = signDetached(text, key, '2026-03-01T00:00:00Z')

  t.match(gpg('--import', fileOf('node.asc', key.publicKeyArmored)), {
    status: 0,
    stdout: `IMPORT_OK 1 ${key.fingerprint}`,
  })
  t.match(gpg('--with-colons', '--list-keys').stdout, 'Tessera node <https\\x3a//harbor.example>')
  const signed = fileOf('text.txt.asc', signature)
  const good = gpg('--verify', signed, fileOf('text.txt', text))
  t.equal(good.status, 0)
  t.match(good.stdout, `VALIDSIG ${key.fingerprint}`)
  t.match(good.stdout, 'GOODSIG')
  t.match(gpg('--verify', signed, fileOf('other.txt', `${text} `)).stdout, 'BADSIG')
})

t.test(
  'Poppler reads the words of each script in their order',
  { skip: without('pdftotext', '-v') },
  async (t) => {
    const press = createPdfPress()
    for (const [language, body] of [
      ['en', 'We keep the lights on'],
      ['ar', 'نحن مجموعات ندير خوادم مستقلة من أجل الحركات الاجتماعية'],
      ['ckb', 'ئێمە کۆمەڵەین و ڕاژەی سەربەخۆ بەڕێوە دەبەین'],
      ['ur', 'ہم خود مختار سرور چلاتے ہیں'],
      ['he', 'אנחנו קבוצות שמפעילות שרתים'],
      ['hi', 'हम समूह हैं जो सर्वर चलाते हैं'],
      ['ja', '私たちは灯を守る'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
      const pdf = await press.toPdf(publication({ language, body }))
      const { stdout } = run('pdftotext', [fileOf(`${language}.pdf`, pdf), '-'])
      // Poppler writes marks of direction around what it turns.
      const words = stdout.replace(/[\u200e\u200f\u202a-\u202e]/g, '').replace(/\s+/g, ' ')
      t.ok(words.includes(body), language)
    }
  },
)

t.test(
  'a camera finds the address on a leaflet',
  { skip: without('pdftoppm', '-v') },
  async (t) => {
    for (const language of ['en', 'ar']) {
      const one = publication({ language })
      // oxlint-disable-next-line no-await-in-loop -- one compiler at a time is the rule here
      const file = fileOf(`camera-${language}.pdf`, await createPdfPress().toPdf(one))
      const { stdout } = spawnSync('pdftoppm', ['-r', '150', '-singlefile', file], {
        maxBuffer: PICTURE_LIMIT,
      })
      t.equal(decodeQr(pictureIn(stdout)), one.url, language)
    }
  },
)

t.test(
  'libxml2 finds every document of a book well-formed',
  { skip: without('xmllint') },
  async (t) => {
    const book = unzipSync(toEpub(publication(), publication({ language: 'ar' })))
    const documents = Object.entries(book).filter(([name]) => /\.(?:xml|opf|xhtml)$/.test(name))
    t.equal(documents.length, 5)
    for (const [name, content] of documents) {
      const { status, stderr } = run('xmllint', [
        '--noout',
        fileOf(name.replace('/', '-'), content),
      ])
      t.equal(status, 0, `${name} ${stderr}`)
    }
  },
)

/** A picture as Netpbm writes it: three lines, then three bytes for each point. */
function pictureIn(ppm: Buffer): { width: number; height: number; data: Uint8Array } {
  const [head = '', width, height] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(ppm.toString('latin1')) ?? []
  return { width: Number(width), height: Number(height), data: ppm.subarray(head.length) }
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function run(command: string, args: readonly string[]) {
  return spawnSync(command, args, { encoding: 'utf8' })
}

/** Why a test is passed over; false if it is not. */
function without(command: string, question = '--version'): string | false {
  return spawnSync(command, [question]).status === 0 ? false : `there is no ${command} here`
}
