/**
 * The similarity of Python's `difflib.SequenceMatcher`: Ratcliff and Obershelp's gestalt pattern matching ("Pattern Matching:
 * The Gestalt Approach", Dr. Dobb's Journal, July 1988) with difflib's rule for popular elements. The longest common block is
 * found, then the same left and right of it; among blocks of one length the first in `a` is taken, then the first in `b`.
 */

/** A common block: `a[aStart, aStart + size)` equals `b[bStart, bStart + size)`, counted in code points. */
export type MatchingBlock = readonly [aStart: number, bStart: number, size: number]

/** Options of the sequence matcher. */
export interface SequenceMatcherOptions {
  /**
   * difflib's `autojunk`: when `b` has 200 or more elements, those that make up more than 1 % of it (plus one) start no block.
   * Default true.
   */
  readonly autojunk?: boolean
}

/** difflib's threshold for popular elements: length of `b` from which they are looked for. */
const AUTOJUNK_LENGTH = 200

/** Symbols below this are looked up in a table, the others in a map. */
const TABLE_SIZE = 256

/** Working memory for longer inputs than this is not kept. */
const KEPT_LENGTH = 2 ** 16

/** Working memory, kept from call to call: a call on short words must not allocate. */
const table = new Int32Array(TABLE_SIZE)
let a = new Int32Array(64)
let b = new Int32Array(64)
/** Last position in `b` of the symbol at a position of `a`, or -1. */
let lastInB = new Int32Array(64)
/** Position in `b` of the same symbol before this one, or -1. */
let previous = new Int32Array(64)
/** Length of the common run that ends at a position of `b`, valid where `runRow` is the row before. */
let run = new Int32Array(64)
let runRow = new Int32Array(64)
let row = 0

/** The longest block of the search under way. */
let bestA = 0
let bestB = 0
let bestSize = 0

const reserve = (length: number): void => {
  if (length <= a.length && a.length <= KEPT_LENGTH) return
  const size = 2 ** Math.ceil(Math.log2(Math.max(length, 64)))
  a = new Int32Array(size)
  b = new Int32Array(size)
  lastInB = new Int32Array(size)
  previous = new Int32Array(size)
  run = new Int32Array(size)
  runRow = new Int32Array(size)
  row = 0
}

/** Writes the code points of a text; a lone surrogate is one. Answers how many there are. */
const codePoints = (text: string, into: Int32Array): number => {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00) {
      const point = text.codePointAt(i) as number
      if (point > 0xffff) i++
      into[length++] = point
    } else into[length++] = unit
  }
  return length
}

/** Chains the positions of each symbol of `b`, and finds for each symbol of `a` where its chain ends. */
const index = (aLength: number, bLength: number, autojunk: boolean): void => {
  table.fill(-1)
  const wide = new Map<number, number>()
  const last = (symbol: number): number => (symbol < TABLE_SIZE ? (table[symbol] as number) : (wide.get(symbol) ?? -1))
  const setLast = (symbol: number, position: number): void => {
    if (symbol < TABLE_SIZE) table[symbol] = position
    else wide.set(symbol, position)
  }
  for (let j = 0; j < bLength; j++) {
    const symbol = b[j] as number
    previous[j] = last(symbol)
    setLast(symbol, j)
  }
  if (autojunk && bLength >= AUTOJUNK_LENGTH) for (const symbol of popular(bLength)) setLast(symbol, -1)
  for (let i = 0; i < aLength; i++) lastInB[i] = last(a[i] as number)
}

const popular = (bLength: number): ReadonlyArray<number> => {
  const limit = Math.floor(bLength / 100) + 1
  const counts = new Map<number, number>()
  for (let j = 0; j < bLength; j++) counts.set(b[j] as number, (counts.get(b[j] as number) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > limit).map(([symbol]) => symbol)
}

/** Finds the longest common block of `a[aLow, aHigh)` and `b[bLow, bHigh)`. */
const findLongest = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
  bestA = aLow
  bestB = bLow
  bestSize = 0
  // A fresh row number between searches: runs of the search before must not go on.
  row++
  for (let i = aLow; i < aHigh; i++) {
    row++
    let foundHere = false
    // From right to left, so that the run to the left of j is still that of the row before.
    for (let j = lastInB[i] as number; j >= bLow; j = previous[j] as number) {
      if (j >= bHigh) continue
      const size = j > bLow && runRow[j - 1] === row - 1 ? (run[j - 1] as number) + 1 : 1
      run[j] = size
      runRow[j] = row
      if (size > bestSize || (foundHere && size === bestSize)) {
        foundHere = true
        bestA = i - size + 1
        bestB = j - size + 1
        bestSize = size
      }
    }
  }
  // Popular symbols start no block, but they prolong one.
  while (bestA > aLow && bestB > bLow && a[bestA - 1] === b[bestB - 1]) {
    bestA--
    bestB--
    bestSize++
  }
  while (bestA + bestSize < aHigh && bestB + bestSize < bHigh && a[bestA + bestSize] === b[bestB + bestSize]) bestSize++
}

