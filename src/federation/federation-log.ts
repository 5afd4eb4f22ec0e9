/** Where federation tells operators what happens; never bodies, keys, or addresses of people. */
export interface FederationLog {
  debug(data: object, message: string): void
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}
