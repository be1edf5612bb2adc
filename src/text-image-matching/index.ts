/**
 * Token-level matching of text and image: the reward, the functions behind it, and the reading of tokens.
 *
 * @since 0.4.0
 */
export {
  type FastTextImageMatchingOptions,
  loadTextImageMatching,
} from '../adapters/onnx/token-matcher/load-text-image-matching.js'
export { loadTensorMatcher, type TensorMatching } from '../adapters/tfjs/token-matcher/load-tensor-matcher.js'
export type { TensorMatch, TensorMatchOptions } from '../adapters/tfjs/token-matcher/match-token-tensors.js'
export { loadTensorTextImageMatching } from '../adapters/tfjs/token-matcher/load-tensor-text-image-matching.js'
export { loadTokenMatcher, type TokenMatcherOptions } from '../adapters/onnx/token-matcher/load-token-matcher.js'
export { tokenReader, type TokenReaderOptions } from '../adapters/tensors/token-reader.js'
export { bestMatches, type BestMatches, type DirectionMatches, type MatchOptions } from './best-matches.js'
export type { KeptTokens } from './kept-tokens.js'
export type { Best, BestBoth } from './match-rows.js'
export { matchTokens } from './match-tokens.js'
export type { ReadContext, ReadMask, ReadTokens } from './read-tokens.js'
export type { TensorMatcher, TensorPair, TensorSide } from './tensor-matcher.js'
export { textImageMatching, type TextImageMatchingOptions } from './text-image-matching.js'
export type { TokenMatcher } from './token-matcher.js'
export type { TokenMask } from './token-mask.js'
export { matrix, type TokenMatrix, type TokenOwner, type TokenValues } from './token-matrix.js'
export type { StoredMask, TokenTensor } from './token-tensor.js'
export type { Absent, TokenSample } from './token-sample.js'
export { type HeldTokens, tokensFrom } from './tokens-from.js'
