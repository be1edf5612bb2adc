import type { Dtype, StoredTensor } from './checkpoint.js'
import { BYTES } from './dtype.js'
import { refuse } from './refusal.js'

/** torch's own limit. */
export const MAX_RANK = 64

/** Where the bytes of a storage lie in the file. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** A tensor as a file describes it: a window on a storage. */
export interface Window {
  readonly dtype: Dtype
  readonly shape: ReadonlyArray<number>
  readonly strides: ReadonlyArray<number>
  /** In elements, from the beginning of the storage. */
  readonly start: number
}

/** Strides of values in C order without gaps. */
export const cStrides = (shape: ReadonlyArray<number>): ReadonlyArray<number> => {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= Math.max(1, shape[axis] as number)
  }
  return strides
}

/** The count of elements. Inexact above 2^53, where it is larger than any file all the same. */
export const elementCount = (shape: ReadonlyArray<number>): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)

const isDense = (shape: ReadonlyArray<number>, strides: ReadonlyArray<number>): boolean => {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number
    if (size === 1) continue
    if (strides[axis] !== expected) return false
    expected *= size
  }
  return true
}

/**
 * The place of a tensor in the file. Refuses one that reaches past its storage, and one that repeats elements until a dense
 * copy is larger than the file.
 *
 * Sizes, strides and start are whole numbers in [0, 2^53). Sums and products may be inexact, but only above 2^53, where they
 * are refused.
 */
export const place = (name: string, window: Window, storage: Span, fileSize: number): StoredTensor => {
  const { dtype, shape, strides, start } = window
  const width = BYTES[dtype]
  const held = Math.floor(storage.length / width)
  const count = elementCount(shape)
  const reach = shape.reduce((last, size, axis) => last + (size - 1) * (strides[axis] as number), 0)
  const elements = count === 0 ? 0 : reach + 1
  if (start + elements > held)
    refuse(
      `a storage that holds the tensor ${JSON.stringify(name)} (elements ${start} to ${start + elements})`,
      `one of ${held} elements`,
    )
  if (count * width > fileSize)
    refuse(
      `the tensor ${JSON.stringify(name)} to be no larger than its file (${fileSize} bytes)`,
      `${count * width} bytes: its strides repeat elements`,
    )
  return {
    name,
    dtype,
    shape,
    strides,
    inPlace: count === 0 || isDense(shape, strides),
    offset: storage.offset + start * width,
    length: elements * width,
  }
}
