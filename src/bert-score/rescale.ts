import type { BertScore } from './bert-score.js'

/**
 * What the scores of unrelated texts come to: the mean over random pairs of sentences, for one network and layer.
 *
 * @category model
 * @since 0.4.0
 */
export type Baseline = BertScore

/**
 * Scores spread over a range that is easier to read: (x - b) / (1 - b), so that unrelated texts are about 0, and 1 stays 1. Ranks stay the same.
 *
 * @param score - As of `bertScore`.
 * @param baseline - b, for precision, recall and F each; below 1.
 * @returns Below 0 for what is worse than chance; down to -b / (1 - b) where no cosine is negative.
 * @remarks Zhang et al. 2020, and the note on rescaling beside their program.
 * @example
 * ```ts @import.meta.vitest
 * const half = { precision: 0.5, recall: 0.5, f: 0.5 }
 * expect(rescale({ precision: 0.75, recall: 1, f: 0 }, half)).toEqual({ precision: 0.5, recall: 1, f: -1 })
 * ```
 * @category pure
 * @since 0.4.0
 */
export const rescale = (score: BertScore, baseline: Baseline): BertScore => {
  const spread = (part: keyof BertScore): number => (score[part] - baseline[part]) / (1 - baseline[part])
  return { precision: spread('precision'), recall: spread('recall'), f: spread('f') }
}
