import type { RewardMeta } from '../core/reward.js'
import type { Format } from './format.js'
import { outcomeJson } from './outcome-json.js'

/** The ways to write outcomes. */
export const FORMATS = ['jsonl', 'csv', 'table'] as const
export type FormatName = (typeof FORMATS)[number]

const jsonl: Format = {
  begin: () => '',
  rows: (outcomes, labels) => {
    let text = ''
    outcomes.forEach((outcome, i) => {
      const json = outcomeJson(outcome)
      text += labels === undefined ? `${json}\n` : `${json.slice(0, -1)},"image":${JSON.stringify(labels[i])}}\n`
    })
    return text
  },
  end: () => '',
}

/** The format of that name, for one run. What only one of them needs is loaded with it. */
export const formatOf = async (name: FormatName, meta: RewardMeta, isLabelled = false): Promise<Format> => {
  if (name === 'csv') return (await import('./csv-format.js')).csvFormat(meta, isLabelled)
  return name === 'table' ? (await import('./table-format.js')).tableFormat(meta) : jsonl
}
