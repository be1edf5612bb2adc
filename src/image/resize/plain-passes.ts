import { PRECISION_BITS } from './axis.js'
import type { Passes } from './passes.js'

/** Half a unit, so that the shift rounds. */
const HALF = 1 << (PRECISION_BITS - 1)

const rows: Passes['rows'] = (data, height, axis) => {
  const { from, to, starts, counts, weights, stride } = axis
  const out = new Uint8Array(3 * to * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < to; x++, at += 3) {
      let [r, g, b] = [HALF, HALF, HALF]
      let pixel = 3 * (y * from + (starts[x] as number))
      const end = x * stride + (counts[x] as number)
      for (let k = x * stride; k < end; k++, pixel += 3) {
        const weight = weights[k] as number
        r = (r + Math.imul(weight, data[pixel] as number)) | 0
        g = (g + Math.imul(weight, data[pixel + 1] as number)) | 0
        b = (b + Math.imul(weight, data[pixel + 2] as number)) | 0
      }
      out[at] = toByte(r)
      out[at + 1] = toByte(g)
      out[at + 2] = toByte(b)
    }
  }
  return out
}

const columns: Passes['columns'] = (data, rowBytes, axis) => {
  const { to, starts, counts, weights, stride } = axis
  const out = new Uint8Array(rowBytes * to)
  const sums = new Int32Array(rowBytes)
  for (let y = 0; y < to; y++) {
    sums.fill(HALF)
    let at = (starts[y] as number) * rowBytes
    const end = y * stride + (counts[y] as number)
    for (let k = y * stride; k < end; k++, at += rowBytes) {
      const weight = weights[k] as number
      for (let x = 0; x < rowBytes; x++) sums[x] = ((sums[x] as number) + Math.imul(weight, data[at + x] as number)) | 0
    }
    for (let x = 0, to = y * rowBytes; x < rowBytes; x++, to++) out[to] = toByte(sums[x] as number)
  }
  return out
}

const toByte = (sum: number): number => {
  const value = sum >> PRECISION_BITS
  return value < 0 ? 0 : value > 255 ? 255 : value
}

/** In plain TypeScript: the fallback, and what the other is tested against. */
export const plainPasses: Passes = { rows, columns }
