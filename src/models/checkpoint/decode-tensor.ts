import { endianness } from 'node:os'
import type { Dtype, StoredTensor, TensorValues } from './checkpoint.js'
import { BYTES } from './dtype.js'
import { elementCount } from './layout.js'

type Elements =
  Float64Array | Float32Array | Uint16Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array

/** Stored elements, by dtype. Halves are looked at as bits. */
const VIEWS: Readonly<Record<Dtype, (buffer: ArrayBuffer) => Elements>> = {
  float64: (buffer) => new Float64Array(buffer),
  float32: (buffer) => new Float32Array(buffer),
  float16: (buffer) => new Uint16Array(buffer),
  bfloat16: (buffer) => new Uint16Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  int8: (buffer) => new Int8Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
}

/** Bits of a float16 to those of the same float32. */
const halfBits = (bits: number): number => {
  const sign = (bits & 0x8000) << 16
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13)
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13)
  if (fraction === 0) return sign
  // Below the least normal half, a float32 is still normal: the leading bit moves up to where it is implied.
  const shift = Math.clz32(fraction) - 21
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)
}

const WIDEN = { float16: halfBits, bfloat16: (bits: number): number => bits << 16 } as const

/** Widens `bits`, from `at` on in the result. */
export const widen = (dtype: 'float16' | 'bfloat16', bits: Uint16Array, result: Float32Array, at = 0): void => {
  const out = new Int32Array(result.buffer, result.byteOffset, result.length)
  const toFloat32 = WIDEN[dtype]
  for (let i = 0; i < bits.length; i++) out[at + i] = toFloat32(bits[i] as number)
}

/** Brings bytes of the file, which are little-endian, into the order of this machine. */
const inHostOrder = (buffer: ArrayBuffer, width: number): ArrayBuffer => {
  if (endianness() === 'LE' || width === 1) return buffer
  const bytes = Buffer.from(buffer)
  if (width === 2) bytes.swap16()
  else if (width === 4) bytes.swap32()
  else bytes.swap64()
  return buffer
}

/** The elements that a stored tensor spans, as they lie in the file. */
export const elementsOf = (dtype: Dtype, buffer: ArrayBuffer): Elements =>
  VIEWS[dtype](inHostOrder(buffer, BYTES[dtype]))

/** Elements in C order of the shape, by way of the strides. A walk over all indices, like an odometer. */
const gather = (elements: Elements, { shape, strides }: StoredTensor): Elements => {
  const count = elementCount(shape)
  const result = new (elements.constructor as new (length: number) => Elements)(count)
  const index = new Array<number>(shape.length).fill(0)
  for (let i = 0, from = 0; i < count; i++) {
    result[i] = elements[from] as number
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [at, stride] = [(index[axis] as number) + 1, strides[axis] as number]
      if (at < (shape[axis] as number)) {
        index[axis] = at
        from += stride
        break
      }
      index[axis] = 0
      from -= (at - 1) * stride
    }
  }
  return result
}

/**
 * Values of a tensor from the bytes that it spans.
 *
 * @param buffer - `tensor.length` bytes, from `tensor.offset` on. It may become the data of the result.
 */
export const decodeTensor = (tensor: StoredTensor, buffer: ArrayBuffer): TensorValues => {
  const { dtype, shape, inPlace } = tensor
  const stored = elementsOf(dtype, buffer)
  const dense = inPlace ? stored : gather(stored, tensor)
  if (!(dense instanceof Uint16Array)) return { dtype, shape, data: dense }
  const data = new Float32Array(dense.length)
  widen(dtype as 'float16' | 'bfloat16', dense, data)
  return { dtype, shape, data }
}
