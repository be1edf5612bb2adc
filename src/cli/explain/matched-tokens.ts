import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { tokenReader } from '../../adapters/tensors/token-reader.js'
import type { RewardError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import { runInTurns } from '../../core/steps.js'
import { type BestBoth, matchRows } from '../../text-image-matching/match-rows.js'
import { textImageMatching } from '../../text-image-matching/text-image-matching.js'
import type { TokenMatcher } from '../../text-image-matching/token-matcher.js'
import { type NonFiniteAt, type TokenRows, tokenRows } from '../../text-image-matching/token-rows.js'
import type { Absent } from '../../text-image-matching/token-sample.js'
import type { CompareContext } from './comparison.js'

/** The tokens of one side. */
interface MatchedSide {
  /** Of all tokens, masked ones too. */
  readonly count: number
  /** The numbers of those that count. */
  readonly kept: Int32Array
  readonly rows: TokenRows
}

/** The tokens of a sample, and the best match of each, counted among those that count. */
export interface MatchedTokens {
  readonly image: MatchedSide
  readonly text: MatchedSide
  readonly best: BestBoth
}

type Context = Pick<CompareContext, 'signal'>

/**
 * Matches the tokens of a sample once more, for the eye. They are read, masked and checked by the reward itself, which hands them to whoever
 * matches them; they are matched in float64 whatever the spec asks for.
 *
 * @param options - The options of the reward in the spec, validated.
 * @returns Right nothing for a sample that the reward does not apply to.
 */
export const matchedTokens = async (
  sample: object,
  options: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<E.Either<RewardError, MatchedTokens | undefined>> => {
  // Sound: the schema of the reward's options has let them pass.
  const { absent, maxTokens, files, maxBytes } = options as {
    readonly absent?: Absent
    readonly maxTokens?: number
    readonly files?: boolean
    readonly maxBytes?: number
  }
  let seen: MatchedTokens | undefined
  const matcher: TokenMatcher = {
    match: (image, text, running) => async () => {
      const imageRows = await runInTurns(tokenRows(image, untold), running)
      const textRows = await runInTurns(tokenRows(text, untold), running)
      if (E.isLeft(imageRows)) return imageRows
      if (E.isLeft(textRows)) return textRows
      // The reward knows better how to complain of them.
      if (E.isLeft(imageRows.right) || E.isLeft(textRows.right)) return E.right(undefined)
      const sides = {
        image: sideOf(image.tokens.shape[0], imageRows.right.right),
        text: sideOf(text.tokens.shape[0], textRows.right.right),
      }
      return pipe(
        await runInTurns(matchRows(sides.image.rows, sides.text.rows), running),
        E.map((best) => {
          seen = { ...sides, best }
          return best
        }),
      )
    },
  }
  const reward = textImageMatching({
    ...(absent === undefined ? {} : { absent }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(files === false ? {} : { read: tokenReader(maxBytes === undefined ? {} : { maxBytes }) }),
    matcher,
  })
  const result = await reward.score([sample], { signal: context.signal })()
  if (E.isLeft(result)) return result
  const outcome = result.right[0] as Outcome
  if (outcome._tag === 'Failed') return E.left(outcome.error)
  return E.right(outcome._tag === 'Scored' ? seen : undefined)
}

const untold: NonFiniteAt = (value) => ({ _tag: 'NonFinite', reward: 'explain', value })

const sideOf = (count: number, rows: TokenRows): MatchedSide => ({
  count,
  kept: rows.kept ?? Int32Array.from({ length: count }, (_, i) => i),
  rows,
})

/** The cosine of one text token, by its place among those that count, with each image token that counts. */
export const cosinesOf = async (
  { image, text }: Pick<MatchedTokens, 'image' | 'text'>,
  word: number,
  context: Context,
): Promise<E.Either<RewardError, Float64Array>> => {
  const { rows } = text
  const one: TokenRows = {
    ...rows,
    count: 1,
    data: rows.data.subarray(word * rows.width, (word + 1) * rows.width),
    squares: rows.squares.subarray(word, word + 1),
  }
  return pipe(
    await runInTurns(matchRows(image.rows, one), context),
    E.map((best) => best.image.cosine),
  )
}

/** The mean of the cosines of all pairs: the product of the mean of the one side's rows and that of the other's, each row of length 1. */
export const meanOfPairs = ({ image, text }: Pick<MatchedTokens, 'image' | 'text'>): number => {
  const [a, b] = [meanRow(image.rows), meanRow(text.rows)]
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
}

const meanRow = ({ data, squares, count, width }: TokenRows): Float64Array => {
  const mean = new Float64Array(width)
  for (let r = 0; r < count; r++) {
    const length = Math.sqrt(squares[r] as number) * count
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + (data[r * width + i] as number) / length
  }
  return mean
}
