import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../../../core/error.js'
import { RewardException } from '../../../score.js'
import { widthFault } from '../../../text-image-matching/best-matches.js'
import type { TokenMask } from '../../../text-image-matching/token-mask.js'
import { wrongTokens } from '../../../text-image-matching/token-matrix.js'
import { isTokenTensor, tensorShape } from '../../../text-image-matching/token-tensor.js'
import { deviceGradients } from './device-gradients.js'
import { deviceMask } from './device-mask.js'
import { deviceMatches } from './device-matches.js'
import { type DeviceMask, type DeviceSide, deviceSide } from './device-side.js'
import { rowSums } from './row-sums.js'

/**
 * Options of {@link matchTokenTensors}.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorMatchOptions {
  /** Which image tokens count: as many numbers 0 or 1, or booleans, as there are rows, in memory or in a tensor. Default: all. */
  readonly imageMask?: TokenMask | tf.Tensor
  /** Which text tokens count. Default: all. */
  readonly textMask?: TokenMask | tf.Tensor
}

/**
 * How well two sets of tokens match, on the device that they are on.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorMatch {
  /** (imageToText + textToImage) / 2, in [-1, 1]. */
  readonly value: tf.Scalar
  /** The mean over image tokens of their best cosine with a text token, in [-1, 1]. */
  readonly imageToText: tf.Scalar
  /** The mean over text tokens of their best cosine with an image token, in [-1, 1]. */
  readonly textToImage: tf.Scalar
}

/**
 * R_TIM of tokens on a device, and its gradient: what `matchTokens` says, in float32, without reading anything.
 *
 * `tf.grads` goes through each of the three results, on every build of tfjs, by image and by text: with Î and T̂ the rows divided by max(their length,
 * 1e-12), k the best match of image token j, and j' that of text token k',
 *
 * d value / d Î_j = T̂_k / 2n + Σ over text tokens k' whose match is j of T̂_k' / 2m, and the same for text; d Î / d I = (1 - Î Îᵀ) / |I|.
 *
 * @param image - Float32, [n, d] or [1, n, d], n ≥ 1. Rows need not be normalised, and may be of any size that float32 has.
 * @param text - Float32, [m, d] or [1, m, d], m ≥ 1, the same d.
 * @param options - `imageMask` and `textMask`. Tokens that do not count may hold anything; their gradient is 0.
 * @returns Three scalars, to be disposed of. Throws `RewardException` with `InvalidInput` for what is no such tensor or was disposed of, for widths that
 *   differ, and for a mask in memory that does not fit or keeps nothing. What would have to be read to be known makes all three NaN: a NaN or an infinity in
 *   a token that counts, and a mask in a tensor that holds anything but 0 and 1, or no 1. The reward with `loadTensorMatcher` names these.
 * @remarks Of several rows with the greatest cosine the first is the match, and gets the gradient. A row shorter than 1e-12 is divided by that, and so is
 *   its gradient: up to 1e12 times the cosine's, for rows of zeros too, which all match the first token. Values lie within 1e-6 of those in float64; which row is
 *   the match may differ where two are as good within float32, and the gradient with it. A second derivative is not given. Cost O(n m d) time, and
 *   O((n + m) d) memory beside the tokens and 4 n m bytes, 16 MB of them at most; as much again for the gradient.
 * @category tensors
 * @since 0.5.0
 */
export const matchTokenTensors = (image: tf.Tensor, text: tf.Tensor, options: TensorMatchOptions = {}): TensorMatch => {
  const masks = orThrow(masksOf(image, text, options))
  return tf.tidy(() => {
    const halves = bothHalves(image, text, masks)
    return {
      value: weighted(halves, [0.5, 0.5]),
      imageToText: weighted(halves, [1, 0]),
      textToImage: weighted(halves, [0, 1]),
    }
  })
}

interface Masks {
  readonly image: DeviceMask
  readonly text: DeviceMask
}

/** The function answers with tensors, since `tf.grads` takes no other answer: what is Left is thrown here. */
const orThrow = <A>(either: E.Either<RewardError, A>): A => {
  if (E.isLeft(either)) throw new RewardException(either.left)
  return either.right
}

const OWNER = 'matchTokenTensors'

