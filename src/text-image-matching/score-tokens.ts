import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type RewardError } from '../core/error.js'
import { failed, type Outcome, scored } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { stopsAll } from '../image/image-pair.js'
import { type BestMatches, compareRows, widthFault } from './best-matches.js'
import type { ReadTokens } from './read-tokens.js'
import { runInTurns } from './steps.js'
import { keptRows } from './token-mask.js'
import { checkedMatrix, wrongTokens } from './token-matrix.js'
import { type NonFiniteAt, type TokenRows, tokenRows } from './token-rows.js'
import { type Absent, type Side, sidesOf } from './token-sample.js'
import { type Prepare, TokenShelf } from './token-shelf.js'

/** How logs, parts and errors call the reward. */
export const NAME = 'text-image-matching'

/** How samples are scored. */
export interface TokenScoring {
  readonly read: ReadTokens
  readonly absent: Absent
  readonly maxTokens: number
}

/** One outcome a sample; `Left` where the run is cancelled, or no tokens at all can be read. */
export const scoreTokens = async (
  batch: ReadonlyArray<unknown>,
  scoring: TokenScoring,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  const found = batch.map((sample) => sidesOf(NAME, sample, scoring.absent))
  const sides = found.flatMap((one) => (E.isRight(one) ? [one.right] : []))
  const shelfOf = (side: 'image' | 'text'): TokenShelf =>
    new TokenShelf(
      NAME,
      preparing(side, scoring, context),
      sides.map((one) => one[side]),
    )
  const shelves = { image: shelfOf('image'), text: shelfOf('text') }
  const outcomes: Array<Outcome> = []
  let next = 0
  for (const one of found) {
    if (E.isLeft(one)) {
      outcomes.push(one.left)
      continue
    }
    // Those of the next sample are being read while these are compared.
    for (const { image, text } of sides.slice(next, next + 2)) {
      void shelves.image.get(image)
      void shelves.text.get(text)
    }
    next++
    const { image, text } = one.right
    const matches = await matchesOf(await shelves.image.get(image), await shelves.text.get(text), context)
    if (E.isLeft(matches) && isForAll(matches.left)) return matches
    outcomes.push(E.isLeft(matches) ? failed(matches.left) : matches.right)
    shelves.image.release(image)
    shelves.text.release(text)
  }
  return E.right(outcomes)
}

/** Whether any other tokens would meet the same error. */
const isForAll = (error: RewardError): boolean => error._tag === 'InvalidOption' || stopsAll(error)

const matchesOf = async (
  image: E.Either<RewardError, TokenRows>,
  text: E.Either<RewardError, TokenRows>,
  context: ScoreContext,
): Promise<E.Either<RewardError, Outcome>> => {
  if (E.isLeft(image)) return image
  if (E.isLeft(text)) return text
  const differ = widthFault(NAME, 'textTokens', image.right, text.right)
  if (differ !== undefined) return E.left(differ)
  const { count, width } = image.right
  const detail = { imageTokens: count, textTokens: text.right.count, width }
  return E.map((matches: BestMatches): Outcome => {
    const parts = { 'image-to-text': scored(matches.imageToText), 'text-to-image': scored(matches.textToImage) }
    return { ...scored(matches.value, detail), parts }
  })(await runInTurns(compareRows(image.right, text.right), context))
}

const preparing =
  (side: 'image' | 'text', { read, maxTokens }: TokenScoring, context: ScoreContext): Prepare =>
  async ({ tokens, mask }: Side) => {
    const owner = { reward: NAME, field: `${side}Tokens` }
    const matrix = pipe(
      await read(tokens, owner, { signal: context.signal })(),
      E.chain((given) => checkedMatrix(given, owner)),
      E.filterOrElse(
        ({ shape: [count] }) => count <= maxTokens,
        ({ shape: [count] }) => wrongTokens(owner, `at most ${maxTokens} tokens`, String(count)),
      ),
      E.bindTo('given'),
      E.bind('kept', ({ given }) => keptRows(mask, given.shape[0], { reward: NAME, field: `${side}Mask` })),
    )
    if (E.isLeft(matrix)) return matrix
    const nonFinite: NonFiniteAt = (value, row, column) =>
      wrongTokens(owner, 'finite numbers', `${value} at [${row}][${column}]`)
    return E.flatten(await runInTurns(tokenRows(matrix.right.given, matrix.right.kept, nonFinite), context))
  }
