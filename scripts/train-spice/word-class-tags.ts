import { wordClasses } from '../../src/spice/parser/word-class.js'
import type { TagList } from './write-model.js'

/** A class needs this many words, and a tag this share of them. */
const FEWEST_WORDS = 6
const LEAST_SHARE = 0.4

/**
 * The tags of words that nobody has seen: those that most rare words of the same class have, each with the median of its scores. The original
 * gives unknown words scores by their shape and ending alone, so most rare words of a class share them exactly.
 */
export const wordClassTags = (
  rare: Iterable<readonly [word: string, first: boolean, tags: TagList]>,
): ReadonlyMap<string, TagList> => {
  const classes = new Map<string, { words: number; scores: Map<number, Array<number>> }>()
  for (const [word, first, tags] of rare)
    for (const name of [...wordClasses(word, first), '']) {
      const entry = classes.get(name) ?? { words: 0, scores: new Map<number, Array<number>>() }
      classes.set(name, entry)
      entry.words++
      for (const [symbol, score] of tags) {
        const list = entry.scores.get(symbol)
        if (list === undefined) entry.scores.set(symbol, [score])
        else list.push(score)
      }
    }
  const answer = new Map<string, TagList>()
  for (const [name, { words, scores }] of classes) {
    if (words < FEWEST_WORDS && name !== '') continue
    const tags = [...scores]
      .filter(([, list]) => list.length >= words * LEAST_SHARE)
      .map(([symbol, list]) => [symbol, median(list)] as const)
    if (tags.length > 0) answer.set(name, tags)
  }
  return answer
}

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] as number
}
