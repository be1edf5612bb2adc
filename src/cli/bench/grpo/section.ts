import { availableParallelism } from 'node:os'
import { inChild } from '../child.js'
import type { Bench } from '../measure.js'
import type { Report } from '../report.js'
import { measureParts } from '../sections/measure-parts.js'
import type { GrpoPartResult, LogitRow } from './measured.js'
import { LOSS_SHAPE } from './numbers.js'
import type { GrpoEffort, GrpoPart } from './parts.js'
import type { GrpoReport, LogitTiming } from './schema.js'

/** The section of the GRPO core, and what of it could not be measured. */
interface Section {
  /** None where nothing was measured. */
  readonly report?: GrpoReport
  readonly unavailable: Report['unavailable']
  readonly failed: Report['failed']
}

/** Measures each part in a process of its own. */
export const measureGrpo = async (
  parts: ReadonlyArray<GrpoPart>,
  effort: GrpoEffort,
  bench: Pick<Bench, 'worker' | 'progress' | 'goldenFolder'>,
): Promise<Section> => {
  const { goldenFolder } = bench
  const { results, unavailable, failed } = await measureParts(
    parts,
    (part, options) => inChild({ task: 'grpo', part, effort, goldenFolder }, options),
    effort.timeoutMs,
    bench,
  )
  return { ...(parts.length === 0 ? {} : { report: joinGrpo(results) }), unavailable, failed }
}

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
