import { describe, expect, it } from 'vitest'
import { clipScore } from '../../../src/clip/clip-score.js'

describe('clipScore', () => {
  it('has no cosine for a vector of zeros', () => {
    expect(clipScore(new Float32Array(2), Float32Array.of(1, 0))).toMatchObject({ left: { _tag: 'NonFinite' } })
  })

  it('finds NaN and infinities', () => {
    for (const odd of [NaN, Infinity])
      expect(clipScore(Float32Array.of(odd, 1), Float32Array.of(1, 0))).toMatchObject({ left: { _tag: 'NonFinite' } })
  })

  it('wants embeddings of one space', () => {
    expect(clipScore(new Float32Array(2), new Float32Array(3))).toMatchObject({
      left: { _tag: 'InvalidInput', field: 'text', expected: '2 numbers, as the image has', received: '3' },
    })
  })
})
