import { readFile } from 'node:fs/promises'

import t from 'tap'

const css = await readFile(new URL('../../../src/server/assets/style.css', import.meta.url), 'utf8')

/** WCAG 2.2, success criteria 1.4.3 and 1.4.11. */
const TEXT_CONTRAST = 4.5
const SHAPE_CONTRAST = 3

type Colors = ReadonlyMap<string, string>

function colorsOf(block: string | undefined): Colors {
  const pairs = (block ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)
  return new Map([...pairs].map(([, name = '', color = '']) => [name, color]))
}

/** SPEC: WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(colors: Colors, one: string, other: string): number {
  const [a, b] = [one, other].map((name) => luminance(colors.get(name) ?? '#000000'))
  const [light, dark] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)]
  return (light + 0.05) / (dark + 0.05)
}

t.test('colors can be read in both schemes', async (t) => {
  const light = colorsOf(/^:root \{([^}]*)\}/m.exec(css)?.[1])
  const dark = colorsOf(/prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/.exec(css)?.[1])
  t.ok(light.size > 8)
  t.strictSame([...light.keys()], [...dark.keys()])
  for (const [scheme, colors] of Object.entries({ light, dark })) {
    for (const background of ['paper', 'raised']) {
      for (const text of ['ink', 'soft', 'link', 'good', 'careful', 'grave'])
        t.ok(contrast(colors, text, background) >= TEXT_CONTRAST, `${scheme}: ${text}`)
      t.ok(contrast(colors, 'clay', background) >= SHAPE_CONTRAST, `${scheme}: focus`)
    }
  }
})

t.test('works without what old browsers lack, and asks nobody for anything', async (t) => {
  t.notMatch(css, /:has\(|@import|url\(|@layer|@container|@font-face|!important/)
  t.notMatch(css.replace(/@media[^{]*\{/g, ''), /\{[^}]*\{/, 'no nesting')
})

t.test('works in both directions', async (t) => {
  const physical =
    /(?:margin|padding|border)-(?:left|right)|(?:^|\s)(?:left|right):|text-align: (?:left|right)|float/
  t.notMatch(css, physical)
})
