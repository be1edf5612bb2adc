import { stringify } from 'csv-stringify/sync'
import Table from 'cli-table3'
import { showError } from '../core/error.js'
import { type Outcome, valueOf } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'
import { printable } from './io.js'
import { outcomeJson } from './outcome-json.js'
import { partAt, partPaths } from './part-columns.js'

/** The ways to write outcomes. */
export const FORMATS = ['jsonl', 'csv', 'table'] as const
export type FormatName = (typeof FORMATS)[number]

/** Writes outcomes as text, in whole lines. */
export interface Format {
  readonly begin: () => string
  readonly rows: (outcomes: ReadonlyArray<Outcome>) => string
  readonly end: () => string
}

const nothing = (): string => ''

const jsonl = (): Format => ({
  begin: nothing,
  rows: (outcomes) => {
    let text = ''
    for (const outcome of outcomes) text += `${outcomeJson(outcome)}\n`
    return text
  },
  end: nothing,
})

/** What stands in the columns of csv and table. */
const columns = (meta: RewardMeta): { header: Array<string>; row: (outcome: Outcome) => Array<string> } => {
  const paths = partPaths(meta)
  const number = (outcome: Outcome | undefined): string => (outcome === undefined ? '' : String(valueOf(outcome) ?? ''))
  return {
    header: ['value', ...paths.map((path) => path.join('.')), 'skipped', 'error'],
    row: (outcome) => [
      number(outcome),
      ...paths.map((path) => number(partAt(outcome, path))),
      outcome._tag === 'Skipped' ? outcome.reason.message : '',
      outcome._tag === 'Failed' ? showError(outcome.error) : '',
    ],
  }
}

/** RFC 4180, but with LF: a value for each part at each depth, empty where there is none. */
const csv = (meta: RewardMeta): Format => {
  const { header, row } = columns(meta)
  return { begin: () => stringify([header]), rows: (outcomes) => stringify(outcomes.map(row)), end: nothing }
}

/** Rows that a table holds: its columns cannot be aligned before all are known, and nobody reads more. */
export const MAX_TABLE_ROWS = 1000

const table = (meta: RewardMeta): Format => {
  const { header, row } = columns(meta)
  const rows: Array<Array<string>> = []
  let left = 0
  return {
    begin: nothing,
    rows: (outcomes) => {
      for (const outcome of outcomes) {
        if (rows.length < MAX_TABLE_ROWS) rows.push([String(rows.length + 1), ...row(outcome)].map(printable))
        else left++
      }
      return ''
    },
    end: () => {
      const more = left === 0 ? '' : `and ${left} more rows (--format csv shows all)\n`
      return `${alignedTable(['line', ...header.map(printable)], rows)}${more}`
    },
  }
}

/** Columns without a frame, two blanks apart. */
export const alignedTable = (header: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const plain = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' }
  const bare = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '' }
  const grid = new Table({
    head: [...header],
    chars: { ...plain, ...bare, right: '', 'right-mid': '', middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  grid.push(...rows.map((row) => [...row]))
  return `${grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}

/** The format of that name, for one run. */
export const formatOf = (name: FormatName, meta: RewardMeta): Format => ({ jsonl, csv, table })[name](meta)
