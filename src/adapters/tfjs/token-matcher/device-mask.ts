import type * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { keptRows } from '../../../text-image-matching/token-mask.js'
import type { TokenOwner } from '../../../text-image-matching/token-matrix.js'
import { isTokenTensor, tensorFlags } from '../../../text-image-matching/token-tensor.js'
import type { DeviceMask } from './device-side.js'

/** A mask of `count` tokens: in memory it is looked at, a tensor stays where it is. */
export const deviceMask = (mask: unknown, count: number, owner: TokenOwner): E.Either<RewardError, DeviceMask> =>
  isTokenTensor(mask)
    ? // Sound: of whichever copy of tfjs, which sees to it that it knows the tensor.
      E.map(() => ({ flags: mask as unknown as tf.Tensor }))(tensorFlags(mask, count, owner))
    : E.map((kept: Int32Array | undefined) => ({ kept }))(keptRows(mask, count, owner))
