import { inChild } from '../child.js'
import type { Bench } from '../measure.js'
import type { Report } from '../report.js'
import { measureParts } from '../sections/measure-parts.js'
import { joinGrpo } from './join-grpo.js'
import type { GrpoEffort, GrpoPart } from './parts.js'
import type { GrpoReport } from './schema.js'

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
