import { stringify } from 'csv-stringify/sync'
import type { RewardMeta } from '../core/reward.js'
import type { Format } from './format.js'
import { columnsOf } from './part-columns.js'

/** RFC 4180, but with LF: a value for each part at each depth, empty where there is none. */
export const csvFormat = (meta: RewardMeta): Format => {
  const { header, row } = columnsOf(meta)
  return {
    begin: () => stringify([[...header]]),
    rows: (outcomes) => stringify(outcomes.map((outcome) => [...row(outcome)])),
    end: () => '',
  }
}
