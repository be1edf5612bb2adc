import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import type { LossMask } from './loss-mask.js'
import type { Matrix } from './matrix.js'
import { optionsFault } from './option-names.js'
import { wrongInput, wrongOption } from './wrong.js'

/** How completions end. */
export interface CompletionMaskOptions {
  /** The ids that end a completion: integers, at least 0. */
  readonly eosTokenIds: ReadonlyArray<number>
  /** What rows are filled up with: an integer, at least 0. */
  readonly padTokenId: number
  /** Whether a completion that was cut off leaves the loss. Default false, as TRL's. */
  readonly maskTruncatedCompletions?: boolean
}

/** Completions of one length, and which of their tokens are their own. */
export interface PaddedCompletions {
  /** [N, T], T the length of the longest, filled up on the right. */
  readonly completionIds: Matrix<Int32Array>
  /** [N, T]: 1 for the tokens of a completion, and how many these are. */
  readonly completionMask: LossMask
}

/**
 * Brings completions to one length and marks their tokens. With `maskTruncatedCompletions` one that was cut off, its last id neither an end nor
 * the padding, counts with no token at all (DAPO's overlong filtering): its row is 0, its reward still counts in its group.
 *
 * @param completionIds - One array of ids (integers from 0 to 2^31 - 1) a completion; an empty one has no token to count.
 * @param options - The ids that end a completion, the padding, and whether truncated ones are dropped.
 * @returns Left `InvalidInput` where there is no token at all or one is no id, `InvalidOption` for such options; else Right the ids and the
 *   mask, each of it 0 or 1.
 * @remarks Paper: DAPO (arXiv 2503.14476), section 3.4. Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * const padded = completionMask([[7, 8, 1], [7, 8, 9, 6]], { eosTokenIds: [1], padTokenId: 0, maskTruncatedCompletions: true })
 * expect(padded).toMatchObject({
 *   right: {
 *     completionIds: { shape: [2, 4], data: Int32Array.of(7, 8, 1, 0, 7, 8, 9, 6) },
 *     completionMask: { data: Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0), numItemsInBatch: 3 },
 *   },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const completionMask = (
  completionIds: ReadonlyArray<ArrayLike<number>>,
  options: CompletionMaskOptions,
): E.Either<RewardError, PaddedCompletions> => {
  const fault = optionsFault(NAME, options, OPTIONS) ?? optionFault(options)
  if (fault !== undefined) return E.left(fault)
  const { eosTokenIds, padTokenId, maskTruncatedCompletions = false } = options
  const length = lengthOfLongest(completionIds)
  if (E.isLeft(length)) return length
  const shape = [completionIds.length, length.right] as const
  const ids = new Int32Array(shape[0] * shape[1]).fill(padTokenId)
  const mask = new Uint8Array(ids.length)
  const ends = new Set([...eosTokenIds, padTokenId])
  let numItemsInBatch = 0
  for (const [i, completion] of completionIds.entries()) {
    const isWhole = !maskTruncatedCompletions || ends.has(completion[completion.length - 1] as number)
    for (let t = 0; t < completion.length; t++) {
      const id = completion[t]
      if (!isId(id))
        return E.left(wrongInput(NAME, 'completionIds', 'ids of tokens', `${describe(id)} at [${i}][${t}]`))
      ids[i * shape[1] + t] = id
    }
    if (!isWhole) continue
    mask.fill(1, i * shape[1], i * shape[1] + completion.length)
    numItemsInBatch += completion.length
  }
  return E.right({ completionIds: { shape, data: ids }, completionMask: { shape, data: mask, numItemsInBatch } })
}

const NAME = 'completionMask'

const OPTIONS = ['eosTokenIds', 'padTokenId', 'maskTruncatedCompletions']

const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31

const optionFault = (options: CompletionMaskOptions): RewardError | undefined => {
  const { eosTokenIds, padTokenId, maskTruncatedCompletions = false } = options
  if (!Array.isArray(eosTokenIds) || !eosTokenIds.every(isId))
    return wrongOption(NAME, 'eosTokenIds', 'an array of ids', eosTokenIds)
  if (!isId(padTokenId)) return wrongOption(NAME, 'padTokenId', 'an id', padTokenId)
  return typeof maskTruncatedCompletions === 'boolean'
    ? undefined
    : wrongOption(NAME, 'maskTruncatedCompletions', 'true or false', maskTruncatedCompletions)
}

const lengthOfLongest = (completions: unknown): E.Either<RewardError, number> => {
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(NAME, 'completionIds', expected, received))
  if (!Array.isArray(completions)) return wrong('an array of completions', describe(completions))
  let longest = 0
  for (const [i, ids] of (completions as ReadonlyArray<unknown>).entries()) {
    if (!Array.isArray(ids) && !(ids instanceof Int32Array)) return wrong('arrays of ids', `${describe(ids)} at ${i}`)
    longest = Math.max(longest, ids.length)
  }
  return longest > 0 ? E.right(longest) : wrong('at least one token', 'none')
}
