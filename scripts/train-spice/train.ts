import { readBracketed } from './bracketed.js'
import { columnTable, isFirst, type Columns } from './columns.js'
import { derive, symbolTable, type Symbols } from './derive.js'
import { readLists, sentenceHash } from './lists.js'
import type { ParserPool } from './parse-all.js'
import { percent } from './percent.js'
import { rowTable, type Rows } from './rows.js'
import { scoreModel, type ScoreModel } from './score-model.js'
import type { Labelled } from './sentences.js'
import { parserWriter } from './write-parser.js'

/** A sentence to imitate: the columns of the original's tree, and, where its list is known, the rows of the listed trees and the worst score listed. */
interface Lesson {
  readonly words: ReadonlyArray<string>
  readonly best: Int32Array
  readonly listed: ReadonlyArray<number>
  readonly span: number
}

export interface TrainOptions {
  readonly sentences: ReadonlyArray<Labelled>
  readonly listFiles: ReadonlyArray<string>
  readonly rounds: number
  /** Which sentences without lists are taught in which round. */
  readonly seed: number
  readonly pool: ParserPool
  readonly tell: (text: string) => void
  /** Called with the file after each round. */
  readonly after: (model: Uint8Array, round: number) => Promise<void>
}

/** Trees this much worse than the best say little about which is the best. */
const weightOf = (distance: number): number => 1 / (1 + 0.5 * distance)

/** By how much the original's tree must beat one that it does not list, and one where nothing but its tree is known. */
const MARGIN = { listed: 0, single: 0.05 }
const WEIGHT = { misordered: 1, listed: 0.5, single: 0.2 }

/** Errors of an equation beyond this come from splits that the symbols do not carry: such rows count little. */
const OUTLIER = 0.7
const ITERATIONS = { first: 60, robust: 60, step: 10 }
const STEPS = 6
const TURNS = 3
/** Longer sentences teach nothing that shorter ones do not, and take long. */
const LONGEST_LESSON = 40

export const train = async (options: TrainOptions): Promise<Uint8Array> => {
  const { tell } = options
  const symbols = symbolTable()
  const columns = columnTable()
  const rows = rowTable()
  const lessons = readLessons(options, symbols, columns, rows)
  const equations = rows.count()
  const count = lessons.filter(({ listed }) => listed.length > 0).length
  tell(
    `${lessons.length} sentences, ${count} with lists; ${equations} trees, ${symbols.names.length} symbols, ${columns.list.length} scores to learn`,
  )
  const model = scoreModel(columns, symbols)
  model.fit(rows, ITERATIONS.first, () => false)
  const isOutlier = (row: number, error: number): boolean => row < equations && Math.abs(error) > OUTLIER
  model.fit(rows, ITERATIONS.robust, isOutlier)
  tell(`equations fitted: ${errorsOf(rows, equations, model)}`)
  const counterexamples = new Map<string, number>()
  const write = parserWriter(columns, symbols, options.sentences)
  let mean = model.scores()
  await options.after(write(mean), 0)
  for (let round = 1; round <= options.rounds; round++) {
    const chosen = lessons.flatMap((lesson, i) =>
      isTaught(lesson, i + options.seed, round) ? [[lesson, i] as const] : [],
    )
    const sentences = chosen.map(([{ words }]) => words)
    const trees = await options.pool.parse(write(model.scores()), sentences)
    let wrong = 0
    for (const [n, [lesson, i]] of chosen.entries())
      if (addCounterexample(i, lesson, trees[n] ?? '', symbols, columns, rows, counterexamples)) wrong++
    let active = 0
    // In small steps: which bounds are broken changes with every one of them.
    for (let step = 0; step < STEPS; step++) active = model.fit(rows, ITERATIONS.step, isOutlier)
    const [share, errors] = [percent(wrong, chosen.length), errorsOf(rows, equations, model)]
    tell(`round ${round}: ${share} of the training sentences differed; ${active} bounds active; ${errors}`)
    // The mean of the rounds is steadier than any of them.
    const scores = model.scores()
    mean = mean.map(
      (value, i) => (round === 1 ? 0 : value) + ((scores[i] as number) - (round === 1 ? 0 : value)) / round,
    )
    await options.after(write(mean), round)
  }
  return write(mean)
}

