import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError, unexpected } from '../../core/error.js'
import { wrongInput } from '../masks/wrong.js'
import type { ArrayLogProbs } from './arrays/measure-tokens.js'
import { placeOf } from './inputs/read-tokens.js'
import { takeFault } from './tensors/device-faults.js'
import type { TensorLogProbs } from './tensors/tensor-log-probs.js'

const OWNER = 'tokenLogProbs'

/**
 * The numbers of a result on a device, once they are there, and whether they are sound: an operation on a device says that its input was wrong by
 * NaN alone.
 *
 * @param tokens - What `tokenLogProbs` gave for a tensor; it stays the caller's to dispose of.
 * @returns Left `Unavailable` where the device failed, for want of memory say; `InvalidInput` naming the first token whose logits or id were wrong; else Right both, row after row.
 * @category destructors
 * @since 0.5.0
 */
export const readTokenLogProbs = (tokens: TensorLogProbs): TE.TaskEither<RewardError, ArrayLogProbs> => {
  const { logProbs, entropies } = (tokens ?? {}) as Partial<TensorLogProbs>
  if (typeof logProbs?.data !== 'function' || typeof entropies?.data !== 'function')
    return TE.left(wrongInput(OWNER, 'tokens', 'what `tokenLogProbs` gave for a tensor', describe(tokens)))
  const read = TE.tryCatch(
    async () => [await logProbs.data(), await entropies.data()] as const,
    (cause) => unexpected(OWNER, cause),
  )
  return async () => {
    const values = await read()
    if (E.isLeft(values)) return values
    const broken = takeFault(tf.backend())
    if (broken !== undefined)
      return E.left({ _tag: 'Unavailable', reward: OWNER, reason: `the device failed: ${broken}` })
    const [given, spread] = values.right
    const odd = given.findIndex((value, row) => !Number.isFinite(value) || !Number.isFinite(spread[row]))
    const { shape } = logProbs
    if (odd < 0)
      return E.right({
        logProbs: { shape, data: Float64Array.from(given) },
        entropies: { shape, data: Float64Array.from(spread) },
      })
    const expected = 'numbers with a finite one at the chosen token, whose id is in the vocabulary'
    const received = `a log-probability of ${given[odd] as number}`
    return E.left(wrongInput(OWNER, placeOf('logits', odd, logProbs.shape[1]), expected, received))
  }
}
