import { stringify } from 'csv-stringify/sync'
import type { RewardMeta } from '../core/reward.js'
import type { Format } from './format.js'
import { columnsOf } from './part-columns.js'

/** RFC 4180, but with LF: a value for each part at each depth, empty where there is none. */
export const csvFormat = (meta: RewardMeta, isLabelled: boolean): Format => {
  const { header, row } = columnsOf(meta)
  return {
    begin: () => stringify([[...(isLabelled ? ['image'] : []), ...header]]),
    rows: (outcomes, labels) =>
      stringify(outcomes.map((outcome, i) => [...(labels === undefined ? [] : [labels[i]]), ...row(outcome)])),
    end: () => '',
  }
}
