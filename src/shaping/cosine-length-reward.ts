/**
 * The four ends of the cosine-scaled length reward, no unit. Short means no tokens, long means `maxLength` tokens and more.
 *
 * @category model
 * @since 0.1.0
 */
export interface CosineLengthOptions {
  /** L_max, in tokens: a positive integer. Longer completions count as this long. */
  readonly maxLength: number
  /** A wrong short completion. Default -1. */
  readonly minValueWrong?: number
  /** A wrong long completion. Default -0.5. */
  readonly maxValueWrong?: number
  /** A correct long completion. Default 0.5. */
  readonly minValueCorrect?: number
  /** A correct short completion. Default 1. */
  readonly maxValueCorrect?: number
}

/** The options with TRL's defaults filled in. */
export const withCosineDefaults = (options: CosineLengthOptions): Required<CosineLengthOptions> => {
  const { maxLength, minValueWrong = -1, maxValueWrong = -0.5, minValueCorrect = 0.5, maxValueCorrect = 1 } = options
  return { maxLength, minValueWrong, maxValueWrong, minValueCorrect, maxValueCorrect }
}

/**
 * Cosine-scaled length reward: among correct completions the short ones earn more, among wrong ones the long ones lose less.
 *
 * r = long + (short - long) (1 + cos(π p)) / 2, with p = min(L / L_max, 1), where (short, long) is
 * (maxValueCorrect, minValueCorrect) for a correct completion and (minValueWrong, maxValueWrong) for a wrong one.
 *
 * @param length - L in tokens, at least 0.
 * @param correct - Whether the answer is right.
 * @param options - L_max in tokens and the four ends; their order is not enforced.
 * @returns No unit, between the two ends.
 * @remarks Paper: Demystifying Long Chain-of-Thought Reasoning (arXiv 2502.03373), cosine reward. Differs from it: a completion
 *   past L_max keeps the value at L_max instead of a separate penalty, as in TRL 1.16, whose defaults these are.
 * @example
 * ```ts @import.meta.vitest
 * expect(cosineLengthReward(50, true, { maxLength: 100 })).toBe(0.75)
 * expect(cosineLengthReward(0, false, { maxLength: 100 })).toBe(-1)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const cosineLengthReward = (length: number, correct: boolean, options: CosineLengthOptions): number => {
  const { maxLength, minValueWrong, maxValueWrong, minValueCorrect, maxValueCorrect } = withCosineDefaults(options)
  const [short, long] = correct ? [maxValueCorrect, minValueCorrect] : [minValueWrong, maxValueWrong]
  const cosine = Math.cos(Math.min(length / maxLength, 1) * Math.PI)
  return long + 0.5 * (short - long) * (1 + cosine)
}
