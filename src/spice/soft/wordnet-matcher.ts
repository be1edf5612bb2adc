import { recent } from '../lexicon/recent.js'
import type { Taxonomy } from '../lexicon/taxonomy.js'
import { ownCopy } from '../own-copy.js'
import { type Phrase, phraseOf, phraseSimilarity, type WordSimilarity } from './phrase.js'
import type { PureMatcher, SoftTuple } from './tuple-matcher.js'
import { type Word, wordOf, wordSimilarity } from './word.js'

/** Words and phrases that are remembered: a few kilobytes each. */
const REMEMBERED = 1024

/** Longer ones are looked up anew: they are rare, and memory stays bounded. */
const LONGEST_REMEMBERED = 64

/** Pairs of words that are remembered while two graphs are compared. */
const MOST_PAIRS = 65_536

/** Synonyms of a merged concept that are compared; more don't come from captions. */
const MOST_SYNONYMS = 8

/**
 * How similar tuples are by WordNet: the geometric mean, over their places, of how similar the concepts there are.
 *
 * Two nouns or verbs: 1 / (1 + d), d the steps of the shortest way between them by way of what both are a kind of, over all their
 * senses; 0 without one. Two adjectives or adverbs: 1 where they are synonyms. A word that is neither noun nor verb: at least Dice's
 * coefficient of the words' trigrams of characters. Phrases: as the dictionary has them, or word by word. Merged synonyms: the best.
 *
 * @param taxonomy - The one that ships with the package, or another one.
 * @returns A matcher: symmetric, deterministic, in [0, 1], 1 for the same tuple and for synonyms.
 * @remarks The geometric mean keeps tuples of two and three places on the scale of one, and is 0 where one place has nothing in common.
 * @example
 * ```ts @import.meta.vitest
 * // 0 is a person, 1 a man, 2 a woman.
 * const matcher = wordNetMatcher({
 *   senses: (word) => [['person', 'man', 'woman'].indexOf(word)],
 *   partOfSpeech: () => 'noun',
 *   parents: (sense) => (sense === 0 ? [] : [0]),
 * })
 * expect(matcher({ candidate: [[['man']]], reference: [[['person']], [['woman']], [['man']]] })).toEqual(Float64Array.of(1 / 2, 1 / 3, 1))
 * ```
 * @category constructors
 * @since 0.3.0
 */
export const wordNetMatcher = (taxonomy: Taxonomy): PureMatcher => {
  const word = remembering((text): Word => wordOf(text, taxonomy))
  const phrase = remembering((text): Phrase => phraseOf(text, word))
  return ({ candidate, reference }) => {
    const [rows, columns] = [new Concepts(phrase), new Concepts(phrase)]
    const [tuples, others] = [candidate.map(rows.numbersOf), reference.map(columns.numbersOf)]
    // Each pair of concepts is compared once, however many tuples they stand in; and so is each pair of words.
    const words = comparingOnce()
    const known = new Float64Array(rows.size * columns.size).fill(NaN)
    const similarity = (row: number, column: number): number => {
      const at = row * columns.size + column
      if (Number.isNaN(known[at])) known[at] = conceptSimilarity(rows.phrasesOf(row), columns.phrasesOf(column), words)
      return known[at] as number
    }
    const similarities = new Float64Array(tuples.length * others.length)
    let at = 0
    for (const tuple of tuples) for (const other of others) similarities[at++] = geometricMean(tuple, other, similarity)
    return similarities
  }
}

const remembering = <A>(make: (text: string) => A): ((text: string) => A) => {
  const made = recent<A>(REMEMBERED)
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    if (text.length > LONGEST_REMEMBERED) return make(text)
    const kept = ownCopy(text)
    const fresh = make(kept)
    made.set(kept, fresh)
    return fresh
  }
}

/** The concepts of one side of a pair, numbered; tuples of a graph share them. */
class Concepts {
  private readonly numbers = new Map<ReadonlyArray<string>, number>()
  private readonly phrases: Array<ReadonlyArray<Phrase>> = []

  constructor(private readonly phrase: (text: string) => Phrase) {}

  get size(): number {
    return this.phrases.length
  }

  readonly numbersOf = (tuple: SoftTuple): ReadonlyArray<number> => tuple.map((strings) => this.numberOf(strings))

  phrasesOf(number: number): ReadonlyArray<Phrase> {
    return this.phrases[number] as ReadonlyArray<Phrase>
  }

  private numberOf(strings: ReadonlyArray<string>): number {
    const known = this.numbers.get(strings)
    if (known !== undefined) return known
    this.numbers.set(strings, this.phrases.length)
    return this.phrases.push(strings.slice(0, MOST_SYNONYMS).map(this.phrase)) - 1
  }
}

const comparingOnce = (): WordSimilarity => {
  const known = new Map<Word, Map<Word, number>>()
  let count = 0
  return (a, b) => {
    let ofA = known.get(a)
    const remembered = ofA?.get(b)
    if (remembered !== undefined) return remembered
    const similarity = wordSimilarity(a, b)
    if (count++ >= MOST_PAIRS) return similarity
    if (ofA === undefined) known.set(a, (ofA = new Map<Word, number>()))
    ofA.set(b, similarity)
    return similarity
  }
}

const conceptSimilarity = (a: ReadonlyArray<Phrase>, b: ReadonlyArray<Phrase>, similarity: WordSimilarity): number => {
  let best = 0
  for (const phrase of a) for (const other of b) best = Math.max(best, phraseSimilarity(phrase, other, similarity))
  return best
}

const geometricMean = (
  tuple: ReadonlyArray<number>,
  other: ReadonlyArray<number>,
  similarity: (row: number, column: number) => number,
): number => {
  let product = 1
  for (let place = 0; place < tuple.length; place++) {
    product *= similarity(tuple[place] as number, other[place] as number)
    if (product === 0) return 0
  }
  return tuple.length === 1 ? product : product ** (1 / tuple.length)
}
