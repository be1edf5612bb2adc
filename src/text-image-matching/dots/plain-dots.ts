import type { DotProducts } from './dot-products.js'

const multiply: DotProducts['multiply'] = (rows, count, held, width) => {
  const { data, count: stride } = held
  const values = new Float64Array(count * stride)
  const paired = width - (width % 2)
  for (let r = 0; r < count; r++) {
    const row = r * width
    for (let k = 0; k < stride; k++) {
      const other = k * width
      let even = 0
      let odd = 0
      for (let i = 0; i < paired; i += 2) {
        even += (rows[row + i] as number) * (data[other + i] as number)
        odd += (rows[row + i + 1] as number) * (data[other + i + 1] as number)
      }
      if (paired < width) even += (rows[row + paired] as number) * (data[other + paired] as number)
      values[r * stride + k] = even + odd
    }
  }
  return { values, stride }
}

/** So many numbers are held at most, so that one call takes some milliseconds. */
const MOST_HELD = 2 ** 20

/** In plain TypeScript: the fallback, and what the other is tested against. */
export const plainDots: DotProducts = { capacity: (width) => Math.max(1, Math.floor(MOST_HELD / width)), multiply }
