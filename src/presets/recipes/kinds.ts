import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../../core/error.js'
import { onlyWhere } from '../../core/only-where.js'
import type { AnyReward, Reward } from '../../core/reward.js'

/** A sample may be of both. */
export type Kind = 'generation' | 'understanding'

type Fields = Readonly<Record<string, unknown>>

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

/** The rule by which a sample is of a kind. `completion: null` counts: the policy wrote nothing. */
const RULES: Readonly<Record<Kind, (sample: Fields) => boolean>> = {
  generation: ({ image, caption }) => isGiven(image) || isGiven(caption),
  understanding: ({ completion }) => completion !== undefined,
}

/** What the rules look at. */
const KIND_FIELDS = ['image', 'caption', 'completion']

/** A term of the samples of one kind, which must have `required`; those of the other kind are skipped, and it is not run for them. */
export const ofKind = (recipe: string, kind: Kind, term: AnyReward, required: ReadonlyArray<string>): Reward<never> =>
  onlyWhere(
    term,
    (sample: unknown) =>
      pipe(
        sampleOf(recipe, sample),
        E.filterOrElse(
          (fields) => RULES.generation(fields) || RULES.understanding(fields),
          () => ofNeither(recipe),
        ),
        E.chain((fields) => (RULES[kind](fields) ? holds(recipe, term, required, fields) : E.right(false))),
      ),
    { why: `it is no ${kind} sample`, fields: [...KIND_FIELDS, ...required] },
  )

/** A term of samples that all are of its kind, and must have `required`. */
export const ofAll = (recipe: string, term: AnyReward, required: ReadonlyArray<string>): Reward<never> =>
  onlyWhere(
    term,
    (sample: unknown) =>
      pipe(
        sampleOf(recipe, sample),
        E.chain((fields) => holds(recipe, term, required, fields)),
      ),
    { fields: required },
  )

const sampleOf = (recipe: string, sample: unknown): E.Either<RewardError, Fields> =>
  typeof sample === 'object' && sample !== null
    ? E.right(sample as Fields)
    : E.left({
        _tag: 'InvalidInput',
        reward: recipe,
        field: 'sample',
        expected: 'an object',
        received: describe(sample),
      })

const ofNeither = (recipe: string): RewardError => ({
  _tag: 'MissingField',
  reward: recipe,
  field: 'image',
  hint: '`image` or `caption` of a generation sample, `completion` of an understanding sample',
})

const holds = (
  recipe: string,
  { meta }: AnyReward,
  required: ReadonlyArray<string>,
  sample: Fields,
): E.Either<RewardError, true> => {
  const missing = required.find((field) => !isGiven(sample[field]))
  return missing === undefined
    ? E.right(true)
    : E.left({ _tag: 'MissingField', reward: recipe, field: missing, hint: `${meta.name} reads it` })
}
