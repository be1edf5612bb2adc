import { toUnits } from './units.js'
import { isSpace } from './whitespace.js'

/** FNV-1a's constants, with a final mix: the low bits choose the slot. */
const HASH_SEED = 0x811c9dc5
const HASH_PRIME = 0x01000193
const mix = (hash: number): number => hash ^ (hash >>> 15)

/** Words a new table has room for, and the most a used one keeps room for. */
const FEWEST_WORDS = 16
const KEPT_WORDS = 2 ** 11

/** Texts up to here are read into memory that is kept. */
const KEPT_UNITS = 4096

/** Units of a text for each word there is room for at first: growing later costs more than room. */
const UNITS_PER_WORD = 8

/**
 * The distinct words of a text, in order of first appearance, held as offsets: a megabyte of words is counted without making a
 * string of any. Tables are used again and again; `fill` forgets what was there.
 */
export class WordTable {
  private text = ''
  private scratch = new Uint16Array(KEPT_UNITS)
  private units = this.scratch
  /** How many distinct words there are. */
  size = 0
  /** Where each word begins and ends in the text, in UTF-16 units. */
  private start = new Int32Array(FEWEST_WORDS)
  private end = new Int32Array(FEWEST_WORDS)
  private hash = new Int32Array(FEWEST_WORDS)
  /** Open addressing: index of a word plus one, 0 where free. At most half full. */
  private slots = new Int32Array(2 * FEWEST_WORDS)

  /**
   * Reads the words between Python's white space.
   *
   * @param order - Where it is given, gets the number of each word as it stands in the text; long enough for every other unit.
   * @returns How many words the text has, repeated ones counted.
   */
  fill(text: string, order?: Int32Array): number {
    const room = 2 ** Math.ceil(Math.log2(text.length / UNITS_PER_WORD))
    if (room > KEPT_WORDS && room > this.start.length) this.allocate(room)
    else this.slots.fill(0)
    this.text = text
    this.size = 0
    const units = (this.units = toUnits(text, this.scratch))
    const { length } = text
    let start = -1
    let hash = HASH_SEED
    let count = 0
    for (let at = 0; at < length; at++) {
      const unit = units[at] as number
      if (!isSpace(unit)) {
        if (start < 0) start = at
        hash = Math.imul(hash ^ unit, HASH_PRIME)
      } else if (start >= 0) {
        const word = this.add(start, at, mix(hash))
        if (order !== undefined) order[count] = word
        count++
        start = -1
        hash = HASH_SEED
      }
    }
    if (start >= 0) {
      const word = this.add(start, length, mix(hash))
      if (order !== undefined) order[count] = word
      count++
    }
    return count
  }

  /** Lets go of the text and of memory beyond the usual. */
  release(): void {
    this.text = ''
    this.units = this.scratch
    this.size = 0
    if (this.start.length > KEPT_WORDS) this.allocate(FEWEST_WORDS)
  }

  /** The index of a word of another table, or -1. */
  indexOf(other: WordTable, word: number): number {
    const slot = this.find(
      other.units,
      other.start[word] as number,
      other.end[word] as number,
      other.hash[word] as number,
    )
    return (this.slots[slot] as number) - 1
  }

  /** Length in UTF-16 units. */
  lengthOf(word: number): number {
    return (this.end[word] as number) - (this.start[word] as number)
  }

  wordAt(word: number): string {
    return this.text.slice(this.start[word], this.end[word])
  }

  private add(start: number, end: number, hash: number): number {
    const slot = this.find(this.units, start, end, hash)
    const known = (this.slots[slot] as number) - 1
    if (known >= 0) return known
    const word = this.size++
    this.slots[slot] = word + 1
    this.start[word] = start
    this.end[word] = end
    this.hash[word] = hash
    if (this.size === this.start.length) this.grow()
    return word
  }

  /** The slot of a word, or the free one where it belongs. */
  private find(from: Uint16Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (;;) {
      const word = (this.slots[slot] as number) - 1
      if (word < 0 || (this.hash[word] === hash && this.equals(word, from, start, end))) return slot
      slot = (slot + 1) & mask
    }
  }

  private equals(word: number, from: Uint16Array, start: number, end: number): boolean {
    if (this.lengthOf(word) !== end - start) return false
    const offset = (this.start[word] as number) - start
    for (let at = start; at < end; at++) if (this.units[at + offset] !== from[at]) return false
    return true
  }

  private grow(): void {
    const { start, end, hash, size } = this
    this.allocate(start.length * 2)
    this.start.set(start)
    this.end.set(end)
    this.hash.set(hash)
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
    this.slots = new Int32Array(2 * words)
  }
}
