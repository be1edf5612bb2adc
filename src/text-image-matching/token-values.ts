import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../core/error.js'

type Numbers = Float64Array | Float32Array | Uint16Array | Int32Array | Int8Array | Uint8Array | BigInt64Array

/** A dtype: how many bytes an element has, and the array that holds its bits. */
const DTYPES = {
  float64: Float64Array,
  float32: Float32Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const

/** The types of numbers that tensors in samples may have. */
export type TensorDtype = keyof typeof DTYPES

export const isDtype = (name: unknown): name is TensorDtype => typeof name === 'string' && Object.hasOwn(DTYPES, name)

/**
 * The numbers of a tensor out of whatever holds them: base64 or bytes, little-endian; a typed array of the dtype; an array of numbers. Halves
 * are widened to float32, and so they are where a typed array holds their bits.
 *
 * @returns Left what was expected and what was found.
 */
export const tensorValues = (
  dtype: TensorDtype,
  count: number,
  data: unknown,
): E.Either<readonly [expected: string, received: string], ArrayLike<number | bigint>> => {
  const kind = DTYPES[dtype]
  const length = count * kind.BYTES_PER_ELEMENT
  const ofBytes = (bytes: Uint8Array): Numbers => {
    const { buffer, byteOffset } = inHostOrder(bytes, kind.BYTES_PER_ELEMENT)
    return widened(dtype, new kind(buffer as ArrayBuffer, byteOffset, count))
  }
  if (typeof data === 'string') {
    const expected = `base64 of ${length} bytes (${count} x ${dtype})`
    if (!isBase64Length(length, data)) return E.left([expected, `${data.length} characters`])
    const bytes = new Uint8Array(length)
    // What is no base64 is skipped over when it is decoded: then bytes are missing.
    const decoded = Buffer.from(bytes.buffer).write(data, 'base64')
    return decoded === length ? E.right(ofBytes(bytes)) : E.left([expected, 'something else'])
  }
  if (data instanceof kind) {
    return data.length === count
      ? E.right(widened(dtype, data))
      : E.left([`${count} numbers as \`data\``, String(data.length)])
  }
  if (data instanceof Uint8Array) {
    return data.length === length
      ? E.right(ofBytes(data))
      : E.left([`${length} bytes (${count} x ${dtype})`, String(data.length)])
  }
  if (!Array.isArray(data))
    return E.left([`base64, a typed array of ${dtype} or an array of numbers as \`data\``, describe(data)])
  return data.length === count
    ? E.right(data as ReadonlyArray<number>)
    : E.left([`${count} numbers as \`data\``, String(data.length)])
}

/** Whether a text has as many characters as so many bytes have in base64, with padding or without: then not one of them is to spare. */
const isBase64Length = (bytes: number, text: string): boolean => {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return text.length - padding === Math.ceil((4 * bytes) / 3) && (padding === 0 || text.length % 4 === 0)
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** The bytes in the order of this machine, from where an array of such elements may begin: a copy where they are not. */
const inHostOrder = (bytes: Uint8Array, width: number): Uint8Array => {
  if (width === 1 || (IS_LITTLE_ENDIAN && bytes.byteOffset % width === 0)) return bytes
  const copy = new Uint8Array(bytes)
  if (!IS_LITTLE_ENDIAN) for (let i = 0; i < copy.length; i += width) copy.subarray(i, i + width).reverse()
  return copy
}

const widened = (dtype: TensorDtype, stored: Numbers): Numbers => {
  if (!(stored instanceof Uint16Array)) return stored
  const values = new Float32Array(stored.length)
  if (dtype === 'bfloat16') {
    const bits = new Uint32Array(values.buffer)
    for (let i = 0; i < stored.length; i++) bits[i] = (stored[i] as number) << 16
  } else {
    halves ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfOf(bits))
    for (let i = 0; i < stored.length; i++) values[i] = halves[stored[i] as number] as number
  }
  return values
}

/** Every float16, by its bits: made when it is first needed. */
let halves: Float32Array | undefined

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
const halfOf = (bits: number): number => {
  const [sign, exponent, fraction] = [bits >> 15 === 0 ? 1 : -1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}
