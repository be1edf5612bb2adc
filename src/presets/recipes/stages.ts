import { named } from '../../core/map-score.js'
import { type Range, scaleRange, union } from '../../core/range.js'
import type { AnyReward, Reward } from '../../core/reward.js'
import { sum } from '../../core/weighted-sum.js'
import { accuracy } from './accuracy.js'
import { LAMBDA } from './constants.js'
import { ofAll, ofKind } from './kinds.js'
import { mixedSum } from './mixed-sum.js'
import { readableGold } from './readable-gold.js'

/** What the reward of generated images is made of. */
export interface GenerationParts {
  readonly cycle: AnyReward
  readonly matching: AnyReward
}

/** What the reward of answers in words is made of. */
export interface UnderstandingParts {
  readonly mcq: AnyReward
  readonly openEnded: AnyReward
  readonly format: AnyReward
}

/** Fields that a sample must have where R_cycle reads them. */
const CYCLE_FIELDS = ['image', 'reference', 'prompt']
const TOKEN_FIELDS = ['imageTokens', 'textTokens']
const ANSWER_FIELDS = ['answer']

const readBy = ({ meta }: AnyReward, fields: ReadonlyArray<string>): ReadonlyArray<string> =>
  fields.filter((field) => meta.fields.includes(field))

/**
 * The reward of CoRL's unified stage: R_cycle + R_TIM + λ (R_Acc + R_Format), over batches in which samples of generation and of understanding stand
 * side by side; each gets the terms of its kind.
 */
export const stage1 = (
  { cycle, matching, mcq, openEnded, format }: GenerationParts & UnderstandingParts,
  lambda = LAMBDA,
): Reward<never> => {
  const recipe = 'corl/stage1'
  const right = accuracy(mcq, openEnded)
  return mixedSum(
    recipe,
    [
      [1, ofKind(recipe, 'generation', named(cycle, 'R_cycle'), readBy(cycle, CYCLE_FIELDS))],
      [1, ofKind(recipe, 'generation', named(matching, 'R_TIM'), TOKEN_FIELDS)],
      [lambda, ofKind(recipe, 'understanding', right, ANSWER_FIELDS)],
      [lambda, ofKind(recipe, 'understanding', named(format, 'R_Format'), [])],
    ],
    ofEitherOrBoth(rangeOf([cycle, matching]), scaleRange(rangeOf([right, format]), lambda)),
  )
}

const plus = (a: Range, b: Range): Range => ({ min: a.min + b.min, max: a.max + b.max })

const rangeOf = (terms: ReadonlyArray<AnyReward>): Range =>
  terms.map(({ meta }) => meta.range).reduce(plus, { min: 0, max: 0 })

/** Of a kind all terms are there, or the sample has no value. */
const ofEitherOrBoth = (a: Range, b: Range): Range => union(union(a, b), plus(a, b))

/** The reward of the refined stage for generation: R_cycle + R_TIM. */
export const stage2Generation = ({ cycle, matching }: GenerationParts): Reward<never> => {
  const recipe = 'corl/stage2-generation'
  return sum(
    [
      ofAll(recipe, named(cycle, 'R_cycle'), readBy(cycle, CYCLE_FIELDS)),
      ofAll(recipe, named(matching, 'R_TIM'), TOKEN_FIELDS),
    ],
    { name: recipe },
  )
}

/** The reward of the refined stage for multiple choice: R_MCQ + R_Format. */
export const stage2Mcq = ({ mcq, format }: Omit<UnderstandingParts, 'openEnded'>): Reward<never> =>
  answering('corl/stage2-mcq', named(mcq, 'R_MCQ'), format)

/** The reward of the refined stage for open-ended questions: R_OE + R_Format. */
export const stage2OpenEnded = ({ openEnded, format }: Omit<UnderstandingParts, 'mcq'>): Reward<never> =>
  answering('corl/stage2-open-ended', named(openEnded, 'R_OE'), format)

const answering = (recipe: string, right: AnyReward, format: AnyReward): Reward<never> =>
  sum([ofAll(recipe, readableGold(right), ANSWER_FIELDS), named(format, 'R_Format')], { name: recipe })
