// The two passes of a resize, in 128-bit SIMD. AssemblyScript; `npx tsx scripts/build-wasm.ts` compiles it into passes-wasm.ts.
//
// A weight is 22-bit fixed point, w = 65536 * high + low with low a signed 16-bit number. Both halves are multiplied and summed
// apart (i32x4.dot_i16x8_s) and put together at the end, all modulo 2^32: the sum itself fits in 32 bits, so it comes out exact.

const HALF: i32 = 1 << 21
const SHIFT: i32 = 22

/** Splits `count` pixels R G B into three planes of `stride` bytes. Works in steps of 16: reads and writes up to 15 pixels further. */
export function split(source: usize, count: i32, planes: usize, stride: usize): void {
  for (let i: i32 = 0; i < count; i += 16, source += 48, planes += 16) {
    const a = v128.load(source)
    const b = v128.load(source, 16)
    const c = v128.load(source, 32)
    const r = i8x16.shuffle(i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29)
    const g = i8x16.shuffle(i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30)
    const b2 = i8x16.shuffle(i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31)
    v128.store(planes, r)
    v128.store(planes + stride, g)
    v128.store(planes + 2 * stride, b2)
  }
}

/**
 * One row: `to` pixels R G B out of three planes. `starts`: i32 a pixel; `weights`: for each pixel `groups` groups of 8 low and 8 high halves.
 * Writes one byte beyond.
 */
export function row(planes: usize, stride: usize, starts: usize, weights: usize, groups: i32, to: i32, out: usize): void {
  for (let x: i32 = 0; x < to; x++, starts += 4, out += 3) {
    let at = planes + <usize>load<i32>(starts)
    let rl = i32x4.splat(0), rh = i32x4.splat(0)
    let gl = i32x4.splat(0), gh = i32x4.splat(0)
    let bl = i32x4.splat(0), bh = i32x4.splat(0)
    for (let k: i32 = 0; k < groups; k++, at += 8, weights += 32) {
      const low = v128.load(weights)
      const high = v128.load(weights, 16)
      const r = v128.load8x8_u(at)
      const g = v128.load8x8_u(at + stride)
      const b = v128.load8x8_u(at + 2 * stride)
      rl = i32x4.add(rl, i32x4.dot_i16x8_s(r, low))
      gl = i32x4.add(gl, i32x4.dot_i16x8_s(g, low))
      bl = i32x4.add(bl, i32x4.dot_i16x8_s(b, low))
      rh = i32x4.add(rh, i32x4.dot_i16x8_s(r, high))
      gh = i32x4.add(gh, i32x4.dot_i16x8_s(g, high))
      bh = i32x4.add(bh, i32x4.dot_i16x8_s(b, high))
    }
    const r = i32x4.add(rl, i32x4.shl(rh, 16))
    const g = i32x4.add(gl, i32x4.shl(gh, 16))
    const b = i32x4.add(bl, i32x4.shl(bh, 16))
    // r0+r2 g0+g2 r1+r3 g1+g3, and the same of b.
    const rg = i32x4.add(i8x16.shuffle(r, g, 0,1,2,3, 16,17,18,19, 4,5,6,7, 20,21,22,23), i8x16.shuffle(r, g, 8,9,10,11, 24,25,26,27, 12,13,14,15, 28,29,30,31))
    const bb = i32x4.add(b, i8x16.shuffle(b, b, 8,9,10,11, 12,13,14,15, 0,1,2,3,4,5,6,7))
    const sum = i32x4.add(i8x16.shuffle(rg, bb, 0,1,2,3,4,5,6,7, 16,17,18,19, 16,17,18,19), i8x16.shuffle(rg, bb, 8,9,10,11,12,13,14,15, 20,21,22,23, 20,21,22,23))
    store<u32>(out, i32x4.extract_lane(bytes(sum, sum, sum, sum), 0))
  }
}

/** Rounded, shifted and clamped to bytes. */
// @ts-ignore
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
  const half = i32x4.splat(HALF)
  const x = i32x4.shr_s(i32x4.add(a, half), SHIFT)
  const y = i32x4.shr_s(i32x4.add(b, half), SHIFT)
  const z = i32x4.shr_s(i32x4.add(c, half), SHIFT)
  const w = i32x4.shr_s(i32x4.add(d, half), SHIFT)
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(x, y), i16x8.narrow_i32x4_s(z, w))
}

/**
 * One row of `length` bytes out of rows that lie `stride` apart. `weights`: `pairs` times the low halves of two rows, then their high halves.
 * Works in steps of 16 bytes: reads and writes up to 15 further.
 */
export function column(source: usize, stride: usize, length: i32, weights: usize, pairs: i32, out: usize): void {
  for (let x: i32 = 0; x < length; x += 16, source += 16, out += 16) {
    let a = i32x4.splat(0), b = i32x4.splat(0), c = i32x4.splat(0), d = i32x4.splat(0)
    let ah = i32x4.splat(0), bh = i32x4.splat(0), ch = i32x4.splat(0), dh = i32x4.splat(0)
    let at = source
    let weight = weights
    for (let k: i32 = 0; k < pairs; k++, weight += 8) {
      const upper = v128.load(at)
      at += stride
      const lower = v128.load(at)
      at += stride
      const low = v128.load32_splat(weight)
      const high = v128.load32_splat(weight, 4)
      const first = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
      const last = i8x16.shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
      const p = i16x8.extend_low_i8x16_u(first)
      const q = i16x8.extend_high_i8x16_u(first)
      const r = i16x8.extend_low_i8x16_u(last)
      const s = i16x8.extend_high_i8x16_u(last)
      a = i32x4.add(a, i32x4.dot_i16x8_s(p, low))
      b = i32x4.add(b, i32x4.dot_i16x8_s(q, low))
      c = i32x4.add(c, i32x4.dot_i16x8_s(r, low))
      d = i32x4.add(d, i32x4.dot_i16x8_s(s, low))
      ah = i32x4.add(ah, i32x4.dot_i16x8_s(p, high))
      bh = i32x4.add(bh, i32x4.dot_i16x8_s(q, high))
      ch = i32x4.add(ch, i32x4.dot_i16x8_s(r, high))
      dh = i32x4.add(dh, i32x4.dot_i16x8_s(s, high))
    }
    v128.store(out, bytes(
      i32x4.add(a, i32x4.shl(ah, 16)), i32x4.add(b, i32x4.shl(bh, 16)),
      i32x4.add(c, i32x4.shl(ch, 16)), i32x4.add(d, i32x4.shl(dh, 16))))
  }
}
