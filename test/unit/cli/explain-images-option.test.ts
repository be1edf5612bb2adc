import { describe, expect, it } from 'vitest'
import { compareLpips } from '../../../src/cli/explain/compare-lpips.js'
import { compareSsim } from '../../../src/cli/explain/compare-ssim.js'
import { registry } from '../../../src/presets/index.js'

const sample = registry.get('ssim')?.example?.sample as { readonly image: unknown; readonly reference: unknown }
const context = { signal: new AbortController().signal, modelDir: undefined }

describe.each([
  ['ssim', compareSsim, {}],
  ['lpips', compareLpips, { net: 'squeeze', weights: 'formula' }],
] as const)('the comparison for a page of %s', (_, compare, options) => {
  it('reads images as the reward does', async () => {
    expect(await compare(sample, { ...options, images: { maxPixels: 1024 } }, context)).toMatchObject({ _tag: 'Right' })
    expect(await compare(sample, { ...options, images: { maxPixels: 1023 } }, context)).toMatchObject({
      left: { _tag: 'InvalidInput', expected: 'an image of at most 1023 pixels' },
    })
  })
})
