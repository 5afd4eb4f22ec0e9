import { object } from '@optique/core/constructs'
import { message } from '@optique/core/message'
import { map } from '@optique/core/modifiers'
import { command } from '@optique/core/primitives'

import { type Command, dataAtRest } from '../context.ts'
import type { Survey } from '../kept-data.ts'
import { reportOf } from '../seizure-lines.ts'

export const seizureReportCommand = command(
  'seizure-report',
  map(object({}), (): Command => seizureReport),
  {
    description: message`Say what a seized disk would teach; reads what is there, changes nothing`,
  },
)

const seizureReport: Command = async (context) => {
  const data = await dataAtRest(context)
  const survey = await data.survey()
  const report = reportOf(survey)
  context.output.result({ ...report, ...survey }, [
    `What ${survey.settings.directory} teaches to whoever takes this machine.`,
    'With the disk encrypted and the machine off: nothing. Else:',
    ...section('Without any passphrase', report.withoutPassphrase),
    ...section('Besides, with the passphrase of the node key', report.withPassphrase),
    ...section('Public anyway', report.public),
    ...section('Not here', report.notHere),
    ...section('Tables and files', tablesAndFiles(survey)),
    ...section('What you can do', report.advice),
  ])
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...(lines.length === 0 ? ['  nothing'] : lines.map((line) => `  - ${line}`))]
}

/** Everything that has rows and is not public, column by column. */
function tablesAndFiles({ tables, files }: Survey): string[] {
  const told = tables.filter(({ rows }) => rows > 0)
  return [
    ...told.flatMap(({ table, rows, teaches }) => {
      const kinds = Object.entries(teaches).filter(([what]) => !DULL.has(what))
      if (kinds.length === 0) return []
      const words = kinds.map(([what, columns]) => `${what} (${columns.join(', ')})`)
      return [`table ${table}, ${rows} rows: ${words.join('; ')}`]
    }),
    ...files.map(({ name, bytes, secrecy }) => `file ${name}, ${bytes} bytes: ${secrecy}`),
  ]
}

const DULL: ReadonlySet<string> = new Set(['public', 'machinery'])
