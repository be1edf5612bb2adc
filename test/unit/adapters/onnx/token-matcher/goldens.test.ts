import { afterAll, describe, expect, test } from 'vitest'
import { loadTextImageMatching } from '../../../../../src/adapters/onnx/token-matcher/load-text-image-matching.js'
import { score } from '../../../../../src/score.js'
import { right } from '../../../../golden/lpips/network.js'
import { readTim } from '../../../../golden/tim/cases.js'

/** Recommended with the data; what the fast path promises of any tokens. */
const TOLERANCE = 1e-6

const fast = right(await loadTextImageMatching({ threads: 2 })())
afterAll(() => fast[Symbol.asyncDispose]())

const files = readTim()
if (files.length === 0) {
  console.info('golden tim on the fast path: skipped, no values file')
  test.skip('tim: no file *values.json')
}

describe.each(files.map((file) => [file.name, file] as const))('%s', (_, { cases, tokens }) => {
  test.each(cases.map((golden) => [golden.case, golden] as const))('%s', async (_, golden) => {
    const { image, text } = tokens(golden)
    const [outcome] = await score(fast, [
      {
        imageTokens: image,
        textTokens: text,
        imageMask: golden.image_mask,
        textMask: golden.text_mask,
      },
    ])
    const expected = golden.formula_float64
    if (expected === undefined || expected.value === 'NaN') {
      expect(outcome).toMatchObject({ _tag: 'Failed', error: { _tag: 'InvalidInput' } })
      return
    }
    const { value, parts } = outcome as any
    const received = [value, parts['image-to-text'].value, parts['text-to-image'].value]
    for (const [i, number] of [expected.value, expected.image_to_text, expected.text_to_image].entries())
      expect(Math.abs(received[i] - number)).toBeLessThan(TOLERANCE)
  })
})
