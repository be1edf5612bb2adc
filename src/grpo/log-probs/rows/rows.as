// Softmax over rows of float32 logits, in 128-bit SIMD: what log-probabilities and entropies need, and their gradient. AssemblyScript;
// `npx tsx scripts/build-wasm.ts` compiles it into rows-wasm.ts.
//
// A row lies at a multiple of 16 bytes and has a multiple of 64 bytes: whoever fills it puts -Infinity behind its end.

// @ts-ignore
@inline
const LOG2_E: f32 = 1.4426950408889634
/** 1.5 x 2^23: added, it rounds to a whole number, which then stands in the low bits. */
// @ts-ignore
@inline
const ROUNDER: f32 = 12582912
/** The first 12 bits of ln 2, whose product with a whole number below 2^11 is exact, and the rest. */
// @ts-ignore
@inline
const LN2_HIGH: f32 = 0.693115234375
// @ts-ignore
@inline
const LN2_LOW: f32 = 3.1946184945309415e-5
/** Below this the exponential is 0: the least normal number is exp(-87.34). */
// @ts-ignore
@inline
const LOWEST: f32 = -87

// The polynomial q of degree 4 for which 1 + r + r² q(r) is closest to exp(r), by relative error, on |r| <= ln 2 / 2: it is off by 3.1e-9.
// @ts-ignore
@inline
const Q0: f32 = 0.49999993432
// @ts-ignore
@inline
const Q1: f32 = 0.16666520399
// @ts-ignore
@inline
const Q2: f32 = 0.04166839079
// @ts-ignore
@inline
const Q3: f32 = 0.00836874511
// @ts-ignore
@inline
const Q4: f32 = 0.001381454

/** exp(x) for x in [-87, 0], 0 where x is lower or no number; at most 2 ulp off. */
// @ts-ignore
@inline
function exponential(x: v128): v128 {
  const rounded = f32x4.add(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDER))
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER))
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH))), f32x4.mul(n, f32x4.splat(LN2_LOW)))
  let q = f32x4.add(f32x4.mul(r, f32x4.splat(Q4)), f32x4.splat(Q3))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(Q2))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(Q1))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(Q0))
  const e = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), q), r), f32x4.splat(1))
  // Times 2^n, by the exponent's bits.
  const scaled = i32x4.add(e, i32x4.shl(rounded, 23))
  return v128.and(scaled, f32x4.ge(x, f32x4.splat(LOWEST)))
}

/** (z - max) / temperature, held above what the exponential makes 0 of, so that a banned token's -Infinity times 0 stays 0. */
// @ts-ignore
@inline
function scaled(at: usize, max: v128, inverse: v128): v128 {
  return f32x4.max(f32x4.mul(f32x4.sub(v128.load(at), max), inverse), f32x4.splat(LOWEST - 1))
}

/** The largest of a row; NaN where there is one. */
// @ts-ignore
@inline
function largest(row: usize, end: usize): f32 {
  let a = v128.load(row)
  let b = v128.load(row, 16)
  let c = v128.load(row, 32)
  let d = v128.load(row, 48)
  for (let at = row + 64; at < end; at += 64) {
    a = f32x4.max(a, v128.load(at))
    b = f32x4.max(b, v128.load(at, 16))
    c = f32x4.max(c, v128.load(at, 32))
    d = f32x4.max(d, v128.load(at, 48))
  }
  const four = f32x4.max(f32x4.max(a, b), f32x4.max(c, d))
  const two = f32x4.max(four, i64x2.shuffle(four, four, 1, 1))
  return max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1))
}

// @ts-ignore
@inline
function widenLow(four: v128): v128 {
  return f64x2.promote_low_f32x4(four)
}

// @ts-ignore
@inline
function widenHigh(four: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 1))
}

// @ts-ignore
@inline
function total(two: v128): f64 {
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1)
}

/**
 * Of `count` rows of `bytes` bytes: the largest m, sum e and sum e x, with x = (z - m) / temperature and e = exp(x); three float64 a row.
 * 64 terms are added in float32, four sums at a time, these then in float64.
 */
export function measure(rows: usize, count: i32, bytes: usize, inverse: f32, out: usize): void {
  const factor = f32x4.splat(inverse)
  for (let i: i32 = 0; i < count; i++, rows += bytes, out += 24) {
    const end = rows + bytes
    const top = largest(rows, end)
    const max = f32x4.splat(top)
    let sum = f64x2.splat(0)
    let weighted = f64x2.splat(0)
    let at = rows
    while (at < end) {
      const stop = min<usize>(at + 256, end)
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0)
      let w0 = f32x4.splat(0), w1 = f32x4.splat(0)
      for (; at < stop; at += 64) {
        const x0 = scaled(at, max, factor)
        const e0 = exponential(x0)
        s0 = f32x4.add(s0, e0)
        w0 = f32x4.add(w0, f32x4.mul(e0, x0))
        const x1 = scaled(at + 16, max, factor)
        const e1 = exponential(x1)
        s1 = f32x4.add(s1, e1)
        w1 = f32x4.add(w1, f32x4.mul(e1, x1))
        const x2 = scaled(at + 32, max, factor)
        const e2 = exponential(x2)
        s0 = f32x4.add(s0, e2)
        w0 = f32x4.add(w0, f32x4.mul(e2, x2))
        const x3 = scaled(at + 48, max, factor)
        const e3 = exponential(x3)
        s1 = f32x4.add(s1, e3)
        w1 = f32x4.add(w1, f32x4.mul(e3, x3))
      }
      sum = f64x2.add(sum, f64x2.add(f64x2.add(widenLow(s0), widenHigh(s0)), f64x2.add(widenLow(s1), widenHigh(s1))))
      weighted = f64x2.add(
        weighted,
        f64x2.add(f64x2.add(widenLow(w0), widenHigh(w0)), f64x2.add(widenLow(w1), widenHigh(w1))),
      )
    }
    store<f64>(out, <f64>top)
    store<f64>(out, total(sum), 8)
    store<f64>(out, total(weighted), 16)
  }
}

/** In place of each row e (a + b x). A row's largest logit, a and b are three float32 at `factors`. */
export function slope(rows: usize, count: i32, bytes: usize, inverse: f32, factors: usize): void {
  const factor = f32x4.splat(inverse)
  for (let i: i32 = 0; i < count; i++, rows += bytes, factors += 12) {
    const max = f32x4.splat(load<f32>(factors))
    const a = f32x4.splat(load<f32>(factors, 4))
    const b = f32x4.splat(load<f32>(factors, 8))
    for (let at = rows, end = rows + bytes; at < end; at += 32) {
      const x0 = scaled(at, max, factor)
      v128.store(at, f32x4.mul(exponential(x0), f32x4.add(a, f32x4.mul(b, x0))))
      const x1 = scaled(at + 16, max, factor)
      v128.store(at, f32x4.mul(exponential(x1), f32x4.add(a, f32x4.mul(b, x1))), 16)
    }
  }
}

/** In place of `count` numbers, a multiple of 4, their exponentials; for the tests of its error. */
export function exponentials(values: usize, count: i32): void {
  for (const end = values + 4 * count; values < end; values += 16) v128.store(values, exponential(v128.load(values)))
}
