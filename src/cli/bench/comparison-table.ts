import type { Comparison } from './compare.js'
import type { ComparedTiming } from './sections/compare-timings.js'
import { MAX_ID, plainTable, WIDTH } from './table.js'
import { bullets, compact, micros, milliseconds, shortenMiddle, signedPercent } from './text.js'

/** A comparison as text. */
export const renderComparison = (comparison: Comparison, thresholdPercent: number): string => {
  const { rewards, images, grpo, lost, added, remarks, worse } = comparison
  const sections = [images, grpo]
  const timings = sections.flatMap((section) => section.timings)
  const table = plainTable(
    ['against the base', 'samples/s', 'before', 'change', 'p50 us', 'before', 'change', ''],
    rewards.map(({ id, throughput, p50, regressions }) => [
      shortenMiddle(id, MAX_ID),
      compact(throughput.now),
      compact(throughput.before),
      signedPercent(throughput.changePercent),
      micros(p50.now),
      micros(p50.before),
      signedPercent(p50.changePercent),
      regressions.length === 0 ? 'ok' : 'WORSE',
    ]),
  )
  const lines = [
    ...rewards.flatMap(({ id, regressions }) => regressions.map((what) => `${id}: ${what}`)),
    ...timings.flatMap(({ id, worse: slower, changePercent }) =>
      slower ? [`${id}: takes ${changePercent.toFixed(1)} % longer`] : [],
    ),
    ...sections.flatMap(({ regressions }) => regressions),
    ...[...lost, ...sections.flatMap((section) => section.lost)].map(
      (id) => `${id}: measured in the base, not any more`,
    ),
    ...[...added, ...sections.flatMap((section) => section.added)].map((id) => `${id}: not in the base`),
    ...remarks,
    ...sections.flatMap((section) => section.remarks),
  ]
  const verdict = worse ? 'Worse than the base.' : `Within ${thresholdPercent} % of the base.`
  return [
    ...(rewards.length === 0 ? [] : [table]),
    ...(timings.length === 0 ? [] : [timingTable(timings)]),
    ...(lines.length === 0 ? [] : [bullets(lines, WIDTH)]),
    verdict,
  ].join('\n\n')
}

const timingTable = (timings: ReadonlyArray<ComparedTiming>): string =>
  plainTable(
    ['against the base', 'ms', 'before', 'change', ''],
    timings.map(({ id, nowMs, beforeMs, changePercent, worse }) => [
      id,
      milliseconds(nowMs),
      milliseconds(beforeMs),
      signedPercent(changePercent),
      worse ? 'WORSE' : 'ok',
    ]),
  )
