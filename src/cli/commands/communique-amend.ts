import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import type { InferValue } from '@optique/core/parser'
import { command } from '@optique/core/primitives'

import { applyAmendment } from '../../communique/amendments.ts'
import type { TextPage } from '../../communique/communiques.ts'
import { amendmentContent, newParagraphId } from '../../communique/compose.ts'
import type { DraftVersion } from '../../communique/joint-texts.ts'
import { textOf } from '../../communique/text-parts.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Amendment } from '../../record/kinds/amendment.ts'
import { slugName } from '../../record/slug-name.ts'
import { cannotAsk } from '../ask.ts'
import type { Command, Context } from '../context.ts'
import { findText, getDraft, type TextKind } from '../find-text.ts'
import { languageFlag, readLanguage, textFlag } from '../flags.ts'
import { openWritingDesk, sayOnText, type WritingDesk } from '../text-desk.ts'
import { inLanguage, reasonFlag, textArgument, writingLanguage } from '../text-flags.ts'

const flags = object({
  name: textArgument,
  passage: textFlag('--passage', 'TEXT', message`What is to be replaced, word for word`),
  replacement: textFlag('--replacement', 'TEXT', message`By what; without it the passage goes`),
  paragraph: textFlag('--paragraph', 'ID', message`The part it stands in, as "show" names it`),
  in: textFlag('--in', 'TAG', message`Language of the passage, if it is a translation`),
  draft: textFlag('--draft', 'DIGEST', message`Another draft than the newest`),
  reason: reasonFlag,
  language: languageFlag,
})
type Flags = InferValue<typeof flags>

export function createAmendCommand(kind: TextKind) {
  const run =
    (values: Flags): Command =>
    async (context) =>
      await amend(context, values, kind)
  return command('amend', map(flags, run), {
    description: message`Propose to whoever drafts a text to replace a passage`,
  })
}

async function amend(context: Context, values: Flags, kind: TextKind): Promise<void> {
  if (values.passage === undefined) throw cannotAsk('--passage')
  if (values.reason === undefined) throw cannotAsk('--reason')
  const desk = await openWritingDesk(context)
  const page = await findText(desk, values.name, kind)
  const draft = getDraft(page, values.draft)
  const passage = values.passage.normalize('NFC')
  const proposal = {
    language: values.in === undefined ? draft.record.sourceLanguage : readLanguage(values.in),
    passage,
    ...(values.paragraph === undefined ? {} : { paragraph: values.paragraph }),
    ...(values.replacement === undefined
      ? {}
      : { replacement: values.replacement.normalize('NFC') }),
  }
  checkApplies(proposal, draft, page)
  const language = await writingLanguage(context, values.language)
  const content = amendmentContent(draft, {
    ...proposal,
    reasonMap: inLanguage(language, values.reason),
    defaultLanguage: language,
    number: await nextNumber(desk, draft),
  })
  const record = await sayOnText(desk, content)
  const { scid, slug, statement } = record
  const name = slugName({ scid, slug })
  context.output.result({ amendment: name, statement, draft: draft.record.slug }, [
    `Proposed: ${name}, to ${draft.record.slug}.`,
  ])
}

type Proposal = Pick<Amendment, 'language' | 'passage' | 'paragraph' | 'replacement'>

/** What could never be accepted is not proposed. */
function checkApplies(proposal: Proposal, draft: DraftVersion, { translations }: TextPage): void {
  if (proposal.language === draft.record.sourceLanguage) {
    applyAmendment(textOf(draft.record), proposal, newParagraphId([draft]))
    return
  }
  const translation = translations.find(({ language }) => language === proposal.language)
  const wordings = (translation?.parts ?? [])
    .filter(({ part }) => proposal.paragraph === undefined || part.id === proposal.paragraph)
    .flatMap(({ wording }) => wording?.content ?? [])
  if (wordings.some((wording) => wording.includes(proposal.passage))) return
  throw invalid('passage_not_found', 'The passage does not stand in that translation.')
}

/** From 1, for each draft. */
async function nextNumber({ own, store }: WritingDesk, draft: DraftVersion): Promise<number> {
  const amendments = await store.list('Amendment')
  const numbers = amendments
    .filter(({ scid, record: { target } }) => {
      const sameName = target.collective === draft.scid && target.slug === draft.record.slug
      return scid === own && sameName
    })
    .map(({ record }) => Number(/\.a(\d+)$/.exec(record.slug)?.[1] ?? 0))
  return 1 + numbers.reduce((a, b) => Math.max(a, b), 0)
}
