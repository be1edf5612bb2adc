/**
 * CLIPScore: how well an image goes with its prompt, by the two towers of CLIP.
 *
 * @since 0.4.0
 */
export type { Device } from '../adapters/onnx/device.js'
export { type ClipOptions, loadClip, loadClipModel } from '../adapters/onnx/clip/load-clip.js'
export type { ClipModelOptions } from '../adapters/onnx/clip/options.js'
export { clipReward } from './clip-reward.js'
export { type ClipScore, clipScore, type ClipVariant } from './clip-score.js'
export type { ClipModel, Embedded, EmbedContext, Embedding } from './model.js'
export type { ClipRewardOptions, ClipSample } from './options.js'
