import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quantiseChannels } from '../../../../../src/adapters/onnx/transformer/quantise.js'

/** Numbers of every size, but for those so small that a 127th of them is no normal number of float32. */
const number = fc
  .float({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Math.abs(value) < 2 ** -110 ? 0 : value))

/** A matrix [outputs, inputs]. */
const matrix = fc
  .record({ outputs: fc.integer({ min: 1, max: 5 }), inputs: fc.integer({ min: 1, max: 40 }) })
  .chain(({ outputs, inputs }) =>
    fc.record({
      outputs: fc.constant(outputs),
      inputs: fc.constant(inputs),
      weight: fc
        .array(number, { minLength: outputs * inputs, maxLength: outputs * inputs })
        .map((values) => Float32Array.from(values)),
    }),
  )

const peakOf = (values: Float32Array): number => values.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)

it('what comes back is at most half a step away, of which there are 127 to the largest number of an output', () => {
  fc.assert(
    fc.property(matrix, ({ weight, outputs, inputs }) => {
      const { values, scales } = quantiseChannels(weight, outputs, inputs)
      expect([values.length, scales.length]).toEqual([outputs * inputs, outputs])
      weight.forEach((value, at) => {
        const [row, column] = [Math.floor(at / inputs), at % inputs]
        const restored = values[column * outputs + row]! * scales[row]!
        const peak = peakOf(weight.subarray(row * inputs, (row + 1) * inputs))
        // Half a step, and what float32 rounds of the scale itself.
        expect(Math.abs(value - restored)).toBeLessThanOrEqual((peak / 127) * 0.50001)
      })
    }),
  )
})

it('a matrix and its double are the same integers', () => {
  fc.assert(
    fc.property(matrix, ({ weight, outputs, inputs }) => {
      const half = weight.map((value) => value / 2)
      const [one, other] = [half.map((value) => value * 2), half].map((of) => quantiseChannels(of, outputs, inputs))
      expect(one!.values).toEqual(other!.values)
    }),
  )
})
