import type { FileHandle } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../../core/error.js'
import { withFile } from '../../models/checkpoint/open-file.js'
import { refuse } from '../../models/checkpoint/refusal.js'
import {
  checkedShape,
  type TokenMatrix,
  type TokenOwner,
  type TokenValues,
} from '../../text-image-matching/token-matrix.js'
import { type TensorDtype, tensorValues } from '../../text-image-matching/token-values.js'
import { type NpyHeader, readNpyHeader } from './npy-header.js'
import { readSpan } from './read-span.js'

/** `\x93NUMPY`, then the version. */
const MAGIC = Buffer.from('\x93NUMPY', 'latin1')

/** What version 1 can say; NumPy itself reads no header above 10,000. */
const MAX_HEADER = 65_535

const DTYPES: ReadonlyMap<string, TensorDtype> = new Map([
  ['<f8', 'float64'],
  ['<f4', 'float32'],
  ['<f2', 'float16'],
])

/**
 * The tokens in a file of NumPy's `save`, versions 1 to 3, in either order of axes.
 *
 * @param maxBytes - Of the file; a larger one is not read.
 * @returns Left `BadFile`, or `InvalidInput` of a shape that is no matrix; else Right the tokens.
 */
export const readNpy = async (
  path: string,
  owner: TokenOwner,
  maxBytes: number,
): Promise<E.Either<RewardError, TokenMatrix>> =>
  pipe(await withFile(path, async (file, size) => readFile(file, size, owner, maxBytes)), E.flatten)

const readFile = async (
  file: FileHandle,
  size: number,
  owner: TokenOwner,
  maxBytes: number,
): Promise<E.Either<RewardError, TokenMatrix>> => {
  if (size > maxBytes) refuse(`a file of at most ${maxBytes} bytes`, String(size))
  const { header, begin } = await readHead(file, size)
  const dtype = DTYPES.get(header.descr)
  if (dtype === undefined) {
    return refuse(
      `elements of ${[...DTYPES.keys()].join(', ')}`,
      `${describe(header.descr)}; save the array .astype('<f4')`,
    )
  }
  const shape = checkedShape(header.shape, owner)
  if (E.isLeft(shape)) return shape
  const [tokens, width] = shape.right
  const values = tensorValues(dtype, tokens * width, await bytesOf(file, begin, size, header))
  if (E.isLeft(values)) return refuse(...values.left)
  // Sound: of floats that come as bytes.
  const data = values.right as TokenValues
  return E.right({ shape: shape.right, data: header.fortranOrder ? transposed(data, tokens, width) : data })
}

const readHead = async (
  file: FileHandle,
  size: number,
): Promise<{ readonly header: NpyHeader; readonly begin: number }> => {
  const head = await readSpan(file, 0, Math.min(size, 12))
  if (size < 12 || !head.subarray(0, 6).equals(MAGIC)) refuse('an .npy file', 'something else')
  const [major = 0, minor = 0] = head.subarray(6, 8)
  if (major < 1 || major > 3 || minor !== 0) refuse('an .npy file of version 1, 2 or 3', `version ${major}.${minor}`)
  const [from, length] = major === 1 ? [10, head.readUInt16LE(8)] : [12, head.readUInt32LE(8)]
  if (length > MAX_HEADER) refuse(`a header of at most ${MAX_HEADER} bytes`, String(length))
  if (from + length > size) refuse(`${from + length} bytes of header`, `a file of ${size}: it was cut off`)
  const text = (await readSpan(file, from, length)).toString(major < 3 ? 'latin1' : 'utf8')
  const header = readNpyHeader(text)
  return header === undefined
    ? refuse('a header with descr, fortran_order and shape', 'something else, or an array of records')
    : { header, begin: from + length }
}

/** The array itself, where the file holds it and nothing else. */
const bytesOf = async (file: FileHandle, begin: number, size: number, { descr, shape }: NpyHeader): Promise<Buffer> => {
  const length = shape.reduce((count, axis) => count * axis, Number(descr[2]))
  if (size - begin !== length) {
    const why = size - begin < length ? ': it was cut off' : ''
    refuse(`${length} bytes of numbers (${descr}, shape [${shape.join(', ')}])`, `${size - begin}${why}`)
  }
  return readSpan(file, begin, length)
}

/** Columns one after another, brought into rows. */
const transposed = (columns: TokenValues, tokens: number, width: number): TokenValues => {
  const rows = columns.slice()
  for (let column = 0, from = 0; column < width; column++) {
    for (let row = 0; row < tokens; row++) rows[row * width + column] = columns[from++] as number
  }
  return rows
}
