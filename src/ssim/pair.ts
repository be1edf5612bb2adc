import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import type { Image, PixelRange } from '../image/image.js'

/** What is wrong with two images that are to be compared; nothing where nothing is. `owner` is named in the error. */
export const checkPair = (owner: string, a: Image, b: Image, minSide: number): E.Either<RewardError, void> => {
  const odd = notImage(a) === undefined ? (['reference', notImage(b)] as const) : (['image', notImage(a)] as const)
  if (odd[1] !== undefined) return E.left(wrong(owner, odd[0], 'an image', odd[1]))
  // Both ranges are known, and could be brought to one: but who mixes them has mistaken one for the other.
  if (a.range !== b.range)
    return E.left(wrong(owner, 'reference', `pixels of range '${a.range}', as \`image\``, b.range))
  return checkSizes(owner, a, b, minSide)
}

/** The same for images that are known to be images. */
export const checkSizes = (owner: string, a: Image, b: Image, minSide: number): E.Either<RewardError, void> => {
  if (Math.min(a.width, a.height) < minSide)
    return E.left(wrong(owner, 'image', `width and height of ${minSide} pixels or more`, sizeOf(a)))
  return a.width === b.width && a.height === b.height
    ? E.right(undefined)
    : E.left(wrong(owner, 'reference', `${sizeOf(a)} pixels, as \`image\` has (or the option \`size\`)`, sizeOf(b)))
}

/** A measure that numbers out of range have driven to NaN or infinity is no number to hand out. */
export const finite = (owner: string, value: number): E.Either<RewardError, number> =>
  Number.isFinite(value) ? E.right(value) : E.left({ _tag: 'NonFinite', reward: owner, value })

const sizeOf = ({ width, height }: Image): string => `${width} x ${height}`

const wrong = (reward: string, field: string, expected: string, received: string): RewardError => ({
  _tag: 'InvalidInput',
  reward,
  field,
  expected,
  received,
})

const RANGES: ReadonlyArray<PixelRange> = ['uint8', 'unit', 'signed']

/** Images put together by hand may be of any shape. */
const notImage = (image: unknown): string | undefined => {
  if (typeof image !== 'object' || image === null) return describe(image)
  const { range, width, height, data } = image as { readonly [K in keyof Image]?: unknown }
  if (!RANGES.some((one) => one === range)) return `the range ${describe(range)}`
  const fits = range === 'uint8' ? data instanceof Uint8Array : data instanceof Float32Array
  if (!fits) return `data that do not fit the range ${String(range)}`
  const sides = [width, height]
  if (!sides.every((side) => Number.isSafeInteger(side) && (side as number) > 0))
    return `sides of ${sides.map(describe).join(' and ')}`
  const count = 3 * (width as number) * (height as number)
  const { length } = data as ArrayLike<number>
  return length === count ? undefined : `${length} values instead of ${count}`
}
