import t from 'tap'

import { html, toText } from '../../src/server/html.ts'
import { toXmlDocument, xml } from '../../src/server/xml.ts'

t.test('escapes values, keeps HTML as text and drops what XML cannot hold', async (t) => {
  const content = toText(html`<p dir="rtl">${'نحن & <b>'}</p>`)
  const entries = [xml`<entry xml:lang="${'ar'}"><content type="html">${content}</content></entry>`]
  const feed = xml`<feed><title>${'a\u0000b\uFFFE <c>'}</title>${entries}</feed>`
  t.equal(
    toXmlDocument(feed),
    '<?xml version="1.0" encoding="utf-8"?>\n<feed><title>a\uFFFDb\uFFFD &lt;c&gt;</title>' +
      '<entry xml:lang="ar"><content type="html">&lt;p dir=&quot;rtl&quot;&gt;نحن &amp;amp; ' +
      '&amp;lt;b&amp;gt;&lt;/p&gt;</content></entry></feed>\n',
  )
})

t.test('holds links to known schemes and lists to legal characters', async (t) => {
  // oxlint-disable-next-line no-script-url -- what must not come through
  t.equal(toText(xml`<link href="${'javascript:x'}"/>`), '<link href="about:invalid#blocked"/>')
  t.equal(toText(xml`<a>${['x\u0001', 'y']}</a>`), '<a>x\uFFFDy</a>')
})