/** Matches both texts; the blocks go to `blocks` where it is given, unordered. Answers how many code points match, and the lengths. */
const match = (
  first: string,
  second: string,
  autojunk: boolean,
  blocks?: Array<MatchingBlock>,
): { readonly matches: number; readonly aLength: number; readonly bLength: number } => {
  reserve(Math.max(first.length, second.length))
  // Row numbers are 32-bit: start over long before they run out.
  if (row > 2 ** 30) {
    runRow.fill(0)
    row = 0
  }
  const aLength = codePoints(first, a)
  const bLength = codePoints(second, b)
  index(aLength, bLength, autojunk)
  let matches = 0
  const pending = [0, aLength, 0, bLength]
  while (pending.length > 0) {
    const bHigh = pending.pop() as number
    const bLow = pending.pop() as number
    const aHigh = pending.pop() as number
    const aLow = pending.pop() as number
    findLongest(aLow, aHigh, bLow, bHigh)
    if (bestSize === 0) continue
    matches += bestSize
    blocks?.push([bestA, bestB, bestSize])
    const aEnd = bestA + bestSize
    const bEnd = bestB + bestSize
    if (aEnd < aHigh && bEnd < bHigh) pending.push(aEnd, aHigh, bEnd, bHigh)
    if (aLow < bestA && bLow < bestB) pending.push(aLow, bestA, bLow, bestB)
  }
  // Lets go of memory beyond the usual.
  reserve(0)
  return { matches, aLength, bLength }
}

/**
 * `difflib.SequenceMatcher(None, a, b).ratio()`: 2 M / (|a| + |b|), with M the code points in matching blocks.
 *
 * @param a - Any text; lengths are counted in code points, a lone surrogate being one.
 * @param b - The order matters: ratio(a, b) need not be ratio(b, a).
 * @returns A number in [0, 1], no unit: 1 for equal texts (two empty ones too), equal to Python's to the last bit.
 * @remarks Time is quadratic at worst, as difflib's is. Source: Python 3 `difflib`; Ratcliff and Metzener 1988.
 * @example
 * ```ts @import.meta.vitest
 * expect(sequenceMatcherRatio('abcd', 'bcde')).toBe(0.75)
 * expect([sequenceMatcherRatio('tide', 'diet'), sequenceMatcherRatio('diet', 'tide')]).toEqual([0.25, 0.5])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const sequenceMatcherRatio = (a: string, b: string, options: SequenceMatcherOptions = {}): number => {
  const { matches, aLength, bLength } = match(a, b, options.autojunk ?? true)
  return aLength + bLength === 0 ? 1 : (2 * matches) / (aLength + bLength)
}

/**
 * `difflib.SequenceMatcher(None, a, b).get_matching_blocks()`: the common blocks from left to right, no two of which
 * touch, closed by an empty block at both ends.
 *
 * @param a - Any text.
 * @param b - Any text.
 * @returns Triples [start in a, start in b, size], counted in code points; the last one is [|a|, |b|, 0].
 * @example
 * ```ts @import.meta.vitest
 * expect(matchingBlocks('qabxcd', 'abycdf')).toEqual([[1, 0, 2], [4, 3, 2], [6, 6, 0]])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const matchingBlocks = (
  a: string,
  b: string,
  options: SequenceMatcherOptions = {},
): ReadonlyArray<MatchingBlock> => {
  const blocks: Array<MatchingBlock> = []
  const { aLength, bLength } = match(a, b, options.autojunk ?? true, blocks)
  blocks.sort(([left], [right]) => left - right)
  blocks.push([aLength, bLength, 0])
  return blocks
}
