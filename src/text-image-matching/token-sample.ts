import * as E from 'fp-ts/lib/Either.js'
import { describe, unexpected } from '../core/error.js'
import { failed, type Outcome, skipped } from '../core/outcome.js'

/**
 * A sample with the features of its tokens, in the policy's own space: whatever the reader of tokens accepts. How the policy's sequence is
 * cut into image and text is the trainer's to say, by sample: with batches padded on the left, positions differ from sample to sample.
 *
 * @category model
 * @since 0.4.0
 */
export interface TokenSample {
  readonly imageTokens?: unknown
  readonly textTokens?: unknown
  /** Which image tokens count: 0 or 1, or a boolean, for each. Default: all. */
  readonly imageMask?: unknown
  /** Which text tokens count. Default: all. */
  readonly textMask?: unknown
}

/** The fields of a {@link TokenSample}, in the order in which rewards list them. */
export const TOKEN_FIELDS = ['imageTokens', 'textTokens', 'imageMask', 'textMask'] as const

/** The tokens of one side, and which of them count. */
export interface Side {
  readonly tokens: unknown
  readonly mask: unknown
}

/** Both sides of a sample. */
export interface Sides {
  readonly image: Side
  readonly text: Side
}

/** What a sample without any tokens gets: an error, or it is left out as one of another kind (an answer in words, in a mixed batch). */
export type Absent = 'fail' | 'skip'

/** Both sides of a sample, or its outcome where there are none to judge. */
export const sidesOf = (reward: string, sample: unknown, absent: Absent): E.Either<Outcome, Sides> => {
  if (typeof sample !== 'object' || sample === null) {
    const received = describe(sample)
    return E.left(failed({ _tag: 'InvalidInput', reward, field: 'sample', expected: 'an object', received }))
  }
  try {
    const { imageTokens, textTokens, imageMask = null, textMask = null } = sample as TokenSample
    const missing = isAbsent(imageTokens) ? 'imageTokens' : isAbsent(textTokens) ? 'textTokens' : undefined
    if (missing === undefined) {
      return E.right({
        image: { tokens: imageTokens, mask: imageMask },
        text: { tokens: textTokens, mask: textMask },
      })
    }
    return E.left(
      absent === 'skip' && isAbsent(imageTokens) && isAbsent(textTokens)
        ? skipped('not-applicable', 'the sample has neither `imageTokens` nor `textTokens`')
        : failed({ _tag: 'MissingField', reward, field: missing }),
    )
  } catch (cause) {
    return E.left(failed(unexpected(reward, cause)))
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null
