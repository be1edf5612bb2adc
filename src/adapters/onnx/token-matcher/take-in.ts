import type { Best, BestBoth } from '../../../text-image-matching/match-rows.js'

/** Some rows of one side: the first of them, and 1 / length of each. */
export interface Rows {
  readonly from: number
  readonly inverse: Float64Array
}

/**
 * Takes the products of some image rows with some text rows in: [image rows, text rows], row-major. A row that has met others before keeps its
 * match unless a new one is better.
 */
export const takeIn = (best: BestBoth, products: Float32Array, image: Rows, text: Rows): void => {
  const [rows, count] = [image.inverse.length, text.inverse.length]
  // Of a text row the greatest of product / image length: it is divided by its own length at the end.
  const most = new Float64Array(count).fill(-Infinity)
  const at = new Int32Array(count)
  for (let j = 0, p = 0; j < rows; j++) {
    const inverse = image.inverse[j] as number
    let [rowMost, rowAt] = [-Infinity, 0]
    for (let k = 0; k < count; k++, p++) {
      const product = products[p] as number
      const ofRow = product * (text.inverse[k] as number)
      if (ofRow > rowMost) {
        rowMost = ofRow
        rowAt = k
      }
      const ofColumn = product * inverse
      if (ofColumn > (most[k] as number)) {
        most[k] = ofColumn
        at[k] = j
      }
    }
    improve(best.image, image.from + j, text.from + rowAt, rowMost * inverse)
  }
  for (let k = 0; k < count; k++) {
    improve(best.text, text.from + k, image.from + (at[k] as number), (most[k] as number) * (text.inverse[k] as number))
  }
}

const improve = ({ row, cosine }: Best, own: number, other: number, value: number): void => {
  const held = Math.min(1, Math.max(-1, value))
  if (!(held > (cosine[own] as number))) return
  cosine[own] = held
  row[own] = other
}
