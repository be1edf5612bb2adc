import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../core/error.js'
import type { Checkpoint, StoredTensor } from '../../models/checkpoint/checkpoint.js'
import { BYTES } from '../../models/checkpoint/dtype.js'
import { openCheckpoint } from '../../models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../models/checkpoint/read-tensor.js'
import {
  checkedShape,
  type TokenMatrix,
  type TokenOwner,
  type TokenValues,
} from '../../text-image-matching/token-matrix.js'

/**
 * The tokens under a name in a safetensors file, or one of torch.
 *
 * @param name - May be left out where the file holds one tensor.
 * @param maxBytes - Of the tensor; a larger one is not read.
 * @returns Left `BadFile`, or `InvalidInput` of a shape that is no matrix; else Right the tokens.
 */
export const readStored = (
  path: string,
  name: string | undefined,
  owner: TokenOwner,
  maxBytes: number,
): TE.TaskEither<RewardError, TokenMatrix> =>
  pipe(
    TE.Do,
    TE.bind('file', () => openCheckpoint(path)),
    TE.bind('name', ({ file }) => TE.fromEither(nameIn(file, name))),
    TE.bind('shape', (found) => TE.fromEither(shapeOf(found.file, found.name, owner, maxBytes))),
    TE.bind('values', ({ file, name }) => readTensor(file, name)),
    // Sound: `shapeOf` lets floats alone through.
    TE.map(({ shape, values }) => ({ shape, data: values.data as TokenValues })),
  )

const nameIn = ({ path, tensors }: Checkpoint, name: string | undefined): E.Either<RewardError, string> => {
  if (name !== undefined) return E.right(name)
  const [only, ...others] = tensors.keys()
  if (only !== undefined && others.length === 0) return E.right(only)
  return E.left({
    _tag: 'BadFile',
    file: path,
    expected: `the name of one of its ${tensors.size} tensors, as in file.safetensors#name`,
    received: 'none',
  })
}

const shapeOf = (
  { path, tensors }: Checkpoint,
  name: string,
  owner: TokenOwner,
  maxBytes: number,
): E.Either<RewardError, TokenMatrix['shape']> => {
  const tensor = tensors.get(name)
  // Without one, reading it says so.
  if (tensor === undefined) return E.right([1, 1])
  const bad = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left({ _tag: 'BadFile', file: path, expected: `${expected} for ${describe(name)}`, received })
  if (!isFloat(tensor)) return bad('float64, float32, float16 or bfloat16', tensor.dtype)
  const bytes = tensor.shape.reduce((count, axis) => count * axis, BYTES[tensor.dtype])
  if (Math.max(bytes, tensor.length) > maxBytes) return bad(`at most ${maxBytes} bytes`, String(bytes))
  return checkedShape(tensor.shape, owner)
}

const isFloat = ({ dtype }: StoredTensor): boolean => dtype.includes('float')
