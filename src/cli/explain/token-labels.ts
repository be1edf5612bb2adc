import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'

/** What text tokens are called. */
export interface TokenLabels {
  readonly labels: ReadonlyArray<string>
  /** Where the names come from, in words. */
  readonly source: string
}

/**
 * Names for the text tokens that count: `textLabels` of the sample, one for each token, masked ones too; else the words of its prompt, where
 * there are as many of them as tokens, or as tokens that count; else numbers.
 *
 * @param count - Of all text tokens.
 * @param kept - The numbers of those that count.
 * @returns Left for labels that are none of these tokens.
 */
export const labelsOf = (
  { textLabels, prompt }: Readonly<Record<string, unknown>>,
  count: number,
  kept: ArrayLike<number>,
): E.Either<RewardError, TokenLabels> => {
  if (textLabels !== undefined && textLabels !== null) {
    const fault = faultOf(textLabels, count)
    if (fault !== undefined) return E.left(fault)
    return E.right({
      labels: Array.from(kept, (i) => (textLabels as ReadonlyArray<string>)[i] ?? ''),
      source: 'textLabels',
    })
  }
  const words = typeof prompt === 'string' ? wordsOf(prompt, count) : []
  const source = 'the words of the prompt'
  if (words.length === count) return E.right({ labels: Array.from(kept, (i) => words[i] ?? ''), source })
  if (words.length === kept.length) return E.right({ labels: words, source })
  return E.right(numbered(kept))
}

/** `#0`, `#1`, ... */
export const numbered = (kept: ArrayLike<number>): TokenLabels => ({
  labels: Array.from(kept, (i) => `#${i}`),
  source: 'their numbers',
})

const faultOf = (given: unknown, count: number): RewardError | undefined => {
  const wrong = (expected: string, received: string): RewardError => ({
    _tag: 'InvalidInput',
    reward: 'explain',
    field: 'textLabels',
    expected,
    received,
  })
  if (!Array.isArray(given) || given.length !== count) return wrong(`an array of ${count} texts`, describe(given))
  const odd = Array.from<unknown>(given).findIndex((label) => typeof label !== 'string')
  return odd < 0 ? undefined : wrong('texts', `${describe(given[odd])} at ${odd}`)
}

/** Split at blanks; a text of many more words than could be meant is not taken apart. */
const wordsOf = (prompt: string, count: number): ReadonlyArray<string> =>
  prompt.trim() === '' ? [] : prompt.trim().split(/\s+/, count + 1)
