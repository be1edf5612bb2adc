/**
 * BERTScore: how like one another two texts are, token by token, in the space of BERT or RoBERTa.
 *
 * @since 0.4.0
 */
export {
  type BertScoreOptions,
  loadBertScore,
  loadBertScoreModel,
} from '../adapters/onnx/bert-score/load-bert-score.js'
export type { BertScoreModelOptions } from '../adapters/onnx/bert-score/options.js'
export type { Device } from '../adapters/onnx/device.js'
export { type BertScore, bertScore, type WeightedTokens } from './bert-score.js'
export { bertScoreReward } from './bert-score-reward.js'
export { idfWeights, type TokenWeight } from './idf.js'
export type { BertScoreModel, TokenVectors } from './model.js'
export type { BertScoreRewardOptions, BertScoreSample, BertScoreVariant } from './options.js'
export { type Baseline, rescale } from './rescale.js'
