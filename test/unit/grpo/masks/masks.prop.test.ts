import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importanceSamplingCorrection } from '../../../../src/grpo/masks/importance-sampling-correction.js'
import { quantile } from '../../../../src/grpo/masks/quantile.js'
import { topEntropyMask } from '../../../../src/grpo/masks/top-entropy-mask.js'
import { right } from '../advantages/right.js'

const entropies = fc.array(fc.float({ min: 0, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('the quantile', () => {
  test('lies between the smallest and the largest, which the ends meet', () => {
    fc.assert(
      fc.property(entropies, share, (values, q) => {
        const sorted = Float32Array.from(values).sort()
        const value = quantile(Float32Array.from(values), q)
        expect(value).toBeGreaterThanOrEqual(sorted[0]!)
        expect(value).toBeLessThanOrEqual(sorted.at(-1)!)
        expect(quantile(Float32Array.from(values), 0)).toBe(sorted[0])
        expect(quantile(Float32Array.from(values), 1)).toBe(sorted.at(-1))
      }),
    )
  })
})

describe('the top-entropy mask', () => {
  test('keeps a token and every one of higher entropy, and about the share asked for', () => {
    fc.assert(
      fc.property(entropies, share, (values, topEntropyQuantile) => {
        const row = Float32Array.from(values)
        const { data } = right(topEntropyMask([row], [values.map(() => 1)], { topEntropyQuantile }))
        const kept = values.filter((_, i) => data[i] === 1)
        const dropped = values.filter((_, i) => data[i] === 0)
        expect(Math.max(...dropped)).toBeLessThan(Math.min(...kept))
        expect(kept.length).toBeGreaterThanOrEqual(Math.floor(topEntropyQuantile * (values.length - 1)))
      }),
    )
  })
})

describe('the correction', () => {
  const rows = fc.array(
    fc.tuple(fc.double({ min: -30, max: 0, noNaN: true }), fc.double({ min: -30, max: 0, noNaN: true })),
    {
      minLength: 1,
      maxLength: 8,
    },
  )

  test('is 1 where both programs agree', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('token_mask', 'sequence_mask'), (pairs, mode) => {
        const row = [pairs.map(([old]) => old)]
        const mask = [pairs.map(() => 1)]
        const same = { oldLogProbs: row, samplingLogProbs: row, mask }
        const { ratio } = right(importanceSamplingCorrection(same, { mode: mode as 'token_mask' }))
        expect(ratio.data.every((weight) => weight === 1)).toBe(true)
      }),
    )
  })

  test('stays in its bounds, or is 0', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const given = {
          oldLogProbs: [pairs.map(([old]) => old)],
          samplingLogProbs: [pairs.map(([, sampling]) => sampling)],
          mask: [pairs.map(() => 1)],
        }
        const bounds = { clipMin: 0.5, clipMax: 2 }
        for (const mode of ['token_truncate', 'sequence_truncate', 'token_mask', 'sequence_mask'] as const) {
          const { ratio } = right(importanceSamplingCorrection(given, { mode, ...bounds }))
          for (const weight of ratio.data)
            expect((weight >= 0.5 && weight <= 2) || (weight === 0 && mode.endsWith('mask'))).toBe(true)
        }
      }),
    )
  })
})
