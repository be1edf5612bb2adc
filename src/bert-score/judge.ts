import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { RewardError } from '../core/error.js'
import { type BertScore, bertScore } from './bert-score.js'
import { idfWeights, type TokenWeight } from './idf.js'
import type { BertScoreModel, TokenVectors } from './model.js'
import { baselineOf, type BertScoreRewardOptions } from './options.js'
import { rescale } from './rescale.js'
import { plainWeights, weighTokens } from './weigh-tokens.js'

/** Compares a candidate with its references, at least one. */
export type Judge = (
  candidate: TokenVectors,
  references: ReadonlyArray<TokenVectors>,
) => E.Either<RewardError, BertScore>

/** torchmetrics sets the vectors of special tokens to zero, which every token then finds among its partners. */
const RELEASED_FLOOR = 0

/**
 * The comparison that options ask for. Of several references the best precision, the best recall and the best F count, each for itself.
 *
 * @returns `Left` where a document of `idf` cannot be read.
 */
export const judgeOf = (model: BertScoreModel, options: BertScoreRewardOptions): E.Either<RewardError, Judge> => {
  const { variant = 'paper', idf } = options
  const baseline = baselineOf(model, options)
  const floor = variant === 'released' ? RELEASED_FLOOR : undefined
  return pipe(
    idf === undefined ? E.right(plainWeights(model.specialIds)) : weightsBy(model, idf),
    E.map((weight): Judge => {
      const weigh = weighTokens(variant, weight)
      return (candidate, references) => {
        const weighed = weigh(candidate)
        return pipe(
          references,
          E.traverseArray((reference) => bertScore(weighed, weigh(reference), floor)),
          E.map(bestOf),
          E.map((score) => (baseline === undefined ? score : rescale(score, baseline))),
        )
      }
    }),
  )
}

const weightsBy = (model: BertScoreModel, texts: ReadonlyArray<string>): E.Either<RewardError, TokenWeight> =>
  pipe(texts, E.traverseArray(model.tokens), E.map(idfWeights))

const bestOf = (scores: ReadonlyArray<BertScore>): BertScore => {
  const most = (part: keyof BertScore): number => Math.max(...scores.map((score) => score[part]))
  return { precision: most('precision'), recall: most('recall'), f: most('f') }
}
