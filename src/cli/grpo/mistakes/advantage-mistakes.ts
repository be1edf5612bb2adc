import type { AdvantageRecipe } from '../plain/plain-advantages.js'
import type { AdvantageMistake } from './advantage-mistake.js'
import { rewardMistakes } from './reward-mistakes.js'

/** The mistakes that are tried, the usual ones first. */
export const advantageMistakes = (right: AdvantageRecipe): ReadonlyArray<AdvantageMistake> => [
  biasedDeviation,
  ...[0, 1e-8, 1e-6, 1e-5, 1e-7, 1e-3, 1e-2].map(otherEpsilon),
  ...(['group', 'batch', 'none'] as const).map(otherScale(right)),
  ...[1e-4, 1e-8, 1e-6, 1e-5].map(epsilonUnderRoot),
  epsilonAsFloor,
  dividedByVariance,
  batchMean,
  noMean,
  leaveOneOut,
  ...groupSizes(right).map(otherSize),
  interleavedGroups,
  ...rewardMistakes,
  whitened,
  otherAggregation,
  notNormalizedAgain,
  reversedSign,
]

const isScaled = ({ scale, aggregation }: AdvantageRecipe): boolean => scale !== 'none' || aggregation !== 'sum'

const biasedDeviation: AdvantageMistake = {
  kind: 'ddof',
  reason: 'ddof: the biased standard deviation (divided by n) instead of the unbiased one (n - 1)',
  make: (recipe) => (isScaled(recipe) ? { ...recipe, ddof: 0 } : undefined),
}

const otherEpsilon = (epsilon: number): AdvantageMistake => ({
  kind: 'epsilon',
  reason: `epsilon: ${epsilon === 0 ? 'nothing' : epsilon.toExponential()} added to the deviation instead of 1e-4`,
  make: (recipe) => (isScaled(recipe) ? { ...recipe, epsilon } : undefined),
})

const SCALES = {
  group: "divided by the deviation of the group (scale_rewards 'group')",
  batch: "divided by the deviation of the whole batch (scale_rewards 'batch')",
  none: "not divided by any deviation (scale_rewards 'none')",
}

const otherScale =
  (right: AdvantageRecipe) =>
  (scale: AdvantageRecipe['scale']): AdvantageMistake => ({
    kind: 'scale',
    reason: `scaling: ${SCALES[scale]} instead of '${right.scale}'`,
    make: (recipe) => (recipe.aggregation === 'sum' && recipe.scale !== scale ? { ...recipe, scale } : undefined),
  })

const epsilonUnderRoot = (epsilon: number): AdvantageMistake => {
  const which = epsilon === 1e-4 ? '' : `${epsilon.toExponential()} `
  return {
    kind: 'divisor',
    reason: `epsilon: ${which}added to the variance, under the root, instead of ${which && '1e-4 '}to the deviation`,
    make: (recipe) => (isScaled(recipe) ? { ...recipe, divisor: 'inside', epsilon } : undefined),
  }
}

const epsilonAsFloor: AdvantageMistake = {
  kind: 'divisor',
  reason: 'epsilon: the least value of the deviation instead of being added to it',
  make: (recipe) => (isScaled(recipe) ? { ...recipe, divisor: 'floor' } : undefined),
}

const dividedByVariance: AdvantageMistake = {
  kind: 'divisor',
  reason: 'scaling: divided by the variance instead of the deviation',
  make: (recipe) => (isScaled(recipe) ? { ...recipe, divisor: 'variance' } : undefined),
}

const batchMean: AdvantageMistake = {
  kind: 'centre',
  reason: 'baseline: the mean of the whole batch instead of that of the group',
  make: (recipe) => (recipe.aggregation === 'sum' ? { ...recipe, centre: 'batch' } : undefined),
}

const noMean: AdvantageMistake = {
  kind: 'centre',
  reason: 'baseline: no mean taken off the rewards',
  make: (recipe) => (recipe.aggregation === 'sum' ? { ...recipe, centre: 'none' } : undefined),
}

const leaveOneOut: AdvantageMistake = {
  kind: 'centre',
  reason: 'baseline: the mean of the others of the group (RLOO) instead of the mean of the group',
  make: (recipe) => (recipe.aggregation === 'sum' ? { ...recipe, centre: 'others' } : undefined),
}

/** Sizes that the batch could also be cut into. */
const groupSizes = ({ columns, size }: AdvantageRecipe): ReadonlyArray<number> => {
  const rows = columns[0]?.length ?? 0
  const sizes: Array<number> = []
  for (let other = 2; other <= Math.min(rows, MOST_GENERATIONS); other++)
    if (rows % other === 0 && other !== size) sizes.push(other)
  return sizes
}

const MOST_GENERATIONS = 64

const otherSize = (size: number): AdvantageMistake => ({
  kind: 'groups',
  reason: `groups: of ${size} completions`,
  make: (recipe) => ({ ...recipe, size }),
})

const interleavedGroups: AdvantageMistake = {
  kind: 'groups',
  reason: 'groups: completions of one prompt taken to lie apart (prompt by prompt) instead of one after the other',
  make: (recipe) => (recipe.size < (recipe.columns[0]?.length ?? 0) ? { ...recipe, order: 'interleaved' } : undefined),
}

const otherAggregation: AdvantageMistake = {
  kind: 'aggregation',
  reason: 'aggregation: sum_then_normalize and normalize_then_sum (GDPO) taken for each other',
  make: (recipe) => ({ ...recipe, aggregation: recipe.aggregation === 'sum' ? 'each' : 'sum' }),
}

const notNormalizedAgain: AdvantageMistake = {
  kind: 'aggregation',
  reason:
    'aggregation: rewards normalised one by one, their sum not normalised over the batch (GDPO without its last step)',
  make: (recipe) => ({ ...recipe, aggregation: 'eachOnce' }),
}

const whitened: AdvantageMistake = {
  kind: 'whitened',
  reason: 'scaling: advantages normalised once more over the whole batch (whitened)',
  make: (recipe) => ({ ...recipe, whitened: true }),
}

const reversedSign: AdvantageMistake = {
  kind: 'sign',
  reason: 'sign: advantages negated',
  make: (recipe) => ({ ...recipe, sign: -1 }),
}
