import type { FileHandle } from 'node:fs/promises'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../core/error.js'
import type { Checkpoint, StoredTensor, TensorValues } from './checkpoint.js'
import { decodeTensor, elementsOf, widen } from './decode-tensor.js'
import { elementCount } from './layout.js'
import { withFile } from './open-file.js'
import { PULL_AGAIN, refuse } from './refusal.js'

/** Bytes of halves that are in memory beside their widened values. */
const CHUNK = 2 ** 20

const readSpan = async (file: FileHandle, offset: number, length: number): Promise<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
    if (bytesRead === 0) refuse('a complete file', `one that became shorter while it was read; ${PULL_AGAIN}`)
    done += bytesRead
  }
  return bytes.buffer
}

const isHalf = (dtype: StoredTensor['dtype']): dtype is 'float16' | 'bfloat16' =>
  dtype === 'float16' || dtype === 'bfloat16'

/** Halves in a row are widened piece by piece, so that no second copy of them is held. */
const readHalves = async (
  file: FileHandle,
  tensor: StoredTensor & { dtype: 'float16' | 'bfloat16' },
): Promise<TensorValues> => {
  const { dtype, shape, offset, length } = tensor
  const data = new Float32Array(elementCount(shape))
  for (let done = 0; done < length; done += CHUNK) {
    const piece = await readSpan(file, offset + done, Math.min(CHUNK, length - done))
    widen(dtype, elementsOf(dtype, piece) as Uint16Array, data, done / 2)
  }
  return { dtype, shape, data }
}

const readStored = async (file: FileHandle, tensor: StoredTensor): Promise<TensorValues> => {
  const { dtype, inPlace, offset, length } = tensor
  if (inPlace && isHalf(dtype)) return readHalves(file, { ...tensor, dtype })
  return decodeTensor(tensor, await readSpan(file, offset, length))
}

/**
 * The values of one tensor, in C order of its shape, wherever and however it lies in the file.
 *
 * float16 and bfloat16 are widened to float32, which holds each of their values; `dtype` still says what the file has. A bool is
 * a byte, 0 or 1.
 *
 * @param checkpoint - As {@link openCheckpoint} answered it.
 * @param name - Of the tensor.
 * @returns Left `BadFile` where there is no such tensor, or the file is not the one that was opened; else Right the values.
 * @remarks Takes the bytes of the tensor, or twice as many where they have to be put in order or widened; three times for halves
 * that are not in order.
 * @example
 * ```ts @import.meta.vitest
 * const { tmpdir } = await import('node:os')
 * const { rm } = await import('node:fs/promises')
 * const { openCheckpoint } = await import('./open-checkpoint.js')
 * const { writeSafetensors } = await import('./write-safetensors.js')
 * const path = `${tmpdir()}/corl-rewards-example-${process.pid}.safetensors`
 * await writeSafetensors(path, [['w', { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, 2) }]])()
 * const checkpoint = await openCheckpoint(path)()
 * const values = checkpoint._tag === 'Right' ? await readTensor(checkpoint.right, 'w')() : checkpoint
 * expect(values).toMatchObject({ right: { shape: [2], data: Float32Array.of(0.5, 2) } })
 * await rm(path)
 * ```
 * @category destructors
 * @since 0.2.0
 */
export const readTensor = (checkpoint: Checkpoint, name: string): TE.TaskEither<RewardError, TensorValues> => {
  const { path, size, tensors } = checkpoint
  const tensor = tensors.get(name)
  if (tensor === undefined) return TE.left(noTensor(checkpoint, name))
  return async () =>
    withFile(path, (file, found) =>
      found === size
        ? readStored(file, tensor)
        : refuse(`the file of ${size} bytes that was opened`, `one of ${found}; open it again`),
    )
}

const noTensor = ({ path, tensors }: Checkpoint, name: string): RewardError => ({
  _tag: 'BadFile',
  file: path,
  expected: `a tensor named ${describe(name)}`,
  received: `${tensors.size} others (${[...tensors.keys()].slice(0, 3).map(describe).join(', ')}${tensors.size > 3 ? ', ...' : ''})`,
})
