import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'
import { compare, levelsOf, type Measure, MIN_SIDE } from './measure.js'
import { checkPair, finite } from './pair.js'
import { runNow, type Steps } from '../core/steps.js'

/** The value of a measure for two images, or what forbids to compare them. */
export const compareNow = (measure: Measure, a: Image, b: Image): E.Either<RewardError, number> =>
  pipe(
    checkPair(measure, a, b, MIN_SIDE[measure]),
    E.chain(() => finite(measure, runNow(comparison(measure, a, b)))),
  )

function* comparison(measure: Measure, a: Image, b: Image): Steps<number> {
  return yield* compare(measure, yield* levelsOf(measure, a), yield* levelsOf(measure, b))
}
