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

/** A table of so many distinct words does not fit a processor's cache: where as many are in sight, they are told apart by groups. */
const MANY_WORDS = 2 ** 18

/** After so many words it is seen how many distinct ones to expect. */
const SAMPLE = 2 ** 14

/** Groups of a long text, by the upper bits of the hash. */
const GROUPS = 64
const groupOf = (hash: number): number => hash >>> 26

const NO_SLOTS = new Int32Array(0)

/**
 * The distinct words of a text, held as offsets: a megabyte of words is counted without making a string of any. They are numbered
 * in order of first appearance, unless `isInOrder` says otherwise. Tables are used again and again; `fill` forgets
 * what was there.
 */
export class WordTable {
  private text = ''
  private scratch = new Uint16Array(KEPT_UNITS)
  private units = this.scratch
  /** How many distinct words there are. */
  size = 0
  /** Whether they are numbered in order of first appearance. */
  isInOrder = true
  /** Where each word begins and ends in the text, in UTF-16 units. */
  private start = new Int32Array(FEWEST_WORDS)
  private end = new Int32Array(FEWEST_WORDS)
  private hash = new Int32Array(FEWEST_WORDS)
  /** Open addressing: number of a word plus one, 0 where free. At most half full. Not there yet after a long text. */
  private slots = new Int32Array(2 * FEWEST_WORDS)

  /**
   * Reads the words between Python's white space.
   *
   * @param order - Where it is given, gets the number of each word as it stands in the text; long enough for every other unit.
   * @returns How many words the text has, repeated ones counted.
   */
  fill(text: string, order?: Int32Array): number {
    this.begin(text)
    const count = this.eachWord((start, end, hash, i) => {
      const word = this.add(start, end, hash)
      if (this.size === this.start.length) this.grow()
      if (order !== undefined) order[i] = word
      if (i === SAMPLE) this.isInOrder = (this.size * text.length) / end < MANY_WORDS
      return this.isInOrder
    })
    return this.isInOrder ? count : this.fillInGroups(order)
  }

  private begin(text: string): void {
    this.text = text
    this.units = toUnits(text, this.scratch)
    this.size = 0
    this.isInOrder = true
    const room = 2 ** Math.ceil(Math.log2(text.length / UNITS_PER_WORD))
    if (this.slots.length === 0 || (room > KEPT_WORDS && room > this.start.length)) {
      this.allocate(Math.max(room, FEWEST_WORDS))
    } else this.slots.fill(0)
  }

  /** Lets go of the text and of memory beyond the usual. */
  release(): void {
    this.text = ''
    this.units = this.scratch
    this.size = 0
    if (this.start.length > KEPT_WORDS || this.slots.length === 0) this.allocate(FEWEST_WORDS)
  }

  /** The number here of a word of another table, or -1. */
  indexOf(other: WordTable, word: number): number {
    if (this.slots.length === 0) this.index(2 ** Math.ceil(Math.log2(2 * this.size + 2)))
    const slot = this.find(
      other.units,
      other.start[word] as number,
      other.end[word] as number,
      other.hash[word] as number,
    )
    return (this.slots[slot] as number) - 1
  }

  /** Where a word first stands, in UTF-16 units. */
  startOf(word: number): number {
    return this.start[word] as number
  }

  /** Length in UTF-16 units. */
  lengthOf(word: number): number {
    return (this.end[word] as number) - (this.start[word] as number)
  }

  wordAt(word: number): string {
    return this.text.slice(this.start[word], this.end[word])
  }

  /** Calls back for every word, in order, as long as that answers true. Answers how many words there are. */
  private eachWord(take: (start: number, end: number, hash: number, i: number) => boolean): number {
    const { units } = this
    const { length } = this.text
    let start = -1
    let hash = HASH_SEED
    let count = 0
    for (let at = 0; at < length; at++) {
      const unit = units[at] as number
      if (!isSpace(unit)) {
        if (start < 0) start = at
        hash = Math.imul(hash ^ unit, HASH_PRIME)
      } else if (start >= 0) {
        if (!take(start, at, mix(hash), count++)) return count
        start = -1
        hash = HASH_SEED
      }
    }
    if (start >= 0) take(start, length, mix(hash), count++)
    return count
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
    const { start, end, hash } = this
    this.allocate(start.length * 2)
    this.start.set(start)
    this.end.set(end)
    this.hash.set(hash)
    this.index(this.slots.length)
  }

  /** Puts every word in a slot. */
  private index(slots: number): void {
    this.slots = new Int32Array(slots)
    const mask = slots - 1
    for (let word = 0; word < this.size; word++) {
      let slot = (this.hash[word] as number) & mask
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

  /** Tells the words apart group by group, so that the slots of one are never far. */
  private fillInGroups(order: Int32Array | undefined): number {
    this.size = 0
    const most = (this.text.length >> 1) + 1
    const [start, end, hash] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)]
    const next = new Int32Array(GROUPS + 1)
    const count = this.eachWord((from, to, code, i) => {
      start[i] = from
      end[i] = to
      hash[i] = code
      const group = groupOf(code) + 1
      next[group] = (next[group] as number) + 1
      return true
    })
    let largest = 0
    for (let group = 1; group <= GROUPS; group++) {
      largest = Math.max(largest, next[group] as number)
      next[group] = (next[group] as number) + (next[group - 1] as number)
    }
    const byGroup = new Int32Array(count)
    for (let i = 0; i < count; i++) {
      const group = groupOf(hash[i] as number)
      const place = next[group] as number
      byGroup[place] = i
      next[group] = place + 1
    }
    this.start = new Int32Array(count)
    this.end = new Int32Array(count)
    this.hash = new Int32Array(count)
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * largest + 2)))
    for (let group = 0, k = 0; group < GROUPS; group++) {
      this.slots.fill(0)
      for (const last = next[group] as number; k < last; k++) {
        const i = byGroup[k] as number
        const word = this.add(start[i] as number, end[i] as number, hash[i] as number)
        if (order !== undefined) order[i] = word
      }
    }
    this.slots = NO_SLOTS
    return count
  }
}
