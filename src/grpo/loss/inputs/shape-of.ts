import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../../../core/error.js'
import { isTensor } from './values.js'

/** What holds numbers, with its shape and before they are looked at. */
export interface Holder {
  readonly shape: ReadonlyArray<number>
  /** The number at a place, row after row; nothing where a tensor holds them. */
  readonly at?: (place: number) => unknown
}

/** Types of tensors that are taken for numbers. */
const DTYPES: ReadonlyArray<unknown> = ['float32', 'int32', 'bool']

/**
 * The shape of a tensor, of arrays in an array, of one array, or of numbers that name their shape.
 *
 * @returns Left what was received, where it is none of these.
 */
export const shapeOf = (value: unknown): E.Either<string, Holder> => {
  if (isList(value)) return ofList(value)
  if (typeof value !== 'object' || value === null) return E.left(describe(value))
  if (isTensor(value)) {
    if (value.isDisposed) return E.left('a tensor that was disposed of')
    return DTYPES.includes(value.dtype) ? E.right({ shape: value.shape }) : E.left(`a tensor of ${value.dtype}`)
  }
  const { shape, data } = value as { readonly shape?: unknown; readonly data?: unknown }
  if (!isList(shape) || !isList(data)) return E.left(describe(value))
  const sizes = Array.from(shape)
  if (!sizes.every(isSize)) return E.left(`a shape of ${sizes.map(describe).join(' x ')}`)
  return sizes.reduce((product, size) => product * size, 1) === data.length
    ? E.right({ shape: sizes, at: (place) => data[place] })
    : E.left(`${data.length} numbers for the shape ${showShape(sizes)}`)
}

/** A shape in words: `[8, 512]`. */
export const showShape = (shape: ReadonlyArray<number | string>): string => `[${shape.join(', ')}]`

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

const ofList = (list: ArrayLike<unknown>): E.Either<string, Holder> => {
  const [first] = [list[0]]
  if (!isList(first)) return E.right({ shape: [list.length], at: (place) => list[place] })
  const columns = first.length
  for (let i = 0; i < list.length; i++) {
    const row = list[i]
    if (!isList(row)) return E.left(`${describe(row)} as row ${i}`)
    if (row.length !== columns) return E.left(`rows of ${columns} and of ${row.length}`)
  }
  return E.right({
    shape: [list.length, columns],
    at: (place) => (list[Math.floor(place / columns)] as ArrayLike<unknown>)[place % columns],
  })
}
