import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { ownCopy } from '../own-copy.js'
import { frontCoded } from './front-coded.js'
import { HEADER_BYTES, MAGIC, PARTS_OF_SPEECH, SECTIONS, VERSION } from './layout.js'
import type { Lexicon } from './lexicon.js'
import { parentsOf } from './parents.js'
import { recent } from './recent.js'
import type { Taxonomy } from './taxonomy.js'
import { uint24, UINT24_BYTES } from './uint24.js'
import { wordSenses } from './word-senses.js'

/** Concepts whose synsets are remembered: more than the captions of a few thousand images have. */
const REMEMBERED = 8192

/** Longer concepts are looked up anew: they are rare, and memory stays bounded. */
const LONGEST_REMEMBERED = 64

/**
 * WordNet 3.0 as the original of SPICE uses it (RULES 6.1): the synsets of a concept are those of the concept as it stands and of its
 * base form, over all parts of speech together. An id is the offset in WordNet's files with the part of speech forgotten, so 282 ids
 * stand for two synsets.
 *
 * @param bytes - The file data/spice/wordnet.bin. It is kept and read as words are asked for.
 * @param file - How errors name it.
 * @returns Left `BadFile` where the bytes are no such file, or cut off; else Right the lexicon, which is a taxonomy as well.
 * @remarks The file is 2 MB and is not unpacked: reading it takes less than a millisecond. Synsets of concepts met lately are remembered,
 *   16,384 at most. Words come from Princeton's WordNet, whose licence lies beside the file.
 * @category constructors
 * @since 0.3.0
 */
export const readLexicon = (bytes: Uint8Array, file = 'wordnet.bin'): E.Either<RewardError, Lexicon & Taxonomy> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const field = (i: number): number => view.getUint32(4 * i, true)
  if (bytes.length < HEADER_BYTES || field(0) !== MAGIC || field(1) !== VERSION)
    return E.left(badFile(file, 'something else'))
  const counts = PARTS_OF_SPEECH.map((_, i) => field(2 + i))
  const sections: Array<Uint8Array> = []
  let end = HEADER_BYTES
  for (let i = 0; i < SECTIONS; i++) {
    const start = end
    end += field(2 + counts.length + i)
    sections.push(bytes.subarray(start, end))
  }
  if (end !== bytes.length) return E.left(badFile(file, `${bytes.length} bytes instead of ${end}`))
  // The offsets come first: three bytes for every synset.
  const synsets = counts.reduce((sum, count) => sum + count, 0)
  const offsets = (sections[0]?.length ?? 0) / UINT24_BYTES
  if (offsets !== synsets) return E.left(badFile(file, `offsets of ${offsets} synsets instead of ${synsets}`))
  return E.right(lexiconOf(counts, sections))
}

const badFile = (file: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected: 'a compiled WordNet',
  received,
})

const lexiconOf = (counts: ReadonlyArray<number>, sections: ReadonlyArray<Uint8Array>): Lexicon & Taxonomy => {
  const [offsets, parents, words, wordBlocks, exceptions, exceptionBlocks] = sections as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ]
  const firsts = firstOfEach(counts)
  const senses = wordSenses(frontCoded(words, wordBlocks), frontCoded(exceptions, exceptionBlocks))
  const known = recent<ReadonlyArray<number>>(REMEMBERED)
  const synsets = (concept: string): ReadonlyArray<number> => {
    const answer = known.get(concept)
    if (answer !== undefined) return answer
    const found = ascending(senses(concept).map((sense) => uint24(offsets, sense)))
    if (concept.length <= LONGEST_REMEMBERED) known.set(ownCopy(concept), found)
    return found
  }
  return {
    synsets,
    senses,
    partOfSpeech: (sense) => PARTS_OF_SPEECH[firsts.findLastIndex((first) => first <= sense)] ?? 'verb',
    parents: parentsOf(parents, counts),
  }
}

/** Of each part of speech its first synset. */
const firstOfEach = (counts: ReadonlyArray<number>): ReadonlyArray<number> => {
  let next = 0
  return counts.map((count) => (next += count) - count)
}

const ascending = (ids: ReadonlyArray<number>): ReadonlyArray<number> =>
  ids.length < 2 ? ids : [...new Set(ids)].sort((a, b) => a - b)
