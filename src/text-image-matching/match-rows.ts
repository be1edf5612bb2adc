import { BLOCK_ROWS, type DotProducts, type Sums } from './dots/dot-products.js'
import { chooseDots } from './dots/choose-dots.js'
import type { Steps } from '../core/steps.js'
import type { TokenRows } from './token-rows.js'

/**
 * For each token of one side its best match on the other.
 *
 * @category model
 * @since 0.5.0
 */
export interface Best {
  /** The first row with the greatest cosine. */
  readonly row: Int32Array
  readonly cosine: Float64Array
}

/**
 * The best matches of both sides.
 *
 * @category model
 * @since 0.5.0
 */
export interface BestBoth {
  readonly image: Best
  readonly text: Best
}

/** Products of two numbers between two yields: some milliseconds. */
const STEP = 2 ** 22

/**
 * S[j,k] = I_j · T_k / sqrt(|I_j|² |T_k|²), and of every row and column of S the greatest. S is not kept: what is held grows with the number of
 * tokens, not with that of pairs.
 *
 * @param image - Of one width with `text`.
 */
export function* matchRows(
  image: TokenRows,
  text: TokenRows,
  dots: DotProducts = chooseDots(image.width),
): Steps<BestBoth> {
  const { width } = image
  const best = { image: noneYet(image.count), text: noneYet(text.count) }
  const capacity = Math.min(text.count, dots.capacity(width))
  let work = 0
  for (let k = 0; k < text.count; k += capacity) {
    const count = Math.min(capacity, text.count - k)
    const held = { data: text.data.subarray(k * width, (k + count) * width), count }
    for (let j = 0; j < image.count; j += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, image.count - j)
      const sums = dots.multiply(image.data.subarray(j * width, (j + rows) * width), rows, held, width)
      improve(best, sums, [j, rows, image.squares], [k, count, text.squares])
      work += rows * count * width
      if (work < STEP) continue
      yield
      work = 0
    }
  }
  return best
}

/** Before the first comparison. */
export const noneYet = (count: number): Best => ({
  row: new Int32Array(count),
  cosine: new Float64Array(count).fill(-Infinity),
})

type Span = readonly [from: number, count: number, squares: Float64Array]

/** Takes a block of sums of products in. */
const improve = (
  { image, text }: BestBoth,
  { values, stride }: Sums,
  [j0, rows, ofImage]: Span,
  [k0, count, ofText]: Span,
): void => {
  for (let r = 0; r < rows; r++) {
    const j = j0 + r
    const square = ofImage[j] as number
    let [most, at] = [image.cosine[j] as number, image.row[j] as number]
    for (let c = 0; c < count; c++) {
      const k = k0 + c
      // The root of the product, not the product of roots: of equal rows it is exactly their sum of squares.
      const raw = (values[r * stride + c] as number) / Math.sqrt(square * (ofText[k] as number))
      const cosine = raw > 1 ? 1 : raw < -1 ? -1 : raw
      if (cosine > most) [most, at] = [cosine, k]
      if (cosine > (text.cosine[k] as number)) {
        text.cosine[k] = cosine
        text.row[k] = j
      }
    }
    image.cosine[j] = most
    image.row[j] = at
  }
}
