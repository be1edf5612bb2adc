import * as E from 'fp-ts/lib/Either.js'
import type { LossInputs } from '../../../grpo/loss/inputs/read-inputs.js'
import type { ImportanceSamplingOptions } from '../../../grpo/masks/importance-sampling-correction.js'
import { correctionOf } from '../case/compute-case.js'
import { bestOf } from './best-of.js'
import { type Quantity, worstExcess } from './quantity.js'

type Change = (
  inputs: LossInputs,
  options: ImportanceSamplingOptions,
) => readonly [LossInputs, ImportanceSamplingOptions]

const mode =
  (from: string, to: string): Change =>
  (inputs, options) => [
    inputs,
    { ...options, mode: (options.mode ?? 'sequence_mask').replace(from, to) as NonNullable<typeof options.mode> },
  ]

const MISTAKES: ReadonlyArray<readonly [reason: string, change: Change]> = [
  ['weights: cut to the bounds instead of dropped outside of them (mode)', mode('mask', 'truncate')],
  ['weights: dropped outside of the bounds instead of cut to them (mode)', mode('truncate', 'mask')],
  ['weights: one a token instead of one a completion (mode)', mode('sequence', 'token')],
  ['weights: one a completion instead of one a token (mode)', mode('token', 'sequence')],
  ['weights: the upper bound ignored', (inputs, options) => [inputs, { ...options, clipMax: null }]],
  ['weights: the lower bound ignored', (inputs, options) => [inputs, { ...options, clipMin: null }]],
  [
    'weights: sampling over old log-probabilities instead of old over sampling',
    (inputs, options) => [
      {
        ...inputs,
        logProbs: inputs.samplingLogProbs as LossInputs['logProbs'],
        oldLogProbs: inputs.samplingLogProbs ?? null,
        samplingLogProbs: inputs.oldLogProbs ?? inputs.logProbs,
      },
      options,
    ],
  ],
  ['mask: tokens of tools counted (tool_mask ignored)', (inputs, options) => [{ ...inputs, toolMask: null }, options]],
  [
    'weights: against the current log-probabilities instead of the old ones',
    (inputs, options) => [{ ...inputs, oldLogProbs: inputs.logProbs }, options],
  ],
]

/** The mistakes that give the trainer's weights against the inference engine. */
export const explainWeights = (
  departed: Quantity,
  inputs: LossInputs,
  options: ImportanceSamplingOptions,
): ReadonlyArray<string> =>
  bestOf(
    MISTAKES.map(([reason, change]) => {
      const wrong = correctionOf(...change(inputs, options))
      if (E.isLeft(wrong) || wrong.right.ratio.data.length !== departed.got.length) return undefined
      return { reason, excess: worstExcess({ ...departed, want: wrong.right.ratio.data }) }
    }),
  )
