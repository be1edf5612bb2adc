import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { logRatios, sumByRow } from './log-ratios.js'
import { countByRow, readMask } from './mask.js'
import type { MatrixInput } from './matrix.js'
import { batchFault } from './option-names.js'
import { wrongInput, wrongOption } from './wrong.js'

/** A batch whose completions may be of an older policy. */
export interface OffPolicyBatch {
  /** l, [N][T]: log-probabilities under the policy as it is now; finite under the mask. */
  readonly logProbs: MatrixInput
  /** s, [N][T]: under the policy that made the sample (the engine's where it reported them, else the old ones). NaN or null where not known. */
  readonly samplingLogProbs: MatrixInput
  /** m, [N][T], the loss mask. */
  readonly mask: MatrixInput
  /** A, [N], finite. */
  readonly advantages: ArrayLike<number>
}

/** How far the policy may have moved. */
export interface OffPolicyOptions {
  /** h: the largest mean of s - l, in nats a token, that a completion of negative advantage may have. Any finite number. */
  readonly offPolicyMaskThreshold: number
}

/**
 * Leaves out bad completions that the policy has moved away from already: pushing them down further only destroys.
 *
 * keep_i = 1 where A_i >= 0 or sum_t m (s - l) / max(1, n_i) <= h, else 0. A token without s counts as s = l.
 *
 * @param batch - l, s, m and A.
 * @param options - The threshold h.
 * @returns Left `InvalidInput` or `InvalidOption`; else Right keep, [N], each 0 or 1. The mean is not differentiated.
 * @remarks Paper: DeepSeek-V3.2 (arXiv 2512.02556), off-policy sequence masking. Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { logProbs: [[-3, -1], [-3, -1]], samplingLogProbs: [[-1, -1], [-1, -1]], mask: [[1, 1], [1, 1]], advantages: [-1, 1] }
 * expect(offPolicySequenceMask(batch, { offPolicyMaskThreshold: 0.5 })).toEqual({ _tag: 'Right', right: Uint8Array.of(0, 1) })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const offPolicySequenceMask = (
  batch: OffPolicyBatch,
  options: OffPolicyOptions,
): E.Either<RewardError, Uint8Array> => {
  const wrongArgument = batchFault(NAME, 'batch', batch) ?? batchFault(NAME, 'options', options)
  if (wrongArgument !== undefined) return E.left(wrongArgument)
  const { logProbs, samplingLogProbs, mask, advantages } = batch
  const { offPolicyMaskThreshold } = options
  if (!Number.isFinite(offPolicyMaskThreshold))
    return E.left(wrongOption(NAME, 'offPolicyMaskThreshold', 'a finite number', offPolicyMaskThreshold))
  const counts = readMask({ owner: NAME, name: 'mask' }, mask)
  if (E.isLeft(counts)) return counts
  const [rows] = counts.right.shape
  const fault = advantageFault(advantages, rows)
  if (fault !== undefined) return E.left(fault)
  const now = ['logProbs', logProbs] as const
  const ratios = logRatios(NAME, now, ['samplingLogProbs', samplingLogProbs], counts.right, 'allowed')
  if (E.isLeft(ratios)) return ratios
  const lengths = countByRow(counts.right)
  const sums = sumByRow(ratios.right, rows)
  const keep = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) {
    const mean = -(sums[i] as number) / Math.max(1, lengths[i] as number)
    keep[i] = (advantages[i] as number) >= 0 || mean <= offPolicyMaskThreshold ? 1 : 0
  }
  return E.right(keep)
}

const NAME = 'offPolicySequenceMask'

const advantageFault = (advantages: unknown, rows: number): RewardError | undefined => {
  const wrong = (expected: string, received: string): RewardError => wrongInput(NAME, 'advantages', expected, received)
  const isArray = Array.isArray(advantages) || advantages instanceof Float64Array || advantages instanceof Float32Array
  if (!isArray) return wrong(`${rows} numbers`, describe(advantages))
  if (advantages.length !== rows) return wrong(`${rows} numbers, one a row of the mask`, String(advantages.length))
  const odd = Array.from(advantages).findIndex((value) => !Number.isFinite(value))
  return odd < 0 ? undefined : wrong('finite numbers', `${describe(advantages[odd])} at ${odd}`)
}
