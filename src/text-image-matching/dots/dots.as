// Sums of products of float64 rows, in 128-bit SIMD. AssemblyScript; `npx tsx scripts/build-wasm.ts` compiles it into dots-wasm.ts.
//
// Each sum is taken in two halves, over the even and over the odd columns, which are added at the end: plain-dots.ts adds in the same
// order, so that both give the same numbers.

/** Widens `count` float32 to float64. Works in steps of 4: reads and writes up to 3 numbers further. */
export function widen(source: usize, count: i32, out: usize): void {
  for (let i: i32 = 0; i < count; i += 4, source += 16, out += 32) {
    const four = v128.load(source)
    v128.store(out, f64x2.promote_low_f32x4(four))
    v128.store(out, f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 1)), 16)
  }
}

/**
 * Sums of products of the 4 rows at `a` with `count` rows at `b`, taken in twos: with an odd count a row more is read. A row has `bytes`
 * bytes, a multiple of 16. Out: 4 rows of `stride` bytes.
 */
export function dots(a: usize, b: usize, count: i32, bytes: usize, out: usize, stride: usize): void {
  const a1 = a + bytes
  const a2 = a1 + bytes
  const a3 = a2 + bytes
  for (let k: i32 = 0; k < count; k += 2, b += 2 * bytes, out += 16) {
    const b1 = b + bytes
    let s00 = f64x2.splat(0), s10 = f64x2.splat(0), s20 = f64x2.splat(0), s30 = f64x2.splat(0)
    let s01 = f64x2.splat(0), s11 = f64x2.splat(0), s21 = f64x2.splat(0), s31 = f64x2.splat(0)
    for (let i: usize = 0; i < bytes; i += 16) {
      const left = v128.load(b + i)
      const right = v128.load(b1 + i)
      const first = v128.load(a + i)
      s00 = f64x2.add(s00, f64x2.mul(first, left))
      s01 = f64x2.add(s01, f64x2.mul(first, right))
      const second = v128.load(a1 + i)
      s10 = f64x2.add(s10, f64x2.mul(second, left))
      s11 = f64x2.add(s11, f64x2.mul(second, right))
      const third = v128.load(a2 + i)
      s20 = f64x2.add(s20, f64x2.mul(third, left))
      s21 = f64x2.add(s21, f64x2.mul(third, right))
      const fourth = v128.load(a3 + i)
      s30 = f64x2.add(s30, f64x2.mul(fourth, left))
      s31 = f64x2.add(s31, f64x2.mul(fourth, right))
    }
    v128.store(out, both(s00, s01))
    v128.store(out + stride, both(s10, s11))
    v128.store(out + 2 * stride, both(s20, s21))
    v128.store(out + 3 * stride, both(s30, s31))
  }
}

/** Even and odd half added, of two sums. */
// @ts-ignore
@inline
function both(a: v128, b: v128): v128 {
  return f64x2.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3))
}
