import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../core/error.js'
import type { Checkpoint } from '../../models/checkpoint/checkpoint.js'
import { BYTES } from '../../models/checkpoint/dtype.js'
import { openCheckpoint } from '../../models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../models/checkpoint/read-tensor.js'
import { isDtype, type TensorDtype } from '../../text-image-matching/token-values.js'
import type { StoredArray, Wanted } from './wanted.js'

/**
 * The tensor under a name in a safetensors file, or one of torch.
 *
 * @param name - May be left out where the file holds one tensor.
 * @param maxBytes - Of the tensor; a larger one is not read.
 * @returns Left `BadFile`, or `InvalidInput` of a shape that is not the one wanted; else Right the tensor.
 */
export const readStored = (
  path: string,
  name: string | undefined,
  wanted: Wanted,
  maxBytes: number,
): TE.TaskEither<RewardError, StoredArray> =>
  pipe(
    TE.Do,
    TE.bind('file', () => openCheckpoint(path)),
    TE.bind('name', ({ file }) => TE.fromEither(nameIn(file, name))),
    TE.bind('rows', (found) => TE.fromEither(rowsIn(found.file, found.name, wanted, maxBytes))),
    TE.bind('values', ({ file, name }) => readTensor(file, name)),
    TE.map(({ rows, values: { dtype, shape, data } }) => ({
      // Sound: `rowsIn` lets nothing else through.
      dtype: data instanceof Float32Array ? 'float32' : (dtype as TensorDtype),
      shape,
      rows,
      data,
    })),
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

const rowsIn = (
  { path, tensors }: Checkpoint,
  name: string,
  { dtypes, rowsOf }: Wanted,
  maxBytes: number,
): E.Either<RewardError, StoredArray['rows']> => {
  const tensor = tensors.get(name)
  // Without one, reading it says so.
  if (tensor === undefined) return E.right([1, 1])
  const { dtype, shape, length } = tensor
  const bad = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left({ _tag: 'BadFile', file: path, expected: `${expected} for ${describe(name)}`, received })
  if (!(isDtype(dtype) && dtypes.has(dtype))) return bad(alternatives([...dtypes]), dtype)
  const bytes = shape.reduce((count, axis) => count * axis, BYTES[dtype])
  if (Math.max(bytes, length) > maxBytes) return bad(`at most ${maxBytes} bytes`, String(bytes))
  return rowsOf(shape)
}

const alternatives = (names: ReadonlyArray<string>): string =>
  `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
