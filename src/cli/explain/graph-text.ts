import type { Tuple } from '../../spice/sentence.js'
import { alignedTable } from '../aligned-table.js'
import { printable } from '../io.js'
import type { CategoryRow, GraphComparison } from './compare-graphs.js'
import type { JudgedGraph, JudgedTuple, Verdict } from './judged-graph.js'
import { shortNumber } from './numbers.js'

/** Both graphs as text: their tuples, what became of each, and the numbers by category. Says all without colour. */
export const graphText = (comparison: GraphComparison): string => {
  const { reward, facts, candidate, reference, field, references, categories } = comparison
  const how = facts.map(([label, text]) => `${label} ${text}`).join(', ')
  const from = references.length === 1 ? 'prompt' : `prompt, ${references.length} texts`
  return [
    `scene graphs of ${reward} (${printable(how)})`,
    '',
    `candidate (${field}): ${summary(candidate, 'extra')}`,
    ...candidate.tuples.map(tupleLine),
    '',
    `reference (${from}): ${summary(reference, 'missed')}`,
    ...reference.tuples.map(tupleLine),
    '',
    categoryTable(categories),
  ].join('\n')
}

/** `4 tuples, 3 matched, 1 extra`. */
export const summary = ({ tuples }: JudgedGraph, otherwise: Verdict): string => {
  if (tuples.length === 0) return 'names no object'
  const matched = tuples.filter(({ verdict }) => verdict === 'matched').length
  return `${tuples.length} ${tuples.length === 1 ? 'tuple' : 'tuples'}, ${matched} matched, ${tuples.length - matched} ${otherwise}`
}

/** What a tuple is of, by its length. */
const KINDS = ['object', 'attribute', 'relation'] as const

export const kindOf = ({ length }: Tuple): (typeof KINDS)[number] => KINDS[length - 1] as (typeof KINDS)[number]

export const tupleText = (tuple: Tuple): string => tuple.join(', ')

/** What a tuple matches under another name, and with soft matching what is most similar to it. */
export const remarkOn = ({ matches, nearest }: JudgedTuple): string => {
  const matched = matches.length === 0 ? [] : [`matches: ${matches.map(tupleText).join(' or ')}`]
  const similar =
    nearest?.tuple === undefined || nearest.similarity === 1
      ? []
      : [`nearest: ${tupleText(nearest.tuple)}, ${shortNumber(nearest.similarity)}`]
  return [...matched, ...similar].join('; ')
}

const tupleLine = (judged: JudgedTuple): string => {
  const remark = remarkOn(judged)
  const { tuple, verdict } = judged
  const text = `${tupleText(tuple)}${remark === '' ? '' : ` (${remark})`}`
  return `  ${verdict.padEnd(7)}  ${kindOf(tuple).padEnd(9)}  ${printable(text)}`
}

export const CATEGORY_COLUMNS = ['', 'F', 'precision', 'recall', 'matched', 'candidate', 'reference'] as const

/** A category as cells. Without a reference tuple of it there is nothing to be right about. */
export const categoryCells = ({ category, counts, candidate, reference }: CategoryRow): ReadonlyArray<string> => {
  const rate = (value: number): string => (reference === 0 && category !== 'All' ? '-' : shortNumber(value))
  return [
    category,
    rate(counts.f),
    rate(counts.precision),
    rate(counts.recall),
    shortNumber(counts.tp),
    String(candidate),
    String(reference),
  ]
}

const categoryTable = (categories: ReadonlyArray<CategoryRow>): string =>
  alignedTable(CATEGORY_COLUMNS, categories.map(categoryCells), 'numbers')
