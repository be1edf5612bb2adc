import { describe, expect, test } from 'vitest'
import { batchesOf } from '../../../src/cli/bench/batches.js'
import { percentile } from '../../../src/cli/bench/percentile.js'
import { seeded } from '../../../src/cli/bench/random.js'
import { builtins } from '../../../src/cli/bench/targets.js'
import {
  COMPLETION_LENGTH,
  isOfImages,
  isOnceABatch,
  workload,
  WORKLOAD_SIZE,
} from '../../../src/cli/bench/workloads.js'
import type { Image } from '../../../src/image/index.js'
import { fromSpec, registry } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'

const available = [...registry.values()].filter(({ status }) => status === 'available').map(({ id }) => id)
const ofText = available.filter((id) => !isOfImages(id))

describe('workload', { timeout: 30_000 }, () => {
  test.each(ofText)('%s: the same in every run, of the stated size and length', (id) => {
    const samples = workload(id)
    expect(workload(id)).toEqual(samples)
    expect(samples).toHaveLength(WORKLOAD_SIZE)
    expect(new Set(samples.map((sample) => JSON.stringify(sample))).size).toBeGreaterThan(WORKLOAD_SIZE / 2)
    if (id === 'spice' || id === 'bert-score') return
    for (const { completion } of samples) expect(completion).toHaveLength(COMPLETION_LENGTH)
  })

  test('spice: no text comes twice, so that each is parsed', () => {
    const samples = workload('spice') as ReadonlyArray<{ caption: string; prompt: string }>
    const texts = samples.flatMap(({ caption, prompt }) => [caption, prompt])
    expect(new Set(texts).size).toBe(2 * WORKLOAD_SIZE)
    const words = texts.map((text) => text.split(' ').length)
    expect(words.reduce((sum, count) => sum + count, 0) / words.length).toBeCloseTo(10.8, 1)
    expect([isOnceABatch('spice'), isOnceABatch('ssim'), isOnceABatch('mcq')]).toEqual([true, true, false])
  })

  test('images: groups of eight with one reference, all of 224 x 224 pixels and all different', () => {
    const samples = workload('ssim') as ReadonlyArray<{ image: Image<'uint8'>; reference: Image<'uint8'> }>
    expect(samples).toHaveLength(64)
    const pixels = (images: ReadonlyArray<Image>) =>
      new Set(images.map(({ data }) => Buffer.from(data).toString('base64')))
    expect(pixels(samples.flatMap(({ image, reference }) => [image, reference])).size).toBe(64 + 8)
    for (let group = 0; group < 8; group++) {
      expect(new Set(samples.slice(8 * group, 8 * group + 8).map(({ reference }) => reference)).size).toBe(1)
    }
    for (const { image } of samples) expect(image).toMatchObject({ width: 224, height: 224 })
    const again = workload('lpips') as typeof samples
    expect(again.every(({ image }, i) => Buffer.compare(image.data, samples[i]!.image.data) === 0)).toBe(true)
  })

  test('recipes: groups of images with one prompt, and answers beside them where a batch is mixed', () => {
    expect(isOfImages('corl/cycle') && isOfImages('corl/stage1') && !isOfImages('corl/stage2-mcq')).toBe(true)
    const cycle = workload('corl/cycle')
    expect(cycle).toHaveLength(64)
    expect(new Set(cycle.map(({ prompt }) => prompt)).size).toBe(8)
    expect(cycle.every((sample) => !('caption' in sample))).toBe(true)
    const mixed = workload('corl/stage1')
    expect(mixed).toHaveLength(32)
    expect(mixed.map((sample) => 'image' in sample)).toEqual(mixed.map((_, row) => row % 2 === 0))
    expect(mixed.filter((sample) => 'imageTokens' in sample || 'completion' in sample)).toHaveLength(32)
  })

  test.each([...ofText, 'ssim', 'corl/cycle-lite', 'text-image-matching'].filter((id) => id !== 'bert-score'))(
    '%s: every sample is judged, and not all alike',
    async (id) => {
      const { targets } = await builtins(id)
      const target = targets.find((one) => one.id === id)
      if (target?.kind !== 'builtin') return expect.unreachable()
      const loaded = await fromSpec(target.spec)()
      if (loaded._tag === 'Left') return expect.unreachable(loaded.left._tag)
      const outcomes = await score(loaded.right, workload(id))
      expect(outcomes.filter(({ _tag }) => _tag !== 'Scored')).toEqual([])
      expect(new Set(outcomes.map((outcome) => outcome._tag === 'Scored' && outcome.value)).size).toBeGreaterThan(1)
    },
  )

  test('a reward that is not known gets its example again and again, or every field', () => {
    expect(new Set(workload('new', { a: 1 }).map((sample) => JSON.stringify(sample)))).toEqual(new Set(['{"a":1}']))
    expect(Object.keys(workload('toString')[0] ?? {})).toEqual(
      expect.arrayContaining(['completion', 'answer', 'options', 'question', 'prompt', 'caption', 'completionIds']),
    )
  })
})

test('seeded: the numbers of the stated generator, the same for the same seed', () => {
  // From seed 1 the state is 2, then 2 * 48271 = 96542, then 96542 * 48271 mod (2^31 - 1) = 365211688.
  const random = seeded(1)
  expect([random.below(2 ** 31 - 1), random.below(2 ** 31 - 1)]).toEqual([96_542, (96_542 * 48_271) % (2 ** 31 - 1)])
  const many = Array.from({ length: 1000 }, () => random.below(3))
  expect(new Set(many)).toEqual(new Set([0, 1, 2]))
})

test('batchesOf: neighbours, going round', () => {
  expect(batchesOf([1, 2, 3, 4], 2)).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(batchesOf([1, 2, 3], 2)).toEqual([[1, 2]])
  expect(batchesOf([1, 2, 3], 5)).toEqual([[1, 2, 3, 1, 2]])
})

test('percentile: on the line between neighbours', () => {
  expect(percentile([7], 0.99)).toBe(7)
  expect(percentile([0, 10], 0.5)).toBe(5)
  expect(percentile([0, 1, 2, 3, 4], 0.5)).toBe(2)
  expect(percentile([0, 1, 2, 3, 4], 1)).toBe(4)
  expect(percentile([], 0.5)).toBeNaN()
})
