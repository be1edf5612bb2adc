import type { Outcome } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'
import { outcomeJson } from './outcome-json.js'

/** The ways to write outcomes. */
export const FORMATS = ['jsonl', 'csv', 'table'] as const
export type FormatName = (typeof FORMATS)[number]

/** Writes outcomes as text, in whole lines. */
export interface Format {
  readonly begin: () => string
  readonly rows: (outcomes: ReadonlyArray<Outcome>) => string
  readonly end: () => string
}

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
