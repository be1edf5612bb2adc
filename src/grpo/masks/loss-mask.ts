import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { type Mask, readMask } from './mask.js'
import type { MatrixInput } from './matrix.js'

/** The tokens that a loss is about. */
export interface LossMask extends Mask {
  /** How many they are: the `numItemsInBatch` of a batch by itself. */
  readonly numItemsInBatch: number
}

/**
 * The tokens that a loss is about: those of the completion that the policy wrote itself.
 *
 * m[i,t] = c[i,t] u[i,t].
 *
 * @param completionMask - c, [N][T]: 1 for a token of the completion, its end included; 0 for padding and truncated completions.
 * @param toolMask - u, [N][T]: 0 for a token that a tool wrote. Left out or null: none did.
 * @returns Left `InvalidInput` where one is no mask, or both differ in shape; else Right m, each 0 or 1, and the number of ones.
 * @example
 * ```ts @import.meta.vitest
 * expect(lossMask([[1, 1, 1, 0]], [[1, 0, 1, 1]])).toEqual({
 *   _tag: 'Right',
 *   right: { shape: [1, 4], data: Uint8Array.of(1, 0, 1, 0), numItemsInBatch: 2 },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const lossMask = (
  completionMask: MatrixInput,
  toolMask?: MatrixInput | null,
): E.Either<RewardError, LossMask> => {
  const completion = readMask({ owner: NAME, name: 'completionMask' }, completionMask)
  if (E.isLeft(completion)) return completion
  const { shape, data } = completion.right
  const tool =
    toolMask === undefined || toolMask === null
      ? undefined
      : readMask({ owner: NAME, name: 'toolMask' }, toolMask, shape)
  if (tool !== undefined && E.isLeft(tool)) return tool
  const written = tool?.right.data
  const both = written === undefined ? data : data.map((one, at) => one & (written[at] as number))
  let numItemsInBatch = 0
  for (const one of both) numItemsInBatch += one
  return E.right({ shape, data: both, numItemsInBatch })
}

const NAME = 'lossMask'
