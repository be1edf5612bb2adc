/**
 * Captions of generated images as rewards: BLIP on this machine, or any vision model behind HTTP.
 *
 * @since 0.4.0
 */
export { visionCaptioner } from '../adapters/http/vision-captioner.js'
export type { VisionCaptionerOptions } from '../adapters/http/vision-options.js'
export { loadBlip } from '../adapters/onnx/blip/load-blip.js'
export type { BlipOptions } from '../adapters/onnx/blip/options.js'
export type { Captioner } from './captioner.js'
export type { Beam, DecodingMode, DecodingOptions, Greedy, Sample } from './decoding/options.js'
export type { RecaptionOptions, RecaptionSample } from './options.js'
export { recaption } from './recaption.js'
