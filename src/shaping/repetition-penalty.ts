import { fromPointwise } from '../core/from-pointwise.js'
import { type Outcome, scored } from '../core/outcome.js'
import type { AnyReward, Reward } from '../core/reward.js'
import { type CompletionSample, withCompletion } from '../text/completion.js'
import { type CompletionIdsSample, withCompletionIds } from './completion-ids.js'
import { wordIds } from './word-ids.js'
import { positiveInteger, rejectedOption } from '../text/options.js'
import { countNgrams, type NgramCount, penaltyOf } from './repetition.js'

/** What an n-gram is made of: token ids, or the words of the text between white space, lower-cased. */
export type RepetitionUnit = 'tokens' | 'words'

/** Options of {@link repetitionPenalty}. */
export interface RepetitionOptions<U extends RepetitionUnit = 'tokens'> {
  /** n, a positive integer. Default 3. */
  readonly ngramSize?: number
  /** The penalty a completion comes near that repeats one n-gram for ever: finite and at most 0. Default -1. */
  readonly maxPenalty?: number
  /** Default `'tokens'`, as TRL 1.16; `'words'` as its forerunners, for samples without token ids. */
  readonly unit?: U
}

/** What the penalty reads: the text for words, the ids for tokens, both where the unit is not known before it runs. */
export type RepetitionSample<U extends RepetitionUnit> = [U] extends ['words']
  ? CompletionSample
  : [U] extends ['tokens']
    ? CompletionIdsSample
    : CompletionSample & CompletionIdsSample

/**
 * Penalty for repeating oneself: {@link repetition} of the n-grams of the completion.
 *
 * @param options - n, the largest penalty, the unit. One out of its domain (a positive penalty, which TRL answers with a
 *   ValueError): every batch is `Left InvalidOption`.
 * @returns Value in [maxPenalty, 0]; the detail holds how many n-grams there are, and how many different ones. A null
 *   completion has no words: 0. No `completionIds`: `Failed MissingField`; ids that are no integers: `Failed InvalidInput`.
 * @remarks Paper: Demystifying Long Chain-of-Thought Reasoning (arXiv 2502.03373). Differs from it: see {@link repetition}.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const reward = repetitionPenalty({ unit: 'words', ngramSize: 2 })
 * expect(await score(reward, [{ completion: 'the dog the dog the' }])).toEqual([
 *   { _tag: 'Scored', value: -0.5, detail: { ngrams: 4, distinct: 2 } },
 * ])
 * ```
 * @category rewards
 * @since 0.1.0
 */
export const repetitionPenalty = <U extends RepetitionUnit = 'tokens'>(
  options: RepetitionOptions<U> = {},
): Reward<RepetitionSample<U>> => {
  const { ngramSize = 3, maxPenalty = -1 } = options
  const unit: unknown = options.unit ?? 'tokens'
  const refused = rejectedOption(NAME, [
    positiveInteger('ngramSize', ngramSize),
    {
      option: 'maxPenalty',
      value: maxPenalty,
      expected: 'a finite number, at most 0',
      holds: Number.isFinite(maxPenalty) && maxPenalty <= 0,
    },
    { option: 'unit', value: unit, expected: "'tokens' or 'words'", holds: unit === 'tokens' || unit === 'words' },
  ])
  if (refused !== undefined) return refused
  const range = { min: maxPenalty, max: 0 }
  const outcome = (count: NgramCount): Outcome => scored(penaltyOf(count, maxPenalty), { ...count })
  const none = outcome({ ngrams: 0, distinct: 0 })
  const overWords = fromPointwise<CompletionSample>({ name: NAME, range, fields: ['completion'] }, (sample) =>
    withCompletion(NAME, sample, none, (text) => outcome(countNgrams(wordIds(text), ngramSize))),
  )
  const overTokens = fromPointwise<CompletionIdsSample>({ name: NAME, range, fields: ['completionIds'] }, (sample) =>
    withCompletionIds(NAME, sample, (ids) => outcome(countNgrams(ids, ngramSize))),
  )
  // Sound: each branch reads what RepetitionSample asks for under its unit.
  return (unit === 'words' ? overWords : overTokens) as AnyReward as Reward<RepetitionSample<U>>
}

const NAME = 'repetition'