const masksOf = (image: unknown, text: unknown, options: TensorMatchOptions): E.Either<RewardError, Masks> =>
  pipe(
    E.Do,
    E.bind('ofImage', () => shapeOf(image, 'image')),
    E.bind('ofText', () => shapeOf(text, 'text')),
    E.chainFirst(({ ofImage, ofText }) => {
      const differ = widthFault(OWNER, 'text', ofImage[1], ofText[1])
      return differ === undefined ? E.right(undefined) : E.left(differ)
    }),
    E.bind('image', ({ ofImage: [n] }) => deviceMask(options.imageMask, n, { reward: OWNER, field: 'imageMask' })),
    E.bind('text', ({ ofText: [m] }) => deviceMask(options.textMask, m, { reward: OWNER, field: 'textMask' })),
  )

const shapeOf = (tokens: unknown, field: string): ReturnType<typeof tensorShape> => {
  const owner = { reward: OWNER, field }
  return isTokenTensor(tokens)
    ? tensorShape(tokens, owner)
    : E.left(wrongTokens(owner, 'a tensor of float32', describe(tokens)))
}

/** Both directions, [2], with their gradient: the forward pass is done once, and what the way back needs is kept once. */
const bothHalves = (image: tf.Tensor, text: tf.Tensor, masks: Masks): tf.Tensor1D => {
  const withGradient = tf.customGrad((...inputs) => {
    const [ofImage, ofText, save] = inputs as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    const sides = { image: deviceSide(ofImage, masks.image), text: deviceSide(ofText, masks.text) }
    const best = deviceMatches(sides.image, sides.text)
    save([ofImage, ofText, best.image.row, best.text.row])
    return {
      value: tf.concat([halfOf(sides.image, best.image.cosine), halfOf(sides.text, best.text.cosine)]),
      gradFunc: (dy: tf.Tensor1D, saved: ReadonlyArray<tf.Tensor>) => wayBack(dy, saved, masks),
    }
  })
  return withGradient(image, text)
}

/** The mean of the cosines of tokens that count, [1]; NaN where a token or the mask is not what it must be. */
const halfOf = ({ squares, counts }: DeviceSide, cosine: tf.Tensor2D): tf.Tensor1D => {
  const total = (of: tf.Tensor): tf.Tensor1D => tf.reshape(rowSums(tf.reshape(of, [1, -1])), [1])
  // 0, or NaN of a NaN or an infinity; those of tokens that do not count are 0.
  const spoilt = total(tf.mul(squares, 0))
  if (counts === undefined) return tf.add(tf.div(total(cosine), cosine.shape[0]), spoilt)
  const wrong = total(tf.cast(tf.notEqual(tf.mul(counts, tf.sub(counts, 1)), 0), 'float32'))
  const mean = tf.div(total(tf.mul(cosine, counts)), total(counts))
  return tf.where(tf.greater(wrong, 0), tf.tensor1d([NaN]), tf.add(mean, spoilt))
}

const wayBack = (
  by: tf.Tensor1D,
  [image, text, ofImage, ofText]: ReadonlyArray<tf.Tensor>,
  masks: Masks,
): Array<tf.Tensor> => {
  const [imageTokens, textTokens] = [image as tf.Tensor, text as tf.Tensor]
  const sides = { image: deviceSide(imageTokens, masks.image), text: deviceSide(textTokens, masks.text) }
  const matched = (side: DeviceSide, row: tf.Tensor | undefined, at: number) => {
    const counts: tf.Tensor2D = side.counts ?? tf.ones([side.rows.shape[0], 1])
    return {
      side,
      row: row as tf.Tensor1D,
      weight: tf.mul<tf.Tensor2D>(counts, tf.div(tf.slice(by, [at], [1]), tf.sum(counts))),
    }
  }
  const [byImage, byText] = deviceGradients(matched(sides.image, ofImage, 0), matched(sides.text, ofText, 1))
  return [spread(byImage, masks.image, imageTokens.shape), spread(byText, masks.text, textTokens.shape)]
}

/** Back to where the rows came from; 0 for those that do not count. */
const spread = (gradient: tf.Tensor2D, { kept }: DeviceMask, shape: Array<number>): tf.Tensor => {
  if (kept === undefined) return tf.reshape(gradient, shape)
  const at = tf.tensor2d(kept, [kept.length, 1], 'int32')
  return tf.reshape(tf.scatterND(at, gradient, shape.slice(-2)), shape)
}

/** One number of the two: tfjs has no gradient of its own for this, on the build that Node loads. */
const weighted = (halves: tf.Tensor1D, weights: readonly [number, number]): tf.Scalar =>
  tf.customGrad<tf.Scalar>((given) => ({
    value: tf.sum(tf.mul(given as tf.Tensor, tf.tensor1d([...weights]))),
    gradFunc: (dy: tf.Tensor) => tf.mul(tf.tensor1d([...weights]), dy),
  }))(halves)
