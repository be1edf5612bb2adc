import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../core/error.js'
import { makeFolders } from '../../models/make-folders.js'
import { writeSafetensors } from '../../models/checkpoint/write-safetensors.js'

/** What a file of made-up weights says of itself, so that it is known under any name. */
const MADE_UP = { weights: 'formula' }

/** Whether a file says that its weights are made up. */
export const isMadeUp = (metadata: Readonly<Record<string, string>>): boolean => metadata['weights'] === MADE_UP.weights

/** A tensor whose values are made when they are asked for: true-size networks do not fit next to one another for nothing. */
export interface MadeUpTensor {
  readonly dtype: 'float32'
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

/** Such a tensor. */
export const madeUp = (shape: ReadonlyArray<number>, values: () => Float32Array): MadeUpTensor => ({
  dtype: 'float32',
  shape,
  get data() {
    return values()
  },
})

/**
 * Writes a file of made-up weights once, to a folder of ours: for measuring speed where there is no checkpoint.
 *
 * @param name - Of the file, without its ending; a change of the formula is a new name.
 * @returns The file; `Left BadFile` where it cannot be written.
 */
export const madeUpFile =
  (
    home: string,
    name: string,
    tensors: () => ReadonlyArray<readonly [string, MadeUpTensor]>,
  ): TaskEither<RewardError, string> =>
  async () => {
    const folder = path.join(home, 'formula')
    const file = path.join(folder, `${name}.safetensors`)
    try {
      await makeFolders(folder)
    } catch (cause) {
      const [expected, received] = ['a folder to write to', messageOf(cause)]
      return E.left({ _tag: 'BadFile', file: folder, expected, received, cause })
    }
    if (await exists(file)) return E.right(file)
    return E.map(() => file)(await writeSafetensors(file, tensors(), MADE_UP)())
  }

/** Files are written under another name first: one that is there is whole. */
const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
