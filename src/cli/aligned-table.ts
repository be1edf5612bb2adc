import Table from 'cli-table3'

const FRAME = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
const RULES = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid']
const NO_FRAME = { ...Object.fromEntries([...FRAME, ...RULES].map((name) => [name, ''] as const)), middle: '  ' }

/**
 * Columns without a frame, two blanks apart, every line ended.
 *
 * @param cells - `'text'`: all columns to the left; `'numbers'`: all but the first to the right.
 */
export const alignedTable = (
  header: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  cells: 'text' | 'numbers' = 'text',
): string => {
  const grid = new Table({
    head: [...header],
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colAligns: header.map((_, column) => (cells === 'text' || column === 0 ? 'left' : 'right')),
  })
  grid.push(...rows.map((row) => [...row]))
  return `${grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`
}
