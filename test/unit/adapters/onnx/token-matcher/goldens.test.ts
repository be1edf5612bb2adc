import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadTextImageMatching } from '../../../../../src/adapters/onnx/token-matcher/load-text-image-matching.js'
import { score } from '../../../../../src/score.js'
import { right } from '../../../../golden/lpips/network.js'
import { findGoldens, goldensRoot } from '../../../../golden/support.js'
import { type Described, TokenWords } from '../../../../golden/tim/tokens.js'

/** Recommended with the data; what the fast path promises of any tokens. */
const TOLERANCE = 1e-6

interface Case {
  readonly case: string
  readonly image_tokens: Described
  readonly text_tokens: Described
  readonly text_mask?: ReadonlyArray<0 | 1>
  readonly image_mask?: ReadonlyArray<0 | 1>
  readonly formula_float64?: {
    readonly value: number | 'NaN'
    readonly image_to_text: number
    readonly text_to_image: number
  }
}

const fast = right(await loadTextImageMatching({ threads: 2 })())
afterAll(() => fast[Symbol.asyncDispose]())

const files = findGoldens(goldensRoot(), 'tim', /values\.json$/)
if (files.length === 0) {
  console.info('golden tim on the fast path: skipped, no values file')
  test.skip('tim: no file *values.json')
}

describe.each(files.map((file) => [basename(file), file] as const))('%s', (_, file) => {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: ReadonlyArray<Case> }
  const words = TokenWords.of(cases.find((golden) => golden.case === 'full')!)

  test.each(cases.map((golden) => [golden.case, golden] as const))('%s', async (_, golden) => {
    const [outcome] = await score(fast, [
      {
        imageTokens: words.matrix(golden.image_tokens, 'image', golden.text_tokens),
        textTokens: words.matrix(golden.text_tokens, 'text', golden.image_tokens),
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
