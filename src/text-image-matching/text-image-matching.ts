import type { Range } from '../core/range.js'
import { makeReward, toMeta } from '../core/make.js'
import type { Reward } from '../core/reward.js'
import { positiveInteger, rejectedOption } from '../text/options.js'
import { readHeldTokens, type ReadTokens } from './read-tokens.js'
import { scoreTokens } from './score-tokens.js'
import { NAME } from './scored-matches.js'
import type { TensorMatcher } from './tensor-matcher.js'
import type { TokenMatcher } from './token-matcher.js'
import { type Absent, TOKEN_FIELDS, type TokenSample } from './token-sample.js'

/**
 * Options of {@link textImageMatching}.
 *
 * @category model
 * @since 0.4.0
 */
export interface TextImageMatchingOptions {
  /** Reads tokens and masks. Default: what is in memory (see `tokensFrom`), and tensors of tfjs; `tokenReader()` opens files, too. */
  readonly read?: ReadTokens
  /**
   * What becomes of a sample with neither `imageTokens` nor `textTokens`: `'fail'` (default) is `Failed MissingField`; `'skip'` is `Skipped
   * not-applicable`, for batches in which answers in words stand beside images. A sample with one of the two fails under both.
   */
  readonly absent?: Absent
  /** Most tokens of a side, masked ones counted; more fail their sample. At least 1, default 16,384. */
  readonly maxTokens?: number
  /**
   * Whether the parts say the match of each token, in their detail: `token` and `match`, rows of the two sides as they came, and `cosine`, as
   * {@link bestMatches} has them. Default false. Tensors are read for it.
   */
  readonly matches?: boolean
  /** Finds the best matches; default: in float64, which is the last word on tokens that this one leaves to it, too. See `loadTokenMatcher`. */
  readonly matcher?: TokenMatcher
  /** Finds the best matches of tensors on their device; default: they are read, and compared as others are. See `loadTensorMatcher`. */
  readonly tensorMatcher?: TensorMatcher
}

/** Every image of 2048 pixels a side, in squares of 16, has as many. */
const MAX_TOKENS = 16_384

const ABSENT: ReadonlySet<unknown> = new Set<Absent>(['fail', 'skip'])

const COSINES: Range = { min: -1, max: 1 }

/**
 * R_TIM: how well the image tokens and the text tokens of the policy match, in its own feature space, by {@link matchTokens}.
 *
 * Tokens that several samples of a batch hold (the same object or path under the same mask: the prompt of a group) are made ready once.
 *
 * @param options - `read`, `absent`, `maxTokens`, `matches`, `matcher` and `tensorMatcher`.
 * @returns A reward in [-1, 1] with the parts `image-to-text` and `text-to-image`, the means over image tokens and over text tokens, and the
 *   counts of both in its detail. `Failed MissingField` without tokens, `Failed InvalidInput` for those that cannot be read, differ in width, hold
 *   a NaN or an infinity, or are all masked. A wrong option: every batch is `Left InvalidOption`.
 * @remarks Paper: CoRL (arXiv 2505.17534), text-image matching reward. The released code cuts image and text out of one sequence at fixed
 *   positions, which is right only where all prompts of a call have one length, and its text takes in the tokens of the chat template that follow the
 *   prompt: here each sample brings the tokens that are meant. See {@link matchTokens} for its arithmetic. Leaves the event loop free every 10 ms.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const samples = [{ imageTokens: [[1, 0], [0, 1]], textTokens: [[1, 0], [9, 9]], textMask: [1, 0] }, { completion: 'A red car.' }]
 * expect(await score(textImageMatching({ absent: 'skip' }), samples)).toMatchObject([
 *   { value: 0.75, parts: { 'image-to-text': { value: 0.5 }, 'text-to-image': { value: 1 } } },
 *   { _tag: 'Skipped', reason: { code: 'not-applicable' } },
 * ])
 * ```
 * @category rewards
 * @since 0.4.0
 */
export const textImageMatching = (options: TextImageMatchingOptions = {}): Reward<TokenSample> => {
  const {
    read = readHeldTokens,
    absent = 'fail',
    maxTokens = MAX_TOKENS,
    matches = false,
    matcher,
    tensorMatcher,
  } = options
  const refused = rejectedOption(NAME, [
    { option: 'read', value: read, expected: 'a function that reads tokens', holds: typeof read === 'function' },
    { option: 'absent', value: absent, expected: "'fail' or 'skip'", holds: ABSENT.has(absent) },
    positiveInteger('maxTokens', maxTokens),
    { option: 'matches', value: matches, expected: 'true or false', holds: typeof matches === 'boolean' },
    {
      option: 'matcher',
      value: matcher,
      expected: 'an object with a function `match`',
      holds: isMatcher(matcher, 'match'),
    },
    {
      option: 'tensorMatcher',
      value: tensorMatcher,
      expected: 'an object with a function `matchAll`',
      holds: isMatcher(tensorMatcher, 'matchAll'),
    },
  ])
  if (refused !== undefined) return refused
  const part = (name: string): ReturnType<typeof toMeta> => toMeta({ name, range: COSINES, fields: TOKEN_FIELDS })
  return makeReward<TokenSample>(
    {
      name: NAME,
      range: COSINES,
      fields: TOKEN_FIELDS,
      parts: { 'image-to-text': part('image-to-text'), 'text-to-image': part('text-to-image') },
    },
    (batch, context = {}) =>
      () =>
        scoreTokens(batch, { read, absent, maxTokens, matches, matcher, tensorMatcher }, context),
  )
}

/** Whether there is none, or one that has the function. */
const isMatcher = (matcher: unknown, method: string): boolean =>
  matcher === undefined ||
  (typeof matcher === 'object' &&
    matcher !== null &&
    typeof (matcher as Record<string, unknown>)[method] === 'function')
