import type { RewardMeta } from '../core/reward.js'
import type { Format } from './format.js'
import { outcomeJson } from './outcome-json.js'

/** The ways to write outcomes. */
export const FORMATS = ['jsonl', 'csv', 'table'] as const
export type FormatName = (typeof FORMATS)[number]

const jsonl: Format = {
  begin: () => '',
  rows: (outcomes) => {
    let text = ''
    for (const outcome of outcomes) text += `${outcomeJson(outcome)}\n`
    return text
  },
  end: () => '',
}

/** The format of that name, for one run. What only one of them needs is loaded with it. */
export const formatOf = async (name: FormatName, meta: RewardMeta): Promise<Format> => {
  if (name === 'csv') return (await import('./csv-format.js')).csvFormat(meta)
  return name === 'table' ? (await import('./table-format.js')).tableFormat(meta) : jsonl
}
