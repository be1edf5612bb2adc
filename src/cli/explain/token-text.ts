import { alignedTable } from '../aligned-table.js'
import { printable } from '../io.js'
import { cut } from './graph-drawing.js'
import { shortNumber } from './numbers.js'
import type { Rule, TokenComparison, Word } from './token-comparison.js'
import { type GridSize, placeIn } from './token-grid.js'

/** More rows are not printed. */
const MAX_ROWS = 200
const MAX_LABEL = 40

/** Larger grids are told of, not drawn. */
const MAX_SIDE = 64

/** Words with their best cosines and where in the grid they have them, and what is matched by nothing. Says all without colour. */
export const tokenText = (comparison: TokenComparison): string => {
  const { reward, grid, words, cells } = comparison
  const left = words.length - MAX_ROWS
  return [
    `words and image tokens of ${reward} (${factsOf(comparison)
      .map(([label, text]) => `${label} ${text}`)
      .join(', ')})`,
    '',
    alignedTable(
      ['word', '', 'best cosine', 'row', 'column', ''],
      words.slice(0, MAX_ROWS).map((word) => wordCells(grid, word)),
      'numbers',
    ).trimEnd(),
    ...(left > 0 ? [`and ${left} more`] : []),
    '',
    ...lostWords(comparison),
    ...lostCells(comparison),
    ...(grid.isUnknown || Math.max(grid.rows, grid.columns) > MAX_SIDE ? [] : ['', ...drawing(grid, cells)]),
    '',
  ].join('\n')
}

/** What was compared. */
export const factsOf = ({
  grid,
  words,
  textTokens,
  cells,
  labels,
}: TokenComparison): ReadonlyArray<readonly [label: string, text: string]> => {
  const masked = cells.filter((cell) => cell === undefined).length
  const without = (count: number): string => (count === 0 ? '' : `, ${count} of them masked`)
  return [
    ['text tokens', `${textTokens}${without(textTokens - words.length)}`],
    ['image tokens', `${cells.length}${without(masked)}`],
    ['grid', grid.isUnknown ? 'unknown, one row (--grid ROWSxCOLUMNS)' : `${grid.rows} x ${grid.columns}`],
    ['named by', labels],
  ]
}

/** Blanks, and characters that show nothing. */
const UNSEEN = /^[\p{Z}\p{C}]*$/u

/** A label cut to a length, in quotes where nothing of it would be seen. */
export const shownLabel = (label: string): string => {
  const short = cut(label, MAX_LABEL)
  return UNSEEN.test(short) ? JSON.stringify(short) : short
}

const wordCells = (grid: GridSize, { token, label, cosine, at, isLost }: Word): ReadonlyArray<string> => {
  const { row, column } = placeIn(grid, at)
  return [
    printable(shownLabel(label)),
    `#${token}`,
    shortNumber(cosine),
    String(row),
    String(column),
    isLost ? 'no place' : '',
  ]
}

/** How the bound of a side came about. */
export const boundOf = ({ isAsked, meanOfPairs }: TokenComparison, { least, median }: Rule, side: string): string => {
  if (least === undefined) return `cannot be told: there is one ${side === 'words' ? 'image token' : 'word'} alone`
  if (isAsked) return `best cosine below ${shortNumber(least)}, as asked`
  return `best cosine below ${shortNumber(least)}, half way from the mean of all pairs, ${shortNumber(meanOfPairs)}, to the median of the ${side}, ${shortNumber(median)}`
}

const lostWords = (comparison: TokenComparison): ReadonlyArray<string> => {
  const { words, rules } = comparison
  const lost = words.filter(({ isLost }) => isLost)
  const names = lost.slice(0, MAX_ROWS).map(({ label }) => printable(shownLabel(label)))
  const told = lost.length === 0 ? 'none' : names.join(', ') + (lost.length > MAX_ROWS ? ', ...' : '')
  return [
    `words without a place: ${rules.words.least === undefined ? '' : `${told} `}(${boundOf(comparison, rules.words, 'words')})`,
  ]
}

const lostCells = (comparison: TokenComparison): ReadonlyArray<string> => {
  const { cells, rules } = comparison
  const counted = cells.flatMap((cell) => cell ?? [])
  const lost = counted.filter(({ isLost }) => isLost).length
  const told = rules.cells.least === undefined ? '' : `${lost} of ${counted.length} `
  return [`image tokens that no word speaks of: ${told}(${boundOf(comparison, rules.cells, 'image tokens')})`]
}

const drawing = ({ rows, columns }: GridSize, cells: TokenComparison['cells']): ReadonlyArray<string> => [
  '# a word speaks of it  . none does  (blank: masked)',
  ...Array.from({ length: rows }, (_, row) =>
    cells
      .slice(row * columns, (row + 1) * columns)
      .map((cell) => (cell === undefined ? ' ' : cell.isLost ? '.' : '#'))
      .join(' ')
      .trimEnd(),
  ),
]
