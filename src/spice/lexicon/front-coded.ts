import { LAST } from './layout.js'
import { UINT24_BYTES, uint24 } from './uint24.js'

/** Entries of a block; the first one of each is written in full. */
export const BLOCK = 16

/** The most characters an entry takes over from the one before it: five bits of its head. */
export const MOST_SHARED = 31

/** Lengths of a payload up to here stand in the head, in three bits; of a longer one, what it is longer by is the next byte. */
export const LONG_PAYLOAD = 7

/** Strings with a payload each, in order. */
export interface FrontCoded {
  /** The payload of the string that the first `length` units of `key` spell, or nothing. */
  readonly find: (key: Uint8Array, length: number) => Uint8Array | undefined
}

/**
 * A sorted table of strings in which each takes over the beginning of the one before it. An entry: its head (shared characters
 * * 8 + length of the payload), the other characters, the payload. Found by bisection of the blocks, then by reading one.
 *
 * @param blocks - Where each block starts, and the end of the last.
 */
export const frontCoded = (entries: Uint8Array, blocks: Uint8Array): FrontCoded => {
  const find: FrontCoded['find'] = (key, length) => {
    let [low, high] = [0, blocks.length / UINT24_BYTES - 1]
    // The last block whose first entry is not above the key.
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (isAbove(entries, uint24(blocks, middle), key, length)) high = middle
      else low = middle
    }
    return low < high ? scan(entries, uint24(blocks, low), uint24(blocks, high), key, length) : undefined
  }
  return { find }
}

/** Whether the first entry of a block is above the key. */
const isAbove = (entries: Uint8Array, start: number, key: Uint8Array, length: number): boolean => {
  const first = suffixAt(entries, start)
  for (let i = 0; ; i++) {
    const unit = entries[first + i] as number
    const character = unit & ~LAST
    if (i === length) return true
    if (character !== key[i]) return character > (key[i] as number)
    if (unit >= LAST) return false
  }
}

/** Where the characters of an entry start. */
const suffixAt = (entries: Uint8Array, entry: number): number =>
  entry + (((entries[entry] as number) & LONG_PAYLOAD) === LONG_PAYLOAD ? 2 : 1)

const scan = (
  entries: Uint8Array,
  start: number,
  end: number,
  key: Uint8Array,
  length: number,
): Uint8Array | undefined => {
  // How many characters the entry before has in common with the key, which is above it.
  let common = 0
  for (let at = start; at < end;) {
    const head = entries[at] as number
    const shared = head >> 3
    let payload = head & LONG_PAYLOAD
    at++
    if (payload === LONG_PAYLOAD) payload += entries[at++] as number
    if (shared > common) {
      // It differs from the key where the one before did.
      while (at < end && (entries[at] as number) < LAST) at++
      at += 1 + payload
      continue
    }
    common = shared
    for (;;) {
      const unit = entries[at++] as number
      const character = unit & ~LAST
      if (common === length || character > (key[common] as number)) return undefined
      if (character < (key[common] as number)) {
        for (let last = unit; last < LAST && at < end;) last = entries[at++] as number
        break
      }
      common++
      if (unit >= LAST) {
        if (common === length) return entries.subarray(at, at + payload)
        break
      }
    }
    at += payload
  }
  return undefined
}
