import { alignedTable } from '../aligned-table.js'
import { printable } from '../io.js'
import type { Comparison } from './comparison.js'
import { shortNumber } from './numbers.js'

/** How far two images are apart in each layer of a network, as text. */
export const layersText = (reward: string, { facts, layers }: Comparison): string => {
  const how = facts.map(([label, text]) => `${label} ${text}`).join(', ')
  const sum = layers.reduce((total, { distance }) => total + distance, 0)
  const rows = [...layers.map(({ name, distance }) => [name, shortNumber(distance)]), ['sum', shortNumber(sum)]]
  return `distance by layer of ${reward} (${printable(how)})\n\n${alignedTable(['layer', 'distance'], rows, 'numbers')}`
}
