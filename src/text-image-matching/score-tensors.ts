import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type RewardError, unexpected } from '../core/error.js'
import { failed, type Outcome } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import type { BestBoth } from './match-rows.js'
import { isForAll, NAME, scoredMatches } from './scored-matches.js'
import type { TensorMatcher, TensorPair } from './tensor-matcher.js'
import type { Sides } from './token-sample.js'
import { isTokenTensor, tensorShape } from './token-tensor.js'

/** A sample before it is judged, or its outcome. */
export type Found = E.Either<Outcome, Sides>

/**
 * Has the samples whose tokens are tensors on both sides compared where these are, all at once.
 *
 * @param maxTokens - Of a side; what has more is not asked about.
 * @returns The samples, those that were judged with their outcome; the others, and what the matcher leaves, are for float64. Left what no sample can be
 *   judged after.
 */
export const scoreTensors = async (
  found: ReadonlyArray<Found>,
  matcher: TensorMatcher,
  maxTokens: number,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<Found>>> => {
  const asked = found.flatMap((one, at) => {
    const pair = E.isRight(one) ? pairOf(one.right, maxTokens) : undefined
    return pair === undefined ? [] : [{ pair, at }]
  })
  if (asked.length === 0) return E.right(found)
  const pairs = asked.map(({ pair }) => pair.sides)
  const best = await ask(matcher, pairs, context)
  if (E.isLeft(best) && isForAll(best.left)) return best
  const judged = [...found]
  for (const [i, { at, pair }] of asked.entries()) {
    const matches = E.isRight(best) ? best.right[i] : undefined
    if (E.isLeft(best)) judged[at] = E.left(failed(best.left))
    else if (matches !== undefined) judged[at] = E.left(scoredMatches(matches, pair.width))
  }
  return E.right(judged)
}

const ask = async (
  matcher: TensorMatcher,
  pairs: ReadonlyArray<TensorPair>,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<BestBoth | undefined>>> => {
  try {
    return await matcher.matchAll(pairs, context)()
  } catch (cause) {
    return E.left(unexpected(NAME, cause))
  }
}

/** Nothing where the tokens are no tensors, or no tokens: float64 says what is wrong with them. */
const pairOf = (
  { image, text }: Sides,
  maxTokens: number,
): { readonly sides: TensorPair; readonly width: number } | undefined => {
  const [ofImage, ofText] = [image.tokens, text.tokens]
  if (!isTokenTensor(ofImage) || !isTokenTensor(ofText)) return undefined
  const owner = { reward: NAME, field: '' }
  return pipe(
    E.Do,
    E.bind('imageShape', () => tensorShape(ofImage, owner)),
    E.bind('textShape', () => tensorShape(ofText, owner)),
    E.match(
      () => undefined,
      ({ imageShape: [n, width], textShape: [m, other] }) =>
        n <= maxTokens && m <= maxTokens && width === other
          ? { sides: { image: { ...image, tokens: ofImage }, text: { ...text, tokens: ofText } }, width }
          : undefined,
    ),
  )
}
