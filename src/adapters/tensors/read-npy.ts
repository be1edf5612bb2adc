import type { FileHandle } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../../core/error.js'
import { withFile } from '../../models/checkpoint/open-file.js'
import { refuse } from '../../models/checkpoint/refusal.js'
import { type TensorDtype, tensorValues } from '../../text-image-matching/token-values.js'
import { type NpyHeader, readNpyHeader } from './npy-header.js'
import { readSpan } from './read-span.js'
import type { StoredArray, Wanted } from './wanted.js'

/** `\x93NUMPY`, then the version. */
const MAGIC = Buffer.from('\x93NUMPY', 'latin1')

/** What version 1 can say; NumPy itself reads no header above 10,000. */
const MAX_HEADER = 65_535

const DTYPES: ReadonlyMap<string, TensorDtype> = new Map([
  ['<f8', 'float64'],
  ['<f4', 'float32'],
  ['<f2', 'float16'],
  ['|b1', 'bool'],
  ['|u1', 'uint8'],
  ['|i1', 'int8'],
  ['<i4', 'int32'],
  ['<i8', 'int64'],
])

/**
 * The array in a file of NumPy's `save`, versions 1 to 3, in either order of axes.
 *
 * @param maxBytes - Of the file; a larger one is not read.
 * @returns Left `BadFile`, or `InvalidInput` of a shape that is not the one wanted; else Right the array.
 */
export const readNpy = async (
  path: string,
  wanted: Wanted,
  maxBytes: number,
): Promise<E.Either<RewardError, StoredArray>> =>
  pipe(await withFile(path, async (file, size) => readFile(file, size, wanted, maxBytes)), E.flatten)

const readFile = async (
  file: FileHandle,
  size: number,
  { dtypes, saveAs, rowsOf }: Wanted,
  maxBytes: number,
): Promise<E.Either<RewardError, StoredArray>> => {
  if (size > maxBytes) refuse(`a file of at most ${maxBytes} bytes`, String(size))
  const { header, begin } = await readHead(file, size)
  const readable = [...DTYPES].filter(([, dtype]) => dtypes.has(dtype))
  const [, dtype] = readable.find(([descr]) => descr === header.descr) ?? []
  if (dtype === undefined) {
    return refuse(
      `elements of ${readable.map(([descr]) => descr).join(', ')}`,
      `${describe(header.descr)}; save the array .astype('${saveAs}')`,
    )
  }
  const found = rowsOf(header.shape)
  if (E.isLeft(found)) return found
  const [rows, columns] = found.right
  const values = tensorValues(dtype, rows * columns, await bytesOf(file, begin, size, header))
  if (E.isLeft(values)) return refuse(...values.left)
  const data = header.fortranOrder && rows > 1 ? transposed(values.right, rows, columns) : values.right
  return E.right({ dtype: dtype === 'float16' ? 'float32' : dtype, shape: header.shape, rows: found.right, data })
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
const transposed = <A extends number | bigint>(values: ArrayLike<A>, rows: number, columns: number): ArrayLike<A> => {
  // Sound: what comes as bytes is a typed array.
  const inRows = (values as unknown as { readonly slice: () => Record<number, A> & ArrayLike<A> }).slice()
  for (let column = 0, from = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) inRows[row * columns + column] = values[from++] as A
  }
  return inRows
}
