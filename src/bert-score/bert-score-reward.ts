import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import type { AnyReward, Reward } from '../core/reward.js'
import { judgeOf } from './judge.js'
import type { BertScoreModel } from './model.js'
import { baselineOf, type BertScoreRewardOptions, type BertScoreSample, optionFault } from './options.js'
import { scoreBatch } from './score-batch.js'

/**
 * BERTScore of what a model wrote against its prompt, as F: how like one another the two texts are, token by token.
 *
 * Reads `caption`, or `completion` where there is none, and `prompt`: one reference, or several, of which the best precision, recall and F count, each
 * for itself. Each distinct text of a batch goes through the network once.
 *
 * @param model - A loaded network; the reward owns it and frees it.
 * @param options - Whose score it is, baseline, weights.
 * @returns A reward in [-1, 1], `'released'` [0, 1], 1 for the same text; with a baseline b the lower end l becomes (l - b) / (1 - b). Precision and
 *   recall are parts. A sample without `prompt` is skipped; a text with nothing in it scores 0 (before rescaling), as in the program; without any
 *   text to judge `Failed MissingField`. `Failed NonFinite` or `OutOfRange` where precision and recall differ in sign so that F has no value in the
 *   range: trained networks do not come near.
 * @remarks Paper: Zhang et al. 2020 (arXiv 1904.09675). Differs from the program: a score never depends on the other texts of a call (there,
 *   filled-up places count as cosine 0), and idf takes its documents as an option.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * const { score } = await import('../score.js')
 * // A letter is a token, and a direction of its own.
 * const ids = (text: string) => [0, ...Array.from(text, (letter) => letter.charCodeAt(0) - 96), 1]
 * const read = (text: string) => right({ ids: ids(text), vectors: Float32Array.from(ids(text).flatMap((id) => Array.from({ length: 27 }, (_, i) => +(i === id)))) })
 * const model = { name: 'letters', specialIds: [0, 1], tokens: (text: string) => right(ids(text)), embed: (texts: ReadonlyArray<string>) => async () => right(texts.map(read)) }
 * const reward = bertScoreReward(model)
 * expect(await score(reward, [{ caption: 'bc', prompt: 'bd' }, { caption: 'bc', prompt: null }])).toMatchObject([
 *   { value: 0.5, parts: { precision: { value: 0.5 }, recall: { value: 0.5 } } },
 *   { _tag: 'Skipped' },
 * ])
 * ```
 * @category rewards
 * @since 0.4.0
 */
export const bertScoreReward = (
  model: BertScoreModel,
  options: BertScoreRewardOptions = {},
): Reward<BertScoreSample> => {
  const owners = ownersIn(model)
  const fault = optionFault(model, options)
  if (fault !== undefined) return rejected('bert-score', fault, owners)
  const judge = judgeOf(model, options)
  if (E.isLeft(judge)) return rejected('bert-score', judge.left, owners)
  const baseline = baselineOf(model, options)?.f ?? 0
  const lowest = options.variant === 'released' ? 0 : -1
  return makeReward<BertScoreSample>(
    {
      name: 'bert-score',
      range: { min: (lowest - baseline) / (1 - baseline), max: 1 },
      fields: ['caption', 'completion', 'prompt'],
    },
    (batch, context = {}) =>
      pipe(
        TE.tryCatch(scoreBatch(model, judge.right, batch, context), (cause) => unexpected('bert-score', cause)),
        TE.chainEitherK((answer) => answer),
      ),
    owners,
  )
}

/** What is disposed of with the reward: of a part no more is asked than how that is done. */
const ownersIn = (model: unknown): ReadonlyArray<AnyReward> =>
  typeof model === 'object' && model !== null ? [model as AnyReward] : []
