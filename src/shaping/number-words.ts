import { isSpace } from '../text/whitespace.js'
import { spread } from './distinct-windows.js'

/**
 * Numbers the words of a text, its runs between (Python's) white space, lower-cased: equal words get equal numbers, in order of
 * first appearance. No word is cut out of the text.
 */
export const numberWords = (text: string): Int32Array => {
  const lower = text.toLowerCase()
  const dictionary = new Dictionary(lower)
  let numbers = new Int32Array(FIRST_WORDS)
  let count = 0
  let i = 0
  while (i < lower.length) {
    if (isSpace(lower.charCodeAt(i))) {
      i++
      continue
    }
    const start = i
    let hash = 0
    do hash = (Math.imul(hash, 0x9e3779b1) + lower.charCodeAt(i++)) | 0
    while (i < lower.length && !isSpace(lower.charCodeAt(i)))
    if (count === numbers.length) numbers = doubled(numbers)
    numbers[count++] = dictionary.lookUp(start, i - start, hash)
  }
  return numbers.subarray(0, count)
}

const FIRST_BITS = 9

/** How many words there is room for at first: a table is at most half full. */
const FIRST_WORDS = 1 << (FIRST_BITS - 1)

/** The different words of a text, each by the place where it first stands: a hash table that compares every match. */
class Dictionary {
  private size = 0
  private starts = new Int32Array(FIRST_WORDS)
  private lengths = new Int32Array(FIRST_WORDS)
  private hashes = new Int32Array(FIRST_WORDS)
  private bits = FIRST_BITS
  private table = new Int32Array(2 * FIRST_WORDS)

  constructor(private readonly text: string) {}

  /** The number of the word that stands at `start`: a new one if it was not met before. */
  lookUp(start: number, length: number, hash: number): number {
    let place = spread(hash) >>> (32 - this.bits)
    for (;;) {
      const word = (this.table[place] as number) - 1
      if (word < 0) break
      if (this.hashes[word] === hash && this.lengths[word] === length && this.matches(word, start)) return word
      place = (place + 1) & (this.table.length - 1)
    }
    const word = this.size++
    this.starts[word] = start
    this.lengths[word] = length
    this.hashes[word] = hash
    this.table[place] = this.size
    if (this.size === this.starts.length) this.grow()
    return word
  }

  private matches(word: number, start: number): boolean {
    const first = this.starts[word] as number
    const length = this.lengths[word] as number
    for (let k = 0; k < length; k++)
      if (this.text.charCodeAt(first + k) !== this.text.charCodeAt(start + k)) return false
    return true
  }

  private grow(): void {
    this.starts = doubled(this.starts)
    this.lengths = doubled(this.lengths)
    this.hashes = doubled(this.hashes)
    this.bits++
    this.table = new Int32Array(1 << this.bits)
    for (let word = 0; word < this.size; word++) {
      let place = spread(this.hashes[word] as number) >>> (32 - this.bits)
      while (this.table[place] !== 0) place = (place + 1) & (this.table.length - 1)
      this.table[place] = word + 1
    }
  }
}

const doubled = (array: Int32Array): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(2 * array.length)
  larger.set(array)
  return larger
}
