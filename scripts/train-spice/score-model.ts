import { wordClasses } from '../../src/spice/parser/word-class.js'
import type { Columns } from './columns.js'
import type { Symbols } from './derive.js'
import { leastSquares, type Incidence } from './least-squares.js'
import type { Rows } from './rows.js'

/** The scores of all columns: a prior from relative frequencies, and what the equations say on top of it. */
export interface ScoreModel {
  readonly scores: () => Float64Array
  /** Fits the scores to the rows; bounds that hold already are left out. */
  readonly fit: (rows: Rows, iterations: number, isOutlier: (row: number, error: number) => boolean) => number
}

/** How strongly a feature is held at 0: rules, words with a symbol, words with a tag, and the classes of words from the narrowest to the widest. */
const RIDGE = { rule: 0.6, word: 0.18, tag: 0.12, initial: 0.6, lower: 0.3, narrowest: 0.36, step: 0.06 }

const RARE = -25
const OUTLIER_WEIGHT = 0.02

export const scoreModel = (columns: Columns, symbols: Symbols): ScoreModel => {
  const prior = priorOf(columns)
  const { incidence, ridge } = featuresOf(columns, symbols)
  let weights: Float64Array = new Float64Array(incidence.columns)
  let scores: Float64Array = prior.slice()
  return {
    scores: () => scores,
    fit: (rows, iterations, isOutlier) => {
      const count = rows.count()
      const [target, weight] = [new Float64Array(count), new Float64Array(count)]
      let active = 0
      for (let row = 0; row < count; row++) {
        const error = rows.sum(row, scores) - rows.target(row)
        target[row] = rows.target(row) - rows.sum(row, prior)
        if (rows.isBound(row)) {
          if (error >= 0) continue
          active++
          weight[row] = rows.weight(row)
        } else weight[row] = rows.weight(row) * (isOutlier(row, error) ? OUTLIER_WEIGHT : 1)
      }
      const matrix = { rows: count, columns: columns.list.length, start: rows.start(), column: rows.entries() }
      weights = leastSquares(matrix, incidence, target, weight, ridge, iterations, weights)
      scores = prior.map((value, i) => {
        let sum = value
        for (let k = incidence.start[i] as number; k < (incidence.start[i + 1] as number); k++)
          sum += weights[incidence.column[k] as number] as number
        return sum
      })
      return active
    },
  }
}

/** Relative frequencies among the listed trees: of a rule among those of its parent, of a word among those of its symbol. */
const priorOf = (columns: Columns): Float64Array => {
  const total = new Map<number, number>()
  const symbolOf = (i: number): number => {
    const column = columns.list[i]
    return column === undefined ? -1 : column.kind === 'rule' ? column.parent : column.symbol
  }
  for (let i = 0; i < columns.list.length; i++)
    total.set(symbolOf(i), (total.get(symbolOf(i)) ?? 0) + (columns.mass[i] as number))
  return Float64Array.from(columns.list, (_, i) =>
    Math.max(RARE, Math.log((columns.mass[i] as number) / (total.get(symbolOf(i)) as number))),
  )
}

/** Which features each column is the sum of. */
const featuresOf = (
  columns: Columns,
  symbols: Symbols,
): { readonly incidence: Incidence; readonly ridge: Float64Array } => {
  const numbers = new Map<string, number>()
  const ridge: number[] = []
  const start: number[] = [0]
  const entries: number[] = []
  const feature = (name: string, strength: number): void => {
    let number = numbers.get(name)
    if (number === undefined) {
      numbers.set(name, (number = numbers.size))
      ridge.push(strength)
    }
    entries.push(number)
  }
  for (const [i, column] of columns.list.entries()) {
    if (column.kind === 'rule') feature(`r ${i}`, RIDGE.rule)
    else {
      const { word, first, symbol } = column
      feature(`w ${symbol} ${word}`, RIDGE.word)
      feature(`t ${(symbols.names[symbol] ?? '').split('^')[0]} ${word}`, RIDGE.tag)
      if (first) feature(`i ${symbol} ${word}`, RIDGE.initial)
      const lower = word.toLowerCase()
      if (lower !== word) feature(`l ${symbol} ${lower}`, RIDGE.lower)
      for (const [n, name] of wordClasses(word, first).entries())
        feature(`c ${symbol} ${name}`, RIDGE.narrowest - RIDGE.step * n)
    }
    start.push(entries.length)
  }
  return {
    incidence: {
      rows: columns.list.length,
      columns: numbers.size,
      start: Float64Array.from(start),
      column: Int32Array.from(entries),
    },
    ridge: Float64Array.from(ridge),
  }
}
