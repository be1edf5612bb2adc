/** Bytes of a number of a table. */
export const UINT24_BYTES = 3

/** The i-th number of a table of three bytes each, the lowest first: read where it stands, so that loading takes no time. */
export const uint24 = (table: Uint8Array, i: number): number => {
  const at = UINT24_BYTES * i
  return (table[at] as number) | ((table[at + 1] as number) << 8) | ((table[at + 2] as number) << 16)
}
