/** The 32-bit FNV-1a hash of a text's UTF-8 bytes. */
export const fnv1a32 = (text: string): number => {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** The i-th number of the sequence that `seed` names: unsigned, 32 bits. */
export const hash32 = (seed: number, i: number): number => {
  let x = (seed + Math.imul(0x9e3779b9, i + 1)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
