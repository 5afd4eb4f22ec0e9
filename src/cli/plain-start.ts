/** `tessera start` without any flag, as services run it: it needs no parser, which takes its time. */
export function isPlainStart(argv: readonly string[]): boolean {
  return argv.length === 1 && argv[0] === 'start'
}
