import type { Dtype } from '../dtypes.js'

/**
 * How far a trainer's number may lie from the reference: absolute + relative |want| + share × the largest of its kind. For advantages the share is
 * of what rounding the largest reward makes of it; for a loss, of the sum of its terms taken as positive.
 */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
  readonly share: number
}

/** One tolerance for each kind of number. */
export interface Tolerances {
  readonly advantages: Tolerance
  /** Ratios, weights, losses of tokens. */
  readonly tokens: Tolerance
  readonly loss: Tolerance
  readonly gradients: Tolerance
  readonly metrics: Tolerance
}

const of = (absolute: number, relative: number, share = 0): Tolerance => ({ absolute, relative, share })

/**
 * float64: FORMULAS of the golden data. float32: five times what the original's own float32 is away from its float64 on these data. The others:
 * some units of their last place (2^-11, 2^-8). Metrics are the library's in float32 for every type.
 */
export const TOLERANCES: Readonly<Record<Dtype, Tolerances>> = {
  float64: {
    advantages: of(1e-9, 1e-9, 2 ** -50),
    tokens: of(1e-10, 1e-9),
    loss: of(1e-10, 1e-9),
    gradients: of(1e-10, 1e-9),
    metrics: of(2e-6, 2e-4),
  },
  float32: {
    advantages: of(1e-6, 1e-6, 2 ** -21),
    tokens: of(1e-6, 2e-5, 2e-6),
    loss: of(0, 0, 1e-5),
    gradients: of(0, 0, 2e-5),
    metrics: of(5e-6, 2e-4),
  },
  float16: {
    advantages: of(2e-3, 2e-3, 2 ** -9),
    tokens: of(2e-3, 4e-3, 2e-3),
    loss: of(0, 0, 4e-3),
    gradients: of(0, 0, 4e-3),
    metrics: of(2e-3, 8e-3),
  },
  bfloat16: {
    advantages: of(1e-2, 1e-2, 2 ** -6),
    tokens: of(1e-2, 2e-2, 1e-2),
    loss: of(0, 0, 2e-2),
    gradients: of(0, 0, 2e-2),
    metrics: of(1e-2, 4e-2),
  },
}
