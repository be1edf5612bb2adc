import type { AdvantageRecipe } from '../plain/plain-advantages.js'
import type { AdvantageMistake } from './advantage-mistake.js'

const weightsIgnored: AdvantageMistake = {
  kind: 'weights',
  reason: 'weights: reward_weights ignored',
  make: (recipe) =>
    recipe.weights.some((weight) => weight !== 1) ? { ...recipe, weights: recipe.weights.map(() => 1) } : undefined,
}

const weightsToOne: AdvantageMistake = {
  kind: 'weights',
  reason: 'weights: rewards averaged (weights that sum to 1) instead of summed',
  make: (recipe) => {
    const sum = recipe.weights.reduce((all, weight) => all + weight, 0)
    return sum === 1 || sum === 0 ? undefined : { ...recipe, weights: recipe.weights.map((weight) => weight / sum) }
  },
}

const weightsReversed: AdvantageMistake = {
  kind: 'weights',
  reason: 'weights: reward_weights in the reverse order',
  make: (recipe) => {
    const weights = recipe.weights.toReversed()
    return weights.some((weight, k) => weight !== recipe.weights[k]) ? { ...recipe, weights } : undefined
  },
}

const hasGaps = ({ columns }: AdvantageRecipe): boolean => columns.some((column) => column.some(Number.isNaN))

const missingAsZero: AdvantageMistake = {
  kind: 'missing',
  reason: 'nulls: a reward that does not apply counted as 0',
  make: (recipe) => (hasGaps(recipe) ? { ...recipe, missing: 'zero' } : undefined),
}

const missingReweighted: AdvantageMistake = {
  kind: 'missing',
  reason: 'nulls: weights of the rewards that apply scaled up for those that do not',
  make: (recipe) => (hasGaps(recipe) && recipe.columns.length > 1 ? { ...recipe, missing: 'reweighted' } : undefined),
}

const missingAll: AdvantageMistake = {
  kind: 'missing',
  reason: 'nulls: a completion left out where one of its rewards does not apply',
  make: (recipe) => (hasGaps(recipe) && recipe.columns.length > 1 ? { ...recipe, missing: 'all' } : undefined),
}

const unknownKept: AdvantageMistake = {
  kind: 'unknown',
  reason: 'nulls: NaN instead of 0 for a completion that nothing was scored of, or that alone was scored in its group',
  make: (recipe) => ({ ...recipe, unknown: 'kept' }),
}

/** What becomes of a completion's rewards before they are compared. */
export const rewardMistakes: ReadonlyArray<AdvantageMistake> = [
  weightsIgnored,
  weightsToOne,
  weightsReversed,
  missingAsZero,
  missingReweighted,
  missingAll,
  unknownKept,
]
