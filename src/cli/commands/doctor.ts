import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import type { Command, Context } from '../context.ts'
import { examine } from '../doctor.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Finding } from '../opened-node.ts'

export const doctorCommand = command(
  'doctor',
  map(object({}), (): Command => doctor),
  {
    description: message`Look for what is wrong or soon will be; changes nothing`,
  },
)

const SIGNS: Readonly<Record<Finding['level'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  problem: 'PROBLEM',
}

/** Ends with "refused" if there is a problem, so that a timer can call it. */
async function doctor({ node: open, output }: Context): Promise<ExitCode> {
  const findings = await examine(await open())
  const lines = findings.flatMap(({ level, message: text, advice }) => [
    `${SIGNS[level]}  ${text}`,
    ...(advice === null ? [] : [`         -> ${advice}`]),
  ])
  output.result(findings, lines)
  return findings.some(({ level }) => level === 'problem') ? EXIT.refused : EXIT.ok
}
