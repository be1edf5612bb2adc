import type { Similarities, SoftTuple, TuplePair } from '../../../spice/soft/tuple-matcher.js'
import { cosine, type Embedding } from './pool.js'

/** A tuple as one would say it: "car", "red car", "man ride horse". Of merged synonyms the first one speaks. */
const phraseOf = (tuple: SoftTuple): string => {
  const [object = '', second, third] = tuple.map((strings) => strings[0] ?? '')
  return third === undefined ? [second, object].filter(Boolean).join(' ') : [object, second, third].join(' ')
}

/** The distinct phrases of a batch. */
export const phrasesOf = (pairs: ReadonlyArray<TuplePair>): ReadonlyArray<string> => [
  ...new Set(pairs.flatMap(({ candidate, reference }) => [...candidate, ...reference].map(phraseOf))),
]

/** How similar the tuples of a pair are, as phrases: the cosine, 0 where it is negative. */
export const phraseCosines = (
  { candidate, reference }: TuplePair,
  embeddings: ReadonlyMap<string, Embedding>,
): Similarities => {
  const [phrases, others] = [candidate.map(phraseOf), reference.map(phraseOf)]
  const similarities = new Float64Array(phrases.length * others.length)
  let at = 0
  for (const phrase of phrases) {
    const embedding = embeddings.get(phrase) as Embedding
    for (const other of others)
      // Rounding puts the cosine of a vector with itself beside 1.
      similarities[at++] =
        phrase === other ? 1 : Math.min(1, Math.max(0, cosine(embedding, embeddings.get(other) as Embedding)))
  }
  return similarities
}
