/**
 * How many different windows of `size` neighbours a sequence has. Exact: a hash only says where to look, and every match is
 * confirmed.
 *
 * A window is told by two overlapping windows that are numbered already, so that about log2(size) rounds over the sequence are
 * enough, whatever the size.
 *
 * @param items - Equal items have equal numbers, which are integers of any size.
 * @param size - At least 1 and at most the number of items.
 */
export const distinctWindows = (items: ArrayLike<number>, size: number): number => {
  let windows = items
  let width = 1
  while (2 * width < size) {
    windows = numberPairs(windows, width).ids
    width *= 2
  }
  return numberPairs(windows, size - width).distinct
}

/** A number for each position, equal where the positions are; and how many different ones there are. */
interface Numbering {
  readonly ids: Int32Array
  readonly distinct: number
}

/** Numbers the pairs (ids[i], ids[i + step]) in order of first appearance. */
const numberPairs = (ids: ArrayLike<number>, step: number): Numbering => {
  const numbers = new Int32Array(ids.length - step)
  const bits = tableBits(numbers.length)
  // By the hash of a pair, the first position that has it, plus one; 0 is a free place.
  const table = new Int32Array(1 << bits)
  const mask = table.length - 1
  let distinct = 0
  for (let i = 0; i < numbers.length; i++) {
    const a = ids[i] as number
    const b = ids[i + step] as number
    let place = spread(Math.imul(a, 0x9e3779b1) + b) >>> (32 - bits)
    let first = table[place] as number
    while (first > 0 && (ids[first - 1] !== a || ids[first - 1 + step] !== b)) {
      place = (place + 1) & mask
      first = table[place] as number
    }
    if (first > 0) {
      numbers[i] = numbers[first - 1] as number
    } else {
      table[place] = i + 1
      numbers[i] = distinct++
    }
  }
  return { ids: numbers, distinct }
}

/** Log2 of the size of a table that stays at most half full with that many entries. */
const tableBits = (entries: number): number => 33 - Math.clz32(entries)

/** Spreads 32 bits, so that the upper ones can be a place in a table. */
const spread = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
