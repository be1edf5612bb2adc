import { expect } from 'vitest'
import {
  importanceSamplingCorrection,
  type ImportanceSamplingMode,
} from '../../../src/grpo/masks/importance-sampling-correction.js'
import { lossMask } from '../../../src/grpo/masks/loss-mask.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { expectMetrics, expectNumbers, type GoldenNumber, type GoldenRows, right } from './golden-numbers.js'

/** Both sides compute in float64; what is left is the order of sums. */
const TOLERANCE = 1e-9

interface CorrectionCase extends GoldenCase {
  readonly mode: ImportanceSamplingMode
  readonly clip_min: number | null
  readonly clip_max: number | null
  readonly old_per_token_logps: ReadonlyArray<ReadonlyArray<number>>
  /** null: not available. */
  readonly sampling_per_token_logps: ReadonlyArray<ReadonlyArray<number | null>>
  readonly completion_mask: ReadonlyArray<ReadonlyArray<number>>
  readonly tool_mask: ReadonlyArray<ReadonlyArray<number>> | null
  readonly expected: {
    readonly importance_sampling_ratio: GoldenRows
    readonly metrics: Readonly<Record<string, GoldenNumber>>
  }
}

goldenSuite<CorrectionCase>({
  title: 'importance-sampling correction of TRL',
  family: 'grpo',
  files: /^importance_sampling.*\.json$/,
  check: ({ mode, clip_min, clip_max, expected, ...golden }) => {
    const { ratio, metrics } = right(
      importanceSamplingCorrection(
        {
          oldLogProbs: golden.old_per_token_logps,
          samplingLogProbs: golden.sampling_per_token_logps,
          mask: right(lossMask(golden.completion_mask, golden.tool_mask)),
        },
        { mode, clipMin: clip_min, clipMax: clip_max },
      ),
    )
    const { importance_sampling_ratio: rows } = expected
    expect(ratio.shape).toEqual([rows.length, rows[0]!.length])
    expectNumbers('ratio', ratio.data, rows.flat(), TOLERANCE)
    expectMetrics(metrics, expected.metrics, TOLERANCE)
  },
})
