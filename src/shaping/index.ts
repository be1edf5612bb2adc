export type { CompletionSample } from '../text/completion.js'
export type { CompletionIdsSample, TokenIds } from './completion-ids.js'
export { type CosineLengthOptions, cosineLengthReward } from './cosine-length-reward.js'
export { lengthCosine, type LengthCosineOptions } from './length-cosine.js'
export { overlong, type OverlongOptions } from './overlong.js'
export { overlongPunishment } from './overlong-punishment.js'
export { repetition } from './repetition.js'
export {
  type RepetitionOptions,
  repetitionPenalty,
  type RepetitionSample,
  type RepetitionUnit,
} from './repetition-penalty.js'
