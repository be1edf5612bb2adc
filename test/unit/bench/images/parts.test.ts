import { describe, expect, test } from 'vitest'
import { isPartWanted, PARTS } from '../../../../src/cli/bench/images/parts.js'

const wanted = (filter: string | undefined, quick: boolean): ReadonlyArray<string> =>
  PARTS.filter((part) => isPartWanted(part, filter, quick)).map((part) => part.replace('images/', ''))

describe('isPartWanted', () => {
  test.each([
    [undefined, false, ['decode', 'resize', 'ssim', 'lpips-squeeze', 'lpips-alex', 'lpips-vgg']],
    [undefined, true, ['decode', 'resize', 'ssim', 'lpips-squeeze']],
    ['lpips', false, ['lpips-squeeze', 'lpips-alex', 'lpips-vgg']],
    ['lpips', true, ['lpips-squeeze']],
    ['vgg', true, ['lpips-vgg']],
    ['images/lpips-alex', true, ['lpips-alex']],
    ['images', true, ['decode', 'resize', 'ssim', 'lpips-squeeze']],
    ['ssim', false, ['ssim']],
    ['format', false, []],
  ])('filter %j, quick %j: %j', (filter, quick, parts) => {
    expect(wanted(filter, quick)).toEqual(parts)
  })
})
