export type { Device } from '../adapters/onnx/device.js'
export {
  loadLpips,
  loadLpipsModel,
  type LpipsModelOptions,
  type LpipsOptions,
  type LpipsWeights,
} from '../adapters/onnx/lpips/load-lpips.js'
export {
  lpipsComparison,
  lpipsDistance,
  type LpipsDistanceOptions,
  releaseLpips,
} from '../adapters/onnx/lpips/lpips-distance.js'
export { compareImages, type ImageComparison } from './compare-images.js'
export { lpips } from './lpips.js'
export type { LpipsRewardOptions } from './reward-options.js'
export type { LpipsGuard, LpipsModel, LpipsNet, WeightsOrigin } from './model.js'
export type { ImagePairSample } from '../image/image-pair.js'
export type { ImageSize } from '../image/image-size.js'
