// Softmax over rows of float32 logits, in 128-bit SIMD: what log-probabilities and entropies need, and their gradient. AssemblyScript;
// `npx tsx scripts/build-wasm.ts` compiles it into rows-wasm.ts.
//
// A row lies at a multiple of 16 bytes and has a multiple of 64 bytes: whoever fills it puts -Infinity behind its end.

/** 1.5 x 2^23: added, it rounds to a whole number, which then stands in the low bits. */
// @ts-ignore
@inline
const ROUNDER: f32 = 12582912
/** 2^t is 0 from here on down. */
// @ts-ignore
@inline
const LOWEST: f32 = -127

// The polynomial q for which 1 + f q(f), in float32, is closest to 2^f on |f| <= 1/2: within 1.96 units in the last place.
// @ts-ignore
@inline
const Q0: f32 = 0.693146824836731
// @ts-ignore
@inline
const Q1: f32 = 0.24022234976291656
// @ts-ignore
@inline
const Q2: f32 = 0.05550942197442055
// @ts-ignore
@inline
const Q3: f32 = 0.009671897627413273
// @ts-ignore
@inline
const Q4: f32 = 0.0013205275172367692

/**
 * 2^t for t in [-127, 0], at most 2 ulp off for t >= -126; below that, where float32 has no more normal numbers, less than 2.4e-38, and 0 at -127. NaN stays
 * none for long: whoever sums up t along with it sees it there.
 */
// @ts-ignore
@inline
function power(t: v128): v128 {
  const rounded = f32x4.add(t, f32x4.splat(ROUNDER))
  const f = f32x4.sub(t, f32x4.sub(rounded, f32x4.splat(ROUNDER)))
  let q = f32x4.add(f32x4.mul(f, f32x4.splat(Q4)), f32x4.splat(Q3))
  q = f32x4.add(f32x4.mul(q, f), f32x4.splat(Q2))
  q = f32x4.add(f32x4.mul(q, f), f32x4.splat(Q1))
  q = f32x4.add(f32x4.mul(q, f), f32x4.splat(Q0))
  const e = f32x4.add(f32x4.mul(q, f), f32x4.splat(1))
  // Times 2 to the whole part, by the exponent's bits: of 1 and -127 all bits together are 0.
  return i32x4.add(e, i32x4.shl(rounded, 23))
}

/** (z - max) times a factor, held where the power is 0, so that a banned token's -Infinity times 0 stays 0. NaN stays NaN. */
// @ts-ignore
@inline
function scaled(at: usize, max: v128, factor: v128): v128 {
  return f32x4.pmax(f32x4.mul(f32x4.sub(v128.load(at), max), factor), f32x4.splat(LOWEST))
}

/** The largest of a row that holds no NaN: those are told by the sums, since pmax, a single instruction, lets them go by. */
// @ts-ignore
@inline
function largest(row: usize, end: usize): f32 {
  let a = v128.load(row)
  let b = v128.load(row, 16)
  let c = v128.load(row, 32)
  let d = v128.load(row, 48)
  for (let at = row + 64; at < end; at += 64) {
    a = f32x4.pmax(a, v128.load(at))
    b = f32x4.pmax(b, v128.load(at, 16))
    c = f32x4.pmax(c, v128.load(at, 32))
    d = f32x4.pmax(d, v128.load(at, 48))
  }
  const four = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d))
  const two = f32x4.pmax(four, i64x2.shuffle(four, four, 1, 1))
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
 * Of `count` rows of `bytes` bytes: the largest m, sum 2^t and sum 2^t t, with t = (z - m) factor; three float64 a row. The last is NaN where a
 * logit is.
 * 64 terms are added in float32, four sums at a time, these then in float64.
 */
export function measure(rows: usize, count: i32, bytes: usize, scale: f32, out: usize): void {
  const factor = f32x4.splat(scale)
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
        const t0 = scaled(at, max, factor)
        const e0 = power(t0)
        s0 = f32x4.add(s0, e0)
        w0 = f32x4.add(w0, f32x4.mul(e0, t0))
        const t1 = scaled(at + 16, max, factor)
        const e1 = power(t1)
        s1 = f32x4.add(s1, e1)
        w1 = f32x4.add(w1, f32x4.mul(e1, t1))
        const t2 = scaled(at + 32, max, factor)
        const e2 = power(t2)
        s0 = f32x4.add(s0, e2)
        w0 = f32x4.add(w0, f32x4.mul(e2, t2))
        const t3 = scaled(at + 48, max, factor)
        const e3 = power(t3)
        s1 = f32x4.add(s1, e3)
        w1 = f32x4.add(w1, f32x4.mul(e3, t3))
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

/** In place of each row 2^t (a + b t). A row's largest logit, a and b are three float32 at `factors`. */
export function slope(rows: usize, count: i32, bytes: usize, scale: f32, factors: usize): void {
  const factor = f32x4.splat(scale)
  for (let i: i32 = 0; i < count; i++, rows += bytes, factors += 12) {
    const max = f32x4.splat(load<f32>(factors))
    const a = f32x4.splat(load<f32>(factors, 4))
    const b = f32x4.splat(load<f32>(factors, 8))
    for (let at = rows, end = rows + bytes; at < end; at += 32) {
      const t0 = scaled(at, max, factor)
      v128.store(at, f32x4.mul(power(t0), f32x4.add(a, f32x4.mul(b, t0))))
      const t1 = scaled(at + 16, max, factor)
      v128.store(at, f32x4.mul(power(t1), f32x4.add(a, f32x4.mul(b, t1))), 16)
    }
  }
}

/** In place of `count` numbers t, a multiple of 4, 2^t; for the tests of its error. */
export function powers(values: usize, count: i32): void {
  for (const end = values + 4 * count; values < end; values += 16) v128.store(values, power(v128.load(values)))
}
