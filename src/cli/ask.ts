import { TesseraError } from '../kernel/errors.ts'
import { UsageError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** Asks who sits at the terminal. Every question names the flag that answers it elsewhere. */
export interface Ask {
  readonly isPossible: boolean
  text(question: TextQuestion): Promise<string>
  /** Not shown while it is typed. */
  readonly secret: (question: Question) => Promise<string>
  /** A new secret, typed twice. */
  readonly newSecret: (question: Question) => Promise<string>
  choose<T extends string>(question: Question, options: readonly Choice<T>[]): Promise<T>
  /** Throws `cancelled` unless the answer is yes; `--yes` answers it. */
  confirm(message: string): Promise<void>
}

export interface Question {
  readonly message: string
  /** What to pass instead: `--name`. */
  readonly flag: string
}

export interface TextQuestion extends Question {
  readonly initial?: string
  /** What is wrong with an answer, as one sentence; undefined if nothing is. */
  readonly check?: (answer: string) => string | undefined
}

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
}

export function createAsk(terminal: Terminal, isYes: boolean): Ask {
  const { stdin: input, stderr: output, isInteractive } = terminal
  const streams = { input, output }

  /** Loaded only where somebody is asked: most commands ask nothing. */
  async function prompts({ flag }: Pick<Question, 'flag'>) {
    if (!isInteractive) throw cannotAsk(flag)
    return await import('@clack/prompts')
  }

  async function secret(question: Question): Promise<string> {
    const { password } = await prompts(question)
    return answered(await password({ ...streams, message: question.message }))
  }

  return {
    isPossible: isInteractive,
    secret,
    async text(question) {
      const { text } = await prompts(question)
      const { message, initial, check } = question
      const answer = await text({
        ...streams,
        message,
        ...(initial === undefined ? {} : { initialValue: initial }),
        validate: (value) => (check ?? isGiven)(value?.trim() ?? ''),
      })
      return answered(answer).trim()
    },
    async newSecret(question) {
      const first = await secret(question)
      const again = await secret({ ...question, message: 'The same once more' })
      if (first === again) return first
      throw new TesseraError(
        'invalid',
        'passphrases_differ',
        'These are two different passphrases.',
      )
    },
    async choose(question, options) {
      const { select } = await prompts(question)
      const labels = options.map(({ value, label }) => ({ value: value as string, label }))
      const answer = answered(
        await select({ ...streams, message: question.message, options: labels }),
      )
      return answer as (typeof options)[number]['value']
    },
    async confirm(message) {
      if (isYes) return
      const { confirm } = await prompts({ flag: '--yes' })
      if (!answered(await confirm({ ...streams, message, initialValue: false }))) throw cancelled()
    },
  }
}

function isGiven(answer: string): string | undefined {
  return answer === '' ? 'Something has to stand here.' : undefined
}

/** An answer; a symbol stands for Ctrl-C. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw cancelled()
  return answer as Exclude<T, symbol>
}

function cancelled(): TesseraError {
  return new TesseraError('conflict', 'cancelled', 'Stopped, as you said; nothing was changed.')
}

/** Nobody is there to be asked. */
export function cannotAsk(flag: string): UsageError {
  return new UsageError(`${flag} is needed: there is no terminal at which to ask for it.`)
}
