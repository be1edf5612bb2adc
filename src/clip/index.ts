export { clipReward } from './clip-reward.js'
export { type ClipScore, clipScore, type ClipVariant } from './clip-score.js'
export type { ClipModel, Embedded, EmbedContext, Embedding } from './model.js'
export type { ClipRewardOptions, ClipSample } from './options.js'
