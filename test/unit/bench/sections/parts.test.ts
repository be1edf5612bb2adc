import { describe, expect, test } from 'vitest'
import { GRPO_PARTS } from '../../../../src/cli/bench/grpo/parts.js'
import { IMAGE_PARTS } from '../../../../src/cli/bench/images/parts.js'
import { isPartWanted, leftOutByQuick, partOf } from '../../../../src/cli/bench/sections/parts.js'

const GRPO = ['advantages', 'logits', 'logits-large', 'node-gpu', 'node', 'webgpu', 'wasm', 'cpu'].map(
  (name) => `grpo/${name}`,
)
const QUICK_GRPO = GRPO.filter((name) => name !== 'grpo/logits-large')
const CAPTIONED = ['blip-fp32', 'blip-int8', 'cycle', 'recipes']

const wanted = (filter: string | undefined, quick: boolean): ReadonlyArray<string> =>
  [...IMAGE_PARTS, ...GRPO_PARTS]
    .filter((part) => isPartWanted(part, filter, quick))
    .map((part) => part.replace('images/', ''))

describe('isPartWanted', () => {
  test.each([
    [undefined, false, ['decode', 'resize', 'ssim', 'lpips-squeeze', 'lpips-alex', 'lpips-vgg', ...CAPTIONED, ...GRPO]],
    [undefined, true, ['decode', 'resize', 'ssim', 'lpips-squeeze', ...QUICK_GRPO]],
    ['lpips', false, ['lpips-squeeze', 'lpips-alex', 'lpips-vgg']],
    ['lpips', true, ['lpips-squeeze']],
    ['vgg', true, ['lpips-vgg']],
    ['images/lpips-alex', true, ['lpips-alex']],
    ['images', true, ['decode', 'resize', 'ssim', 'lpips-squeeze']],
    ['ssim', false, ['ssim']],
    ['blip', true, ['blip-fp32', 'blip-int8']],
    ['images/blip-int8', true, ['blip-int8']],
    ['cycle', true, ['cycle']],
    ['images/recipes', true, ['recipes']],
    ['grpo', false, GRPO],
    ['grpo', true, QUICK_GRPO],
    ['grpo/logits', false, ['grpo/logits', 'grpo/logits-large']],
    ['grpo/logits', true, ['grpo/logits']],
    ['logits-large', true, ['grpo/logits-large']],
    ['wasm', true, ['grpo/wasm']],
    ['format', false, []],
  ])('filter %j, quick %j: %j', (filter, quick, parts) => {
    expect(wanted(filter, quick)).toEqual(parts)
  })
})

test('what a quick run leaves out, of what its filter takes in', () => {
  const left = (filter?: string) => leftOutByQuick(filter).map((part) => part.replace('images/', ''))
  expect(left()).toEqual(['lpips-alex', 'lpips-vgg', ...CAPTIONED, 'grpo/logits-large'])
  expect(left('images/blip')).toEqual([])
  expect(left('lpips')).toEqual(['lpips-alex', 'lpips-vgg'])
})

test('the part of a timing is that before the blank; a reward has none', () => {
  expect(partOf('grpo/logits [8, 256, 8192]')).toBe('grpo/logits')
  expect(partOf('grpo/logits-large [8, 512, 32000]')).toBe('grpo/logits-large')
  expect(partOf('images/ssim ssim, 1 pair')).toBe('images/ssim')
  expect(partOf('corl/cycle')).toBe(undefined)
})
