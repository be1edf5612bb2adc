import { expect, test } from 'vitest'
import { BACKBONES } from '../../../../src/adapters/onnx/lpips/backbones.js'
import { BASE } from '../../../../src/adapters/onnx/blip/made-up-model.js'
import { encoderGflop, gflopOf } from '../../../../src/cli/bench/images/flops.js'

const conv = (name: string, channels: readonly [number, number], kernel: number, stride: number, padding: number) =>
  ({ kind: 'conv', name, channels, kernel, stride, padding }) as const

test('by hand: 2 x width x height x channels in x channels out x kernel, pooling between', () => {
  const layers = [
    conv('a', [3, 8], 3, 1, 1), // 10 x 10
    { kind: 'pool', kernel: 3, ceil: true } as const, // ceil(7 / 2) + 1 = 5
    { kind: 'fire', name: 'f', channels: [8, 2, 4] } as const,
    conv('b', [8, 5], 3, 2, 0), // floor(2 / 2) + 1 = 2
  ]
  const operations = 2 * (100 * 3 * 8 * 9 + 25 * (8 * 2 + 2 * 4 + 2 * 4 * 9) + 4 * 8 * 5 * 9)
  expect(gflopOf({ name: 'tiny', layers, minSidePx: 1, valuesPerPixel: 1, pairsPerRun: 1 }, 10, 10)).toBeCloseTo(
    operations / 1e9,
    15,
  )
})

// vgg16: by layer, 224, 112, 56, 28 and 14 pixels a side.
test('vgg at 224 x 224', () => {
  const macs =
    224 ** 2 * (3 * 64 + 64 * 64) +
    112 ** 2 * (64 * 128 + 128 * 128) +
    56 ** 2 * (128 * 256 + 2 * 256 * 256) +
    28 ** 2 * (256 * 512 + 2 * 512 * 512) +
    14 ** 2 * 3 * 512 * 512
  expect(gflopOf(BACKBONES.vgg, 224, 224)).toBeCloseTo((2 * 9 * macs) / 1e9, 9)
  expect(gflopOf(BACKBONES.vgg, 224, 224)).toBeCloseTo(30.69, 2)
})

test("BLIP's encoder by hand: patches, and in each layer four matrices of attention, two of the rest, and both products of attention", () => {
  const tiny = { ...BASE.vision, imageSize: 8, patchSize: 4, hiddenSize: 6, intermediateSize: 10, layers: 2 }
  const layer = 5 * (4 * 6 * 6 + 2 * 6 * 10) + 2 * 5 * 5 * 6
  expect(encoderGflop(tiny)).toBeCloseTo((2 * (2 * layer + 4 * 6 * 3 * 16)) / 1e9, 15)
  expect(encoderGflop(BASE.vision)).toBeCloseTo(110.97, 1)
})
