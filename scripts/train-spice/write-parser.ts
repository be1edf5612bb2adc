import { FIRST_MARK } from '../../src/spice/parser/word-tags.js'
import { readBracketed } from './bracketed.js'
import { isFirst, type Columns } from './columns.js'
import { contextOf } from './context.js'
import { derive, type Symbols } from './derive.js'
import { labelOf } from './label-of.js'
import type { Labelled } from './sentences.js'
import { wordClassTags } from './word-class-tags.js'
import { writeModel, type TagList } from './write-model.js'

/** The columns that no tree near its sentence's best has are left out of the file. */
const FARTHEST_RULE = 12

/** Of the sentences, one in so many is looked at for what stands beside a span. */
const CONTEXT_SAMPLE = 2

/** The likeliest tag of a word. */
const classOf = (
  tags: ReadonlyArray<readonly [number, number]>,
  prior: ReadonlyArray<number>,
  symbols: Symbols,
): string => {
  const merit = ([symbol, score]: readonly [number, number]): number => score + (prior[symbol] ?? 0)
  const best = tags.reduce((a, b) => (merit(b) > merit(a) ? b : a))
  return labelOf(symbols.names[best[0]] ?? '')
}

/** Words with at most this many sentences stand for the words that nobody has seen. */
const RARE = 3

/** Writes the file of a parser with the scores given to the columns. What does not depend on the scores is worked out once. */
export const parserWriter = (
  columns: Columns,
  symbols: Symbols,
  sentences: ReadonlyArray<Labelled>,
): ((scores: Float64Array) => Uint8Array) => {
  const frequency = new Map<string, number>()
  for (const { kind, words } of sentences)
    if (kind !== 'probe') for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const mass = new Array<number>(symbols.names.length).fill(0)
  for (const [i, column] of columns.list.entries()) {
    const symbol = column.kind === 'rule' ? column.parent : column.symbol
    mass[symbol] = (mass[symbol] as number) + (columns.mass[i] as number)
  }
  const prior = mass.map((sum) => Math.log(sum + 1e-4))
  const examples = sentences
    .filter((_, i) => i % CONTEXT_SAMPLE === 0)
    .map(({ words, tree }) => [words, derive(readBracketed(tree, 'tags'), words, symbols)] as const)
  return (scores) => {
    const rules: Array<readonly [number, number, number, number]> = []
    const words = new Map<string, { word: string; first: boolean; tags: Array<readonly [number, number]> }>()
    for (const [i, column] of columns.list.entries()) {
      const score = scores[i] as number
      if (column.kind === 'rule') {
        if ((columns.distance[i] as number) <= FARTHEST_RULE)
          rules.push([column.parent, column.left, column.right, score])
        continue
      }
      const key = (column.first ? FIRST_MARK : '') + column.word
      const entry = words.get(key) ?? { word: column.word, first: column.first, tags: [] }
      words.set(key, entry)
      entry.tags.push([column.symbol, score])
    }
    const rare = [...words.values()]
      .filter(({ word, first }) => (frequency.get(first ? word.toLowerCase() : word) ?? 0) <= RARE)
      .map(({ word, first, tags }) => [word, first, tags] as const)
    const classes = new Map([...words].map(([key, { tags }]) => [key, classOf(tags, prior, symbols)]))
    const context = contextOf(
      examples,
      symbols.names,
      (word, i) => classes.get((isFirst(word, i) ? FIRST_MARK : '') + word) ?? classes.get(word) ?? '',
    )
    return writeModel({
      symbols: symbols.names,
      prior,
      context,
      rules,
      words: new Map([...words].map(([key, { tags }]): [string, TagList] => [key, tags])),
      classes: wordClassTags(rare),
      about: `learned from ${sentences.length} sentences of the original`,
    })
  }
}
