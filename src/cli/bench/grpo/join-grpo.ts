import { availableParallelism } from 'node:os'
import type { GrpoPartResult, LogitRow } from './measured.js'
import { LOSS_SHAPE } from './numbers.js'
import type { GrpoReport, LogitTiming } from './schema.js'

/** Two reads of the logits and one write of their gradient. */
const PASSES = 3

/** The parts as one report; the share of the memory is that of the most that any of them met. */
export const joinGrpo = (results: ReadonlyArray<GrpoPartResult>): GrpoReport => {
  const measured = results.flatMap(({ memoryGigabytesPerSecond: speed }) => speed ?? [])
  const memoryGigabytesPerSecond = measured.length === 0 ? null : Math.max(...measured)
  const withShare = (row: LogitRow, isProcessor: boolean): LogitTiming => ({
    ...row,
    shareOfMemory:
      memoryGigabytesPerSecond === null || !isProcessor
        ? null
        : (PASSES * row.gigabytesPerSecond) / memoryGigabytesPerSecond,
  })
  return {
    advantages: results.find(({ advantages }) => advantages !== undefined)?.advantages ?? null,
    lossShape: [...LOSS_SHAPE],
    threads: availableParallelism(),
    memoryGigabytesPerSecond,
    logits: results.flatMap(({ logits = [], backend }) =>
      backend === undefined ? logits.map((row) => withShare(row, true)) : [],
    ),
    backends: results.flatMap(({ backend, logits = [], memoryGigabytesPerSecond: own }) =>
      // A backend that has not measured the memory of this machine has its own.
      backend === undefined ? [] : [{ ...backend, logits: logits.map((row) => withShare(row, own !== undefined)) }],
    ),
  }
}
