import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fnv1a32, hash32 } from '../../../src/formula/hash.js'
import { fanInScale, formulaTensor } from '../../../src/formula/tensor.js'

describe('hashes', () => {
  test.each([
    ['', 2166136261],
    ['a', 3826002220],
    ['foobar', 3214735720],
    ['alexnet|v1|features.0.weight', 2492782884],
    ['image|v1|discs', 1296159369],
  ])('fnv1a32 of %j', (text, hash) => {
    expect(fnv1a32(text)).toBe(hash)
  })

  test('fnv1a32 reads UTF-8', () => {
    // Bytes c3 a9: ((offset ^ 0xc3) * prime ^ 0xa9) * prime, modulo 2^32.
    const prime = 0x01000193n
    const step = (hash: bigint, byte: bigint): bigint => ((hash ^ byte) * prime) % 2n ** 32n
    expect(BigInt(fnv1a32('é'))).toBe(step(step(0x811c9dc5n, 0xc3n), 0xa9n))
  })

  test.each([
    [0, 0, 2462723854],
    [0, 1, 1020716019],
    [1, 0, 2527132011],
    [4294967295, 5, 1500331647],
    [2166136261, 1000000, 125694569],
  ])('hash32(%i, %i)', (seed, i, hash) => {
    expect(hash32(seed, i)).toBe(hash)
  })
})

const bits = (values: Float32Array, i: number): string =>
  new DataView(values.buffer)
    .getUint32(4 * i)
    .toString(16)
    .padStart(8, '0')
    .match(/../g)!
    .reverse()
    .join('')

describe('tensors', () => {
  test('a weight of alexnet, by its bits and its digest', () => {
    const shape = [64, 3, 11, 11]
    const scale = fanInScale(shape)
    expect(scale).toBe(Math.sqrt(6 / 363))
    const values = formulaTensor({ key: 'alexnet|v1|features.0.weight', shape, scale, offset: 0 })
    expect(values).toHaveLength(23232)
    expect([0, 1, 3, 7744, 23231].map((i) => bits(values, i))).toEqual([
      '3d79a8d0',
      'bd9ccfb6',
      'bb434710',
      'bdfa5596',
      '3d747544',
    ])
    // The digest is of little-endian bytes, as this machine's are.
    expect(createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')).toBe(
      'efa62f80784a5ad0128d939c17e25837dc4ae2f01e4491e0d9bb012163ac90c6',
    )
  })

  test('an offset is added before the one rounding', () => {
    const values = formulaTensor({
      key: 'blip-base|v1|vision_model.post_layernorm.weight',
      shape: [768],
      scale: 0.1,
      offset: 1,
    })
    expect([0, 1, 767].map((i) => bits(values, i))).toEqual(['3f881ee8', '3f856119', '3f8298d1'])
  })

  test('the scale of another gain', () => {
    expect(fanInScale([512, 512, 3, 3], 1.5)).toBe(Math.sqrt(1.5 / 4608))
    expect(fanInScale([512, 512, 3, 3])).toBe(0.03608439182435161)
  })
})
