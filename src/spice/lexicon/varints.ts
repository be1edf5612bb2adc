const MORE = 0x80

/** The numbers of a section of varints: seven bits a byte, the lowest first, the eighth bit set on all bytes but a number's last. */
export const readVarints = (bytes: Uint8Array): Int32Array => {
  const { length } = bytes
  let count = 0
  for (let at = 0; at < length; at++) if ((bytes[at] as number) < MORE) count++
  const values = new Int32Array(count)
  for (let at = 0, i = 0; i < count; i++) {
    let byte = bytes[at++] as number
    let value = byte & ~MORE
    for (let shift = 7; byte >= MORE; shift += 7) {
      byte = bytes[at++] as number
      value |= (byte & ~MORE) << shift
    }
    values[i] = value
  }
  return values
}
