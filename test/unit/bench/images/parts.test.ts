import { describe, expect, test } from 'vitest'
import { isPartWanted, leftOutByQuick, PARTS } from '../../../../src/cli/bench/images/parts.js'

const CAPTIONED = ['blip-fp32', 'blip-int8', 'cycle', 'recipes']

const wanted = (filter: string | undefined, quick: boolean): ReadonlyArray<string> =>
  PARTS.filter((part) => isPartWanted(part, filter, quick)).map((part) => part.replace('images/', ''))

describe('isPartWanted', () => {
  test.each([
    [undefined, false, ['decode', 'resize', 'ssim', 'lpips-squeeze', 'lpips-alex', 'lpips-vgg', ...CAPTIONED]],
    [undefined, true, ['decode', 'resize', 'ssim', 'lpips-squeeze']],
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
    ['format', false, []],
  ])('filter %j, quick %j: %j', (filter, quick, parts) => {
    expect(wanted(filter, quick)).toEqual(parts)
  })
})

test('what a quick run leaves out, of what its filter takes in', () => {
  const left = (filter?: string) => leftOutByQuick(filter).map((part) => part.replace('images/', ''))
  expect(left()).toEqual(['lpips-alex', 'lpips-vgg', ...CAPTIONED])
  expect(left('images/blip')).toEqual([])
  expect(left('lpips')).toEqual(['lpips-alex', 'lpips-vgg'])
})
