/** Numbers of synsets below it take two bytes, the first one below THREE; others take three, the first one THREE. */
export const TWO_BYTES = 0xff00
export const THREE = 0xff

/** The numbers of the synsets in a payload. */
export const readSynsets = (payload: Uint8Array): ReadonlyArray<number> => {
  const synsets: Array<number> = []
  for (let at = 0; at < payload.length;) {
    const isLong = payload[at] === THREE
    if (isLong) at++
    const number = ((payload[at] as number) << 8) | (payload[at + 1] ?? 0)
    synsets.push(isLong ? number + TWO_BYTES : number)
    at += 2
  }
  return synsets
}
