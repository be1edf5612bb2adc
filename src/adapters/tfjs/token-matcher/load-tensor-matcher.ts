import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../../core/error.js'
import type { TensorMatcher } from '../../../text-image-matching/tensor-matcher.js'
import { isInstalled } from '../../native/resolve-package.js'
import type { matchTokenTensors } from './match-token-tensors.js'

/**
 * What {@link loadTensorMatcher} loads.
 *
 * @category model
 * @since 0.5.0
 */
export interface TensorMatching extends TensorMatcher {
  /** R_TIM of tokens on a device, differentiable by `tf.grads`. */
  readonly matchTokenTensors: typeof matchTokenTensors
}

const OWNER = 'text-image-matching'
const PACKAGE = '@tensorflow/tfjs-core'

/**
 * Loads the arithmetic of R_TIM for tokens that are tensors of tfjs: what `textImageMatching` takes as `tensorMatcher`, and `matchTokenTensors`, which
 * `tf.grads` goes through. Both compute on the backend that is set (see `pickBackend`).
 *
 * A batch is compared on the device sample by sample, with no filling up to a common length, and waited for once: what comes back is some numbers a
 * token. Read and left to the kernel in float64: everything on the backends `cpu` and `wasm`, whose tensors are in memory as it is, and where that kernel is ten times as
 * fast; a NaN, an infinity, a row of zeros; a mask that is none or a file; and tokens whose cosines drift in the backend's product of matrices by more than
 * 5e-7 in the mean.
 *
 * @returns `Left MissingPackage` without `@tensorflow/tfjs-core`; else both. Values of samples lie within 1e-6 of those in float64; a single token whose best two are as
 *   close may have the other one. `Left Unavailable` of a batch whose device failed.
 * @example
 * ```ts @import.meta.vitest
 * const tf = await import('@tensorflow/tfjs-core')
 * const { pickBackend } = await import('../pick-backend.js')
 * const { right } = await import('fp-ts/lib/Either.js')
 * await pickBackend({ prefer: 'cpu' })()
 * const loaded = await loadTensorMatcher()()
 * if (loaded._tag === 'Left') throw new Error(loaded.left._tag)
 * const [image, text] = [tf.tensor2d([[3, 0], [0, 1]]), tf.tensor2d([[1, 1]])]
 * const { matchTokenTensors } = loaded.right
 * const [byImage] = tf.grads((image, text) => matchTokenTensors(image, text).value)([image, text])
 * // Image token 1 is a quarter of the way, and the best match of the text token, which of two as good is the first: token 0.
 * expect(Array.from(byImage!.dataSync())).toEqual([0, 0.75 / 3, 0.25, 0].map((x) => expect.closeTo(x * Math.SQRT1_2, 6)))
 * ```
 * @category constructors
 * @since 0.5.0
 */
export const loadTensorMatcher = (): TE.TaskEither<RewardError, TensorMatching> => {
  if (!isInstalled(PACKAGE)) {
    return TE.left({ _tag: 'MissingPackage', reward: OWNER, package: PACKAGE, install: `npm install ${PACKAGE}` })
  }
  return TE.tryCatch(
    async () => {
      const [{ matchOnDevice }, { matchTokenTensors }] = await Promise.all([
        import('./match-tensors.js'),
        import('./match-token-tensors.js'),
      ])
      return { matchAll: matchOnDevice, matchTokenTensors }
    },
    (cause) => unexpected(OWNER, cause),
  )
}
