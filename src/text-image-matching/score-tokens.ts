import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../core/error.js'
import { failed, type Outcome } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { widthFault } from './best-matches.js'
import type { KeptTokens } from './kept-tokens.js'
import { type BestBoth, matchRows } from './match-rows.js'
import { readHeldMask, type ReadMask, type ReadTokens } from './read-tokens.js'
import { runInTurns } from '../core/steps.js'
import { scoreTensors } from './score-tensors.js'
import { isForAll, NAME, scoredMatches } from './scored-matches.js'
import type { TensorMatcher } from './tensor-matcher.js'
import { keptRows } from './token-mask.js'
import type { TokenMatcher } from './token-matcher.js'
import { checkedMatrix, wrongTokens } from './token-matrix.js'
import { type NonFiniteAt, type TokenRows, tokenRows } from './token-rows.js'
import { type Absent, type Side, sidesOf } from './token-sample.js'
import { type Prepare, TokenShelf } from './token-shelf.js'

/** How samples are scored. */
export interface TokenScoring {
  readonly read: ReadTokens
  readonly absent: Absent
  readonly maxTokens: number
  /** Asked first, where there is one. */
  readonly matcher?: TokenMatcher | undefined
  /** Asked before anything is read, where there is one. */
  readonly tensorMatcher?: TensorMatcher | undefined
  /** Whether the match of each token is told. */
  readonly matches: boolean
}

/** Tokens of a side that have been read. */
interface ReadSide extends KeptTokens {
  /** Ready to be compared in float64, each number looked at; made when first asked for. */
  readonly rows: () => Promise<E.Either<RewardError, TokenRows>>
}

/** One outcome a sample; `Left` where the run is cancelled, or no tokens at all can be read. */
export const scoreTokens = async (
  batch: ReadonlyArray<unknown>,
  scoring: TokenScoring,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  const given = batch.map((sample) => sidesOf(NAME, sample, scoring.absent))
  const { tensorMatcher, maxTokens, matches } = scoring
  // To number the matches their masks have to be read anyway.
  const asked = matches ? undefined : tensorMatcher
  const judged = asked && (await scoreTensors(given, asked, maxTokens, context))
  if (judged !== undefined && E.isLeft(judged)) return judged
  const found = judged?.right ?? given
  const sides = found.flatMap((one) => (E.isRight(one) ? [one.right] : []))
  const shelfOf = (side: 'image' | 'text'): TokenShelf<ReadSide> =>
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
    const outcome = await outcomeOf(await shelves.image.get(image), await shelves.text.get(text), scoring, context)
    if (E.isLeft(outcome) && isForAll(outcome.left)) return outcome
    outcomes.push(E.isLeft(outcome) ? failed(outcome.left) : outcome.right)
    shelves.image.release(image)
    shelves.text.release(text)
  }
  return E.right(outcomes)
}

const outcomeOf = async (
  image: E.Either<RewardError, ReadSide>,
  text: E.Either<RewardError, ReadSide>,
  scoring: TokenScoring,
  context: ScoreContext,
): Promise<E.Either<RewardError, Outcome>> => {
  const found = await askMatcher(scoring, image, text, context)
  if (E.isLeft(found)) return found
  if (found.right !== undefined) return E.right(found.right)
  const imageRows = E.isLeft(image) ? image : await image.right.rows()
  if (E.isLeft(imageRows)) return imageRows
  const textRows = E.isLeft(text) ? text : await text.right.rows()
  if (E.isLeft(textRows)) return textRows
  const { width } = imageRows.right
  const differ = widthFault(NAME, 'textTokens', width, textRows.right.width)
  if (differ !== undefined) return E.left(differ)
  const best = await runInTurns(matchRows(imageRows.right, textRows.right), context)
  const rows = scoring.matches ? { image: imageRows.right.kept, text: textRows.right.kept } : undefined
  return E.map((both: BestBoth) => scoredMatches(both, width, rows))(best)
}

/** Nothing where the tokens are for float64 to compare, or to complain of. */
const askMatcher = async (
  { matcher, matches }: TokenScoring,
  image: E.Either<RewardError, ReadSide>,
  text: E.Either<RewardError, ReadSide>,
  context: ScoreContext,
): Promise<E.Either<RewardError, Outcome | undefined>> => {
  if (matcher === undefined || E.isLeft(image) || E.isLeft(text)) return E.right(undefined)
  const [, width] = image.right.tokens.shape
  if (text.right.tokens.shape[1] !== width) return E.right(undefined)
  try {
    const best = await matcher.match(image.right, text.right, context)()
    const rows = matches ? { image: image.right.kept, text: text.right.kept } : undefined
    return E.map((both: BestBoth | undefined) => both && scoredMatches(both, width, rows))(best)
  } catch (cause) {
    return E.left(unexpected(NAME, cause))
  }
}

const preparing =
  (side: 'image' | 'text', { read, maxTokens }: TokenScoring, context: ScoreContext): Prepare<ReadSide> =>
  async ({ tokens: given, mask }: Side) => {
    const owner = { reward: NAME, field: `${side}Tokens` }
    const nonFinite: NonFiniteAt = (value, row, column) =>
      wrongTokens(owner, 'finite numbers', `${value} at [${row}][${column}]`)
    const { signal } = context
    return pipe(
      read(given, owner, { signal }),
      TE.chainEitherK((found) => checkedMatrix(found, owner)),
      TE.filterOrElse(
        ({ shape: [count] }) => count <= maxTokens,
        ({ shape: [count] }) => wrongTokens(owner, `at most ${maxTokens} tokens`, String(count)),
      ),
      TE.bindTo('tokens'),
      TE.bind('kept', ({ tokens }) => keptBy(mask, tokens.shape[0], `${side}Mask`, read.mask, signal)),
      TE.map((kept) => {
        let rows: ReturnType<ReadSide['rows']> | undefined
        return { ...kept, rows: () => (rows ??= runInTurns(tokenRows(kept, nonFinite), context).then(E.flatten)) }
      }),
    )()
  }

/** The rows that a mask keeps, wherever it is kept itself. */
const keptBy = (
  mask: unknown,
  count: number,
  field: string,
  read: ReadMask = readHeldMask,
  signal: AbortSignal | undefined,
): TE.TaskEither<RewardError, Int32Array | undefined> => {
  if (mask === undefined || mask === null) return TE.right(undefined)
  const owner = { reward: NAME, field }
  return pipe(
    read(mask, owner, { signal }),
    TE.chainEitherK((flags) => keptRows(flags, count, owner)),
  )
}
