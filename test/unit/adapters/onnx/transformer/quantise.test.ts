import { describe, expect, it } from 'vitest'
import { quantiseChannels } from '../../../../../src/adapters/onnx/transformer/quantise.js'

describe('weights with a scale for each output', () => {
  it('are integers of a 127th of its largest number, turned over to [inputs, outputs]', () => {
    const { values, scales } = quantiseChannels(Float32Array.of(127, -64, 1.4, 0.5, -0.2, 0), 2, 3)
    expect([...scales]).toEqual([1, Math.fround(0.5 / 127)])
    expect([...values]).toEqual([127, 127, -64, -51, 1, 0])
  })

  it('are as far from 0 on either side: -128 does not come', () => {
    const { values, scales } = quantiseChannels(Float32Array.of(-3, 3, -3, 2), 2, 2)
    expect([...values]).toEqual([-127, -127, 127, 85])
    expect([...scales]).toEqual([Math.fround(3 / 127), Math.fround(3 / 127)])
  })

  it('that are all 0 stay 0', () => {
    const { values, scales } = quantiseChannels(Float32Array.of(0, -0, 0, 1), 2, 2)
    expect([...values]).toEqual([0, 0, 0, 127])
    expect(scales[0]).toBeGreaterThan(0)
  })
})
