import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { makeReward } from '../core/make.js'
import { type Outcome, scored } from '../core/outcome.js'
import type { Reward } from '../core/reward.js'
import { type CompletionIdsSample, withCompletionIds } from './completion-ids.js'
import { type CosineLengthOptions, cosineLengthReward, withCosineDefaults } from './cosine-length-reward.js'
import { finite, positiveInteger, rejectedOption } from '../text/options.js'

/** Options of {@link lengthCosine}. */
export interface LengthCosineOptions<S> extends CosineLengthOptions {
  /** Decides which completions are correct. */
  readonly correct: Reward<S>
  /** Correct from this value on. Default: the top of the range of `correct`, which must then be finite. */
  readonly threshold?: number
}

/**
 * Scales a reward of correctness by the number of tokens: {@link cosineLengthReward}. The reward of correctness is kept as a
 * part; where it is skipped or fails, so is the sample.
 *
 * @param options - The reward that decides, L_max in tokens, the four ends, the threshold. One out of its domain: every batch is
 *   `Left InvalidOption`.
 * @returns Value between the smallest and the largest of the four ends; the detail holds length and verdict. No
 *   `completionIds`: `Failed MissingField`; ids that are no integers: `Failed InvalidInput`.
 * @remarks Paper: Demystifying Long Chain-of-Thought Reasoning (arXiv 2502.03373). Same values as TRL 1.16's, up to the last
 *   digit of the cosine, where the reward of correctness is the same.
 * @example
 * ```ts @import.meta.vitest
 * const { constant } = await import('../core/index.js')
 * const { score } = await import('../score.js')
 * const reward = lengthCosine({ correct: constant(1), maxLength: 4 })
 * expect(await score(reward, [{ completionIds: [5, 6] }])).toMatchObject([{ value: 0.75, detail: { length: 2, correct: true } }])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const lengthCosine = <S>(options: LengthCosineOptions<S>): Reward<S & CompletionIdsSample> => {
  const { correct, threshold = correct.meta.range.max } = options
  const ends = withCosineDefaults(options)
  const values = [ends.minValueWrong, ends.maxValueWrong, ends.minValueCorrect, ends.maxValueCorrect]
  const refused = rejectedOption(NAME, [
    positiveInteger('maxLength', ends.maxLength),
    finite('minValueWrong', ends.minValueWrong),
    finite('maxValueWrong', ends.maxValueWrong),
    finite('minValueCorrect', ends.minValueCorrect),
    finite('maxValueCorrect', ends.maxValueCorrect),
    finite('threshold', threshold),
  ])
  if (refused !== undefined) return refused
  const scale = (sample: CompletionIdsSample, verdict: Outcome): Outcome => {
    const parts = { [correct.meta.name]: verdict }
    if (verdict._tag !== 'Scored') return { ...verdict, parts }
    const isCorrect = verdict.value >= threshold
    const outcome = withCompletionIds(NAME, sample, ({ length }) =>
      scored(cosineLengthReward(length, isCorrect, ends), { length, correct: isCorrect }),
    )
    return { ...outcome, parts }
  }
  return makeReward<S & CompletionIdsSample>(
    {
      name: NAME,
      range: { min: Math.min(...values), max: Math.max(...values) },
      deterministic: correct.meta.deterministic,
      fields: [...new Set([...correct.meta.fields, 'completionIds'])],
      parts: { [correct.meta.name]: correct.meta },
    },
    (batch, context) =>
      pipe(
        correct.score(batch, context),
        TE.map((verdicts) => batch.map((sample, row) => scale(sample, verdicts[row] as Outcome))),
      ),
    [correct],
  )
}

const NAME = 'length-cosine'
