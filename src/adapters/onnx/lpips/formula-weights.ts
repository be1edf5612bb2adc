import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../../core/error.js'
import { fanInScale, formulaTensor } from '../../../formula/tensor.js'
import type { LpipsNet } from '../../../lpips/model.js'
import { makeFolders } from '../../../models/make-folders.js'
import { writeSafetensors } from '../../../models/checkpoint/write-safetensors.js'
import { type Backbone, BACKBONES, convolutionsOf, tapsOf } from './backbones.js'

/** What a file of made-up weights says of itself, so that it is known under any name. */
const MADE_UP = { weights: 'formula' }

/** Whether a file says that its weights are made up. */
export const isMadeUp = (metadata: Readonly<Record<string, string>>): boolean => metadata['weights'] === MADE_UP.weights

/** Names the sequence of numbers; a change of the formula is a new run. */
const RUN = 'v1'
const BIAS_SCALE = 0.0625
/** Heads are not negative: offset and scale of a head's weights. */
const HEAD = 0.05

interface Tensor {
  readonly dtype: 'float32'
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

/** A tensor whose values are made when they are asked for: true-size networks do not fit next to one another for nothing. */
const tensor = (key: string, shape: ReadonlyArray<number>, scale: number, offset = 0): Tensor => ({
  dtype: 'float32',
  shape,
  get data() {
    return formulaTensor({ key, shape, scale, offset })
  },
})

const backboneTensors = (backbone: Backbone): ReadonlyArray<readonly [string, Tensor]> =>
  convolutionsOf(backbone).flatMap(({ name, channels, kernel }) => {
    const shape = [channels[1], channels[0], kernel, kernel]
    const key = `${backbone.name}|${RUN}|${name}`
    return [
      [`${name}.weight`, tensor(`${key}.weight`, shape, fanInScale(shape))],
      [`${name}.bias`, tensor(`${key}.bias`, [channels[1]], BIAS_SCALE)],
    ] as const
  })

const headTensors = (net: LpipsNet): ReadonlyArray<readonly [string, Tensor]> =>
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
export const formulaWeights =
  (net: LpipsNet, home: string): TaskEither<RewardError, { readonly backbone: string; readonly heads: string }> =>
  async () => {
    const folder = path.join(home, 'formula')
    const backbone = path.join(folder, `${BACKBONES[net].name}-${RUN}.safetensors`)
    const heads = path.join(folder, `lpips-${net}-${RUN}.safetensors`)
    try {
      await makeFolders(folder)
    } catch (cause) {
      return E.left({
        _tag: 'BadFile',
        file: folder,
        expected: 'a folder to write to',
        received: messageOf(cause),
        cause,
      })
    }
    for (const [file, tensors] of [
      [backbone, backboneTensors(BACKBONES[net])],
      [heads, headTensors(net)],
    ] as const) {
      if (await exists(file)) continue
      const written = await writeSafetensors(file, tensors, MADE_UP)()
      if (E.isLeft(written)) return written
    }
    return E.right({ backbone, heads })
  }

/** Files are written under another name first: one that is there is whole. */
const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
