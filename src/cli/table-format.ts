import type { RewardMeta } from '../core/reward.js'
import { alignedTable } from './aligned-table.js'
import type { Format } from './format.js'
import { printable } from './io.js'
import { columnsOf } from './part-columns.js'

/** Rows that a table holds: its columns cannot be aligned before all are known, and nobody reads more. */
const MAX_TABLE_ROWS = 1000

/** Aligned columns, for people: the first rows, and how many more there are. */
export const tableFormat = (meta: RewardMeta): Format => {
  const { header, row } = columnsOf(meta)
  const rows: Array<ReadonlyArray<string>> = []
  let left = 0
  return {
    begin: () => '',
    rows: (outcomes, labels) => {
      outcomes.forEach((outcome, i) => {
        const name = labels?.[i] ?? String(rows.length + 1)
        if (rows.length < MAX_TABLE_ROWS) rows.push([name, ...row(outcome)].map(printable))
        else left++
      })
      return ''
    },
    end: () => {
      const more = left === 0 ? '' : `and ${left} more rows (--format csv shows all)\n`
      return `${alignedTable(['line', ...header.map(printable)], rows)}${more}`
    },
  }
}
