import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { fanInScale, formulaTensor } from '../../../formula/tensor.js'
import type { LpipsNet } from '../../../lpips/model.js'
import { madeUp, madeUpFile, type MadeUpTensor } from '../made-up.js'
import { type Backbone, BACKBONES, convolutionsOf, tapsOf } from './backbones.js'

/** Names the sequence of numbers; a change of the formula is a new run. */
const RUN = 'v1'
const BIAS_SCALE = 0.0625
/** Heads are not negative: offset and scale of a head's weights. */
const HEAD = 0.05

const tensor = (key: string, shape: ReadonlyArray<number>, scale: number, offset = 0): MadeUpTensor =>
  madeUp(shape, () => formulaTensor({ key, shape, scale, offset }))

const backboneTensors = (backbone: Backbone): ReadonlyArray<readonly [string, MadeUpTensor]> =>
  convolutionsOf(backbone).flatMap(({ name, channels, kernel }) => {
    const shape = [channels[1], channels[0], kernel, kernel]
    const key = `${backbone.name}|${RUN}|${name}`
    return [
      [`${name}.weight`, tensor(`${key}.weight`, shape, fanInScale(shape))],
      [`${name}.bias`, tensor(`${key}.bias`, [channels[1]], BIAS_SCALE)],
    ] as const
  })

const headTensors = (net: LpipsNet): ReadonlyArray<readonly [string, MadeUpTensor]> =>
  tapsOf(BACKBONES[net]).map(({ channels }, k) => {
    const name = `lin${k}.model.1.weight`
    return [name, tensor(`lpips-${net}|${RUN}|${name}`, [1, channels, 1, 1], HEAD, HEAD)] as const
  })

/**
 * Weights by formula at true size, written once to a folder of ours: for measuring speed where there is no checkpoint. Distances
 * computed with them mean nothing.
 *
 * @returns The files, as those of a checkpoint; `Left BadFile` where they cannot be written.
 */
export const formulaWeights = (
  net: LpipsNet,
  home: string,
): TE.TaskEither<RewardError, { readonly backbone: string; readonly heads: string }> => {
  const backbone = BACKBONES[net]
  return pipe(
    TE.Do,
    TE.bind('backbone', () => madeUpFile(home, `${backbone.name}-${RUN}`, () => backboneTensors(backbone))),
    TE.bind('heads', () => madeUpFile(home, `lpips-${net}-${RUN}`, () => headTensors(net))),
  )
}
