import type { Image } from './image.js'

/**
 * The image in [-1, 1], as LPIPS reads it: 2u - 1, with u the value in [0, 1].
 *
 * @param image - Of any range; bytes become `byte / 255` first. Every step is rounded to float32, as torch does it, so that the
 *   values are the same to the last bit.
 * @returns The image itself where it is in [-1, 1] already.
 * @example
 * ```ts @import.meta.vitest
 * expect(toSigned({ range: 'uint8', width: 1, height: 1, data: new Uint8Array([0, 51, 255]) })).toEqual({
 *   range: 'signed',
 *   width: 1,
 *   height: 1,
 *   data: new Float32Array([-1, 2 * Math.fround(0.2) - 1, 1]),
 * })
 * ```
 * @category pure
 * @since 0.2.0
 */
export const toSigned = (image: Image): Image<'signed'> => {
  const { width, height } = image
  const of = <D>(data: D) => ({ range: 'signed' as const, width, height, data })
  if (hasRange(image, 'signed')) return image
  if (hasRange(image, 'unit')) return of(image.data.map(signedOfUnit))
  return of(lookUp(image.data as Uint8Array, SIGNED_OF_BYTE))
}

/**
 * The image in [0, 1], as torchvision's `ToTensor` gives it: `byte / 255` in float32.
 *
 * @param image - Of any range; [-1, 1] becomes (s + 1) / 2, every step rounded to float32.
 * @returns The image itself where it is in [0, 1] already.
 * @example
 * ```ts @import.meta.vitest
 * const image = { range: 'uint8', width: 1, height: 1, data: new Uint8Array([0, 51, 255]) } as const
 * expect(toUnit(image).data).toEqual(new Float32Array([0, 0.2, 1]))
 * ```
 * @category pure
 * @since 0.2.0
 */
export const toUnit = (image: Image): Image<'unit'> => {
  const { width, height } = image
  const of = <D>(data: D) => ({ range: 'unit' as const, width, height, data })
  if (hasRange(image, 'unit')) return image
  if (hasRange(image, 'signed')) return of(image.data.map(unitOfSigned))
  return of(lookUp(image.data as Uint8Array, UNIT_OF_BYTE))
}

/**
 * How a float becomes a byte.
 *
 * | | value 127.7 of 255 | done by |
 * | --- | --- | --- |
 * | `'truncate'` | 127 | the published samplers of Janus, and so ULM-R1: a cast to uint8 |
 * | `'round'` | 128 | torchvision's `save_image`: 0.5 is added before the cast |
 *
 * @category model
 * @since 0.2.0
 */
export type ByteRounding = 'truncate' | 'round'

/**
 * The image in bytes, which is how images are stored, resized and shown.
 *
 * @param image - Of any range. Floats are scaled to [0, 255] in float32: 255u, or ((s + 1) / 2) 255.
 * @param rounding - By name, for the two in use differ by one level in half of all values.
 * @returns The image itself where it is of bytes already.
 * @remarks What {@link toUnit} and {@link toSigned} made of bytes comes back unchanged under `'round'`. Under `'truncate'` some levels
 *   come back one lower after `toSigned`, as they do in the original.
 * @example
 * ```ts @import.meta.vitest
 * const image = { range: 'unit', width: 1, height: 1, data: new Float32Array([0, 0.501, 1]) } as const
 * expect(toUint8(image, 'truncate').data).toEqual(new Uint8Array([0, 127, 255]))
 * expect(toUint8(image, 'round').data).toEqual(new Uint8Array([0, 128, 255]))
 * ```
 * @category pure
 * @since 0.2.0
 */
export const toUint8 = (image: Image, rounding: ByteRounding): Image<'uint8'> => {
  if (hasRange(image, 'uint8')) return image
  const { width, height, data } = image
  const unit = hasRange(image, 'signed') ? unitOfSigned : (value: number): number => value
  // The cast of a typed array: towards zero, in [0, 255.5].
  const add = rounding === 'round' ? 0.5 : 0
  const bytes = new Uint8Array(data.length)
  for (let i = 0; i < data.length; i++) bytes[i] = Math.fround(Math.fround(unit(data[i] as number) * 255) + add)
  return { range: 'uint8', width, height, data: bytes }
}

const { fround } = Math

const signedOfUnit = (value: number): number => fround(fround(2 * value) - 1)

const unitOfSigned = (value: number): number => fround(fround(value + 1) / 2)

const UNIT_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** A byte's value in [-1, 1]. */
export const SIGNED_OF_BYTE = UNIT_OF_BYTE.map(signedOfUnit)

const lookUp = (bytes: Uint8Array, table: Float32Array): Float32Array => {
  const values = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) values[i] = table[bytes[i] as number] as number
  return values
}

const hasRange = <R extends Image['range']>(image: Image, range: R): image is Image<R> => image.range === range
