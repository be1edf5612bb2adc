export { cached, type CachedOptions } from './cached.js'
export { concurrency, type ConcurrencyOptions } from './concurrency.js'
export { constant, skipAll } from './constant.js'
export { contramap } from './contramap.js'
export { describe, type RewardError, type RewardErrorOf, type RewardErrorTag, showError, unexpected } from './error.js'
export { fallback, type FallbackOptions } from './fallback.js'
export { type BatchJudge, fromBatch } from './from-batch.js'
export { fromPointwise, type Judge } from './from-pointwise.js'
export { gate, type GateOptions } from './gate.js'
export { makeReward, rejected, type RewardInit } from './make.js'
export { clamp, mapScore, type MapScoreOptions, named, normalize, scale } from './map-score.js'
export { onlyWhere, type OnlyWhereOptions } from './only-where.js'
export {
  type Detail,
  type Failed,
  failed,
  type Outcome,
  type Parts,
  type Scored,
  scored,
  type Skipped,
  skipped,
  type SkipReason,
  valueOf,
} from './outcome.js'
export type { SkipRule } from './parts.js'
export { product, type ProductOptions } from './product.js'
export { anyRange, contains, isBounded, type Range, unitRange } from './range.js'
export { retry, type RetryOptions } from './retry.js'
export type { AnyReward, Clock, Reward, RewardMeta, SampleOf, SampleOfAll, Score, ScoreContext } from './reward.js'
export { timeout } from './timeout.js'
export { sum, type SumOptions, type Weighted, weightedSum } from './weighted-sum.js'
