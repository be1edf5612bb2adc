import { KERNELS, type ResizeFilter } from './filter.js'

/** Weights are whole multiples of 2^-22. */
export const PRECISION_BITS = 22

/** Which pixels along one axis make up which, and with what weight. */
export interface Axis {
  readonly from: number
  readonly to: number
  /** The first input pixel of each output pixel. */
  readonly starts: Int32Array
  /** How many input pixels each output pixel is made of. */
  readonly counts: Int32Array
  /** `stride` weights an output pixel, the first `counts` of them in use, the others 0. */
  readonly weights: Int32Array
  readonly stride: number
}

/** The axes made last: in a batch the same sizes come again and again. */
const recent = new Map<string, Axis>()
const RECENT_AXES = 8
/** An axis with more weights is not kept. */
const RECENT_WEIGHTS = 2 ** 16

/**
 * The weights of one axis, in Pillow's arithmetic: float64, normalised to a sum of 1, then rounded half away from zero to 2^-22.
 */
export const axisOf = (from: number, to: number, filter: ResizeFilter): Axis => {
  const key = `${filter} ${from} ${to}`
  const axis = recent.get(key) ?? makeAxis(from, to, filter)
  recent.delete(key)
  if (axis.weights.length > RECENT_WEIGHTS) return axis
  recent.set(key, axis)
  // A Map keeps the order of insertion: its first key is the one not used for longest.
  for (const oldest of recent.keys()) if (recent.size > RECENT_AXES) recent.delete(oldest)
  return axis
}

const makeAxis = (from: number, to: number, filter: ResizeFilter): Axis => {
  const { support, weight } = KERNELS[filter]
  const scale = from / to
  const widening = Math.max(1, scale)
  const reach = support * widening
  const stride = Math.min(from, 2 * Math.ceil(reach) + 1)
  const [starts, counts, weights] = [new Int32Array(to), new Int32Array(to), new Int32Array(to * stride)]
  const exact = new Float64Array(stride)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - reach + 0.5))
    const count = Math.min(from, Math.trunc(centre + reach + 0.5)) - start
    let sum = 0
    for (let k = 0; k < count; k++) sum += exact[k] = weight((k + start - centre + 0.5) * (1 / widening))
    starts[i] = start
    counts[i] = count
    for (let k = 0; k < count; k++) weights[i * stride + k] = toFixedPoint((exact[k] as number) / (sum === 0 ? 1 : sum))
  }
  return { from, to, starts, counts, weights, stride }
}

const toFixedPoint = (weight: number): number => Math.trunc(weight * 2 ** PRECISION_BITS + (weight < 0 ? -0.5 : 0.5))
