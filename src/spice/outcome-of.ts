import { type Outcome, type Parts, scored, skipped } from '../core/outcome.js'
import type { Category } from './score/category.js'
import type { Counts } from './score/counts.js'
import type { Tuple } from './sentence.js'
import type { SpiceScore } from './spice-score.js'

/** A score as the outcome of a sample: F, with precision and recall, and on request F of each category, as parts. */
export const outcomeOf = (
  { f, precision, recall, categories, tuples }: SpiceScore,
  withCategories: boolean,
): Outcome => {
  const parts: Record<string, Outcome> = { precision: scored(precision), recall: scored(recall) }
  if (withCategories)
    for (const [name, counts] of Object.entries(categories) as ReadonlyArray<[Category, Counts]>)
      if (name !== 'All') parts[name] = partOf(name, counts)
  const { matched, missed, extra } = tuples
  return {
    ...scored(f, { matched: matched.map(asText), missed: missed.map(asText), extra: extra.map(asText) }),
    parts: parts satisfies Parts,
  }
}

/** A category is about samples whose references have a tuple of it. */
const partOf = (name: Category, { tp, fn, f }: Counts): Outcome =>
  tp + fn === 0 ? skipped('not-applicable', `the references have no tuple of the category ${name}`) : scored(f)

const asText = (tuple: Tuple): string => tuple.join(', ')
