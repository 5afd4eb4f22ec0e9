/** Spellings of an IPv4 address that some parsers take, within IPv6 too, as hosts of URLs. */
export function spellingsOf(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const [high, low] = [hex(a) + hex(b), hex(c) + hex(d)]
  return [
    String(number),
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    `${a}.${(b << 16) + (c << 8) + d}`,
    `0${a.toString(8)}.${b}.${c}.${d}`,
    `${address}.`,
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[2002:${high}:${low}::]`,
  ]
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
