/** The page of an alert, by its name: `<slug>~<last 8 of the SCID>`. SPEC: design.md, section 12. */
export function alertPath(name: string): string {
  return `/alerts/${name}`
}