/** All sentences with lists, and a third of the others in turn. */
const isTaught = ({ listed }: Lesson, index: number, round: number): boolean =>
  listed.length > 0 || index % TURNS === round % TURNS

const readLessons = (options: TrainOptions, symbols: Symbols, columns: Columns, rows: Rows): ReadonlyArray<Lesson> => {
  const byHash = new Map(options.sentences.map((sentence) => [sentenceHash(sentence.words.join(' ')), sentence]))
  const lessons: Lesson[] = []
  const done = new Set<Labelled>()
  for (const listFile of options.listFiles)
    for (const list of readLists(listFile)) {
      const sentence = list.hashed ? byHash.get(list.words) : undefined
      if (list.hashed && sentence === undefined) continue
      const words = sentence?.words ?? list.words.split(' ')
      const [best] = list.trees[0] ?? [0]
      const listed = list.trees.map(([score, tree]) => {
        const learned = columns.learn(derive(readBracketed(tree, 'tags'), words, symbols), words, best - score)
        return rows.add(learned, undefined, score, weightOf(best - score), false)
      })
      const worst = list.trees.at(-1)?.[0] ?? best
      const first = listed[0]
      if (sentence === undefined || first === undefined) continue
      done.add(sentence)
      lessons.push({ words, best: rows.columns(first).slice(), listed, span: best - worst })
    }
  for (const sentence of options.sentences) {
    if (done.has(sentence)) continue
    const { words, tree } = sentence
    // Half a tree's worth: what the original would have listed beside it is not known.
    const best = columns.learn(derive(readBracketed(tree, 'tags'), words, symbols), words, Math.LN2)
    lessons.push({ words, best, listed: [], span: 0 })
  }
  return lessons.filter(({ words }) => words.length <= LONGEST_LESSON)
}

/** Adds a row for a tree that is not the original's; true if it is not. A tree seen before gains weight instead. */
const addCounterexample = (
  lesson: number,
  { words, best, listed, span }: Lesson,
  tree: string,
  symbols: Symbols,
  columns: Columns,
  rows: Rows,
  counterexamples: Map<string, number>,
): boolean => {
  const derivation = derive(readBracketed(tree, 'tags'), words, symbols)
  const mine = columnsOf(derivation, words, columns)
  // The beam left no parse, or the words' tags came from another entry: nothing to learn from.
  if (mine === undefined) return true
  if (areEqual(mine, best)) return false
  const key = `${lesson} ${mine.join(' ')}`
  const known = counterexamples.get(key)
  const place = listed.findIndex((row) => areEqual(rows.columns(row), mine))
  const weight = place >= 0 ? WEIGHT.misordered : listed.length > 0 ? WEIGHT.listed : WEIGHT.single
  if (known !== undefined) {
    rows.setWeight(known, rows.weight(known) + weight)
    return true
  }
  const target =
    place >= 0
      ? rows.target(listed[0] as number) - rows.target(listed[place] as number)
      : listed.length > 0
        ? span + MARGIN.listed
        : MARGIN.single
  counterexamples.set(key, rows.add(best, mine, target, weight, place < 0))
  return true
}

const columnsOf = (
  { rules, tags }: { readonly rules: ReadonlyArray<number>; readonly tags: ReadonlyArray<number> },
  words: ReadonlyArray<string>,
  columns: Columns,
): Int32Array | undefined => {
  const found: number[] = []
  for (let i = 0; i < rules.length; i += 3) {
    const column = columns.rule(rules[i] as number, rules[i + 1] as number, rules[i + 2] as number)
    if (column === undefined) return undefined
    found.push(column)
  }
  for (const [i, word] of words.entries()) {
    const column = columns.word(word, isFirst(word, i), tags[i] as number)
    if (column === undefined) return undefined
    found.push(column)
  }
  return Int32Array.from(found).sort()
}

const areEqual = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])

const errorsOf = (rows: Rows, equations: number, model: ScoreModel): string => {
  const scores = model.scores()
  const errors = Float64Array.from({ length: equations }, (_, row) =>
    Math.abs(rows.sum(row, scores) - rows.target(row)),
  ).sort()
  const at = (share: number): string => (errors[Math.floor(share * equations)] ?? 0).toFixed(3)
  return `the scores of listed trees are met within ${at(0.5)} (half of them), ${at(0.9)} (nine tenths)`
}
