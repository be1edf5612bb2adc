import { isSpace } from '../text/whitespace.js'

/**
 * The distinct words of a text, in order of first appearance, held as offsets: a megabyte of words is counted without making a
 * string of any. Tables are used again and again; `fill` forgets what was there.
 */
export class WordTable {
  text = ''
  /** How many distinct words there are. */
  size = 0
  start = new Int32Array(16)
  end = new Int32Array(16)
  /** Code points in each word. */
  points = new Int32Array(16)
  /** One bit for each code point modulo 32 that occurs in the word; a pair of surrogates shows by its second half alone. */
  letters = new Int32Array(16)
  private hash = new Int32Array(16)
  /** Open addressing: index of a word plus one, 0 where free. At most half full. */
  private slots = new Int32Array(32)

  /** Reads the words between Python's white space. */
  fill(text: string): void {
    this.slots.fill(0)
    this.text = text
    this.size = 0
    const { length } = text
    let at = 0
    while (at < length) {
      let unit = text.charCodeAt(at)
      if (isSpace(unit)) {
        at++
        continue
      }
      const start = at
      let hash = HASH_SEED
      let letters = 0
      let pairs = 0
      let before = 0
      do {
        hash = Math.imul(hash ^ unit, HASH_PRIME)
        const half = unit & 0xfc00
        if (half !== HIGH_SURROGATE) letters |= 1 << (unit & 31)
        if (half === LOW_SURROGATE && before === HIGH_SURROGATE) pairs++
        before = half
        unit = ++at < length ? text.charCodeAt(at) : 0x20
      } while (!isSpace(unit))
      this.add(start, at, mix(hash), at - start - pairs, letters)
    }
  }

  /** Lets go of the text and of memory beyond the usual. */
  release(): void {
    this.text = ''
    this.size = 0
    if (this.slots.length > KEPT_SLOTS) this.allocate(16)
  }

  /** The index of a word of another table, or -1. */
  indexOf(other: WordTable, word: number): number {
    const slot = this.find(
      other.text,
      other.start[word] as number,
      other.end[word] as number,
      other.hash[word] as number,
    )
    return (this.slots[slot] as number) - 1
  }

  wordAt(word: number): string {
    return this.text.slice(this.start[word], this.end[word])
  }

  private add(start: number, end: number, hash: number, points: number, letters: number): void {
    const slot = this.find(this.text, start, end, hash)
    if (this.slots[slot] !== 0) return
    const word = this.size++
    this.slots[slot] = word + 1
    this.start[word] = start
    this.end[word] = end
    this.hash[word] = hash
    this.points[word] = points
    this.letters[word] = letters
    if (this.size * 2 > this.slots.length - 2) this.grow()
  }

  /** The slot of a word, or the free one where it belongs. */
  private find(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (;;) {
      const word = (this.slots[slot] as number) - 1
      if (word < 0 || (this.hash[word] === hash && this.equals(word, text, start, end))) return slot
      slot = (slot + 1) & mask
    }
  }

  private equals(word: number, text: string, start: number, end: number): boolean {
    const offset = (this.start[word] as number) - start
    if ((this.end[word] as number) - offset !== end) return false
    for (let at = start; at < end; at++) if (this.text.charCodeAt(at + offset) !== text.charCodeAt(at)) return false
    return true
  }

  private grow(): void {
    const { start, end, hash, points, letters, size } = this
    this.allocate(start.length * 4)
    this.start.set(start)
    this.end.set(end)
    this.hash.set(hash)
    this.points.set(points)
    this.letters.set(letters)
    const mask = this.slots.length - 1
    for (let word = 0; word < size; word++) {
      let slot = (hash[word] as number) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = word + 1
    }
  }

  private allocate(words: number): void {
    this.start = new Int32Array(words)
    this.end = new Int32Array(words)
    this.hash = new Int32Array(words)
    this.points = new Int32Array(words)
    this.letters = new Int32Array(words)
    this.slots = new Int32Array(words * 2)
  }
}

const HIGH_SURROGATE = 0xd800
const LOW_SURROGATE = 0xdc00

/** A table that grew beyond this is given back. */
const KEPT_SLOTS = 2 ** 12

/** FNV-1a's constants, with a final mix: the low bits choose the slot. */
const HASH_SEED = 0x811c9dc5
const HASH_PRIME = 0x01000193
const mix = (hash: number): number => hash ^ (hash >>> 15)
