import * as fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Image } from '../../../src/image/image.js'

export const right = <A>(either: Either<unknown, A>): A => {
  if (either._tag === 'Right') return either.right
  throw new Error(`expected Right, got Left ${JSON.stringify(either.left)}`)
}

/** All pixels of one level. */
export const flat = (level: number, width: number, height: number): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(level),
})

/** Bytes as an image of floats. */
export const asFloats = <R extends 'unit' | 'signed'>(image: Image<'uint8'>, range: R): Image<R> => ({
  range,
  width: image.width,
  height: image.height,
  data: Float32Array.from(image.data, (v) => (range === 'unit' ? v / 255 : v / 127.5 - 1)) as Image<R>['data'],
})

/** Two images of bytes of one size, both sides within the bounds. */
export const pairsOfImages = (least: number, most: number): fc.Arbitrary<readonly [Image<'uint8'>, Image<'uint8'>]> => {
  const side = fc.integer({ min: least, max: most })
  return fc.tuple(side, side).chain(([width, height]) => {
    const bytes = 3 * width * height
    const image = fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((data): Image<'uint8'> => ({ range: 'uint8', width, height, data }))
    return fc.tuple(image, image)
  })
}
