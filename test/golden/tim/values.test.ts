import { describe, expect, test } from 'vitest'
import { score } from '../../../src/score.js'
import { bestMatches, type MatchOptions, type TokenMatrix } from '../../../src/text-image-matching/index.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import { type Case, readTim, type TimGoldens } from './cases.js'

/** Recommended with the data. Both sides compute in double, and lie within 1e-14 of one another. */
const TOLERANCE = 1e-6
/** Of values that are smaller than that; half the last digit of a bfloat16 on either side. */
const RELATIVE_TOLERANCE = 2 ** -6
/** bfloat16 has 8 bits: what the original gives in its arithmetic lies within 7e-4 of the formula. */
const BFLOAT16_TOLERANCE = 1e-3

const near = (received: number, expected: number, tolerance = TOLERANCE): void => {
  // A value below the tolerance would agree with anything as small.
  const bound = expected !== 0 && Math.abs(expected) < tolerance ? Math.abs(expected) * RELATIVE_TOLERANCE : tolerance
  expect(Math.abs(received - expected), `${received} against ${expected}`).toBeLessThanOrEqual(bound)
}

/** The bits of the nearest bfloat16, ties to even. */
const toBfloat16 = ({ shape, data }: TokenMatrix): { dtype: string; shape: typeof shape; data: string } => {
  const bits = new Uint32Array(Float32Array.from(data).buffer)
  const halves = Uint16Array.from(bits, (word) => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16)
  return { dtype: 'bfloat16', shape, data: Buffer.from(halves.buffer).toString('base64') }
}

const check = (golden: Case, { tokens }: TimGoldens): void => {
  const { image, text } = tokens(golden)
  expect([image.shape, text.shape]).toEqual([golden.image_shape, golden.text_shape])
  const { text_mask: textMask, image_mask: imageMask, formula_float64: expected } = golden
  const options: MatchOptions = { ...(textMask && { textMask }), ...(imageMask && { imageMask }) }
  const found = bestMatches(image, text, options)
  if (expected === undefined) {
    expect(golden.ulm_r1_raises).toBeDefined()
    expect(found).toMatchObject({ left: { _tag: 'InvalidInput' } })
  } else if (expected.value === 'NaN') {
    expect(found).toMatchObject({ left: { _tag: 'NonFinite' } })
  } else {
    expect(found).toMatchObject({ _tag: 'Right' })
    if (found._tag === 'Left') return
    const { value, imageToText, textToImage } = found.right
    near(value, expected.value)
    near(imageToText, expected.image_to_text)
    near(textToImage, expected.text_to_image)
  }
}

/** By the reward, from base64. */
const checkBfloat16 = async (golden: Case, { tokens }: TimGoldens): Promise<void> => {
  const { image, text } = tokens(golden)
  const sample = {
    imageTokens: toBfloat16(image),
    textTokens: toBfloat16(text),
    imageMask: golden.image_mask,
    textMask: golden.text_mask,
  }
  const [outcome] = await score(textImageMatching(), [sample])
  const expected = golden.formula_float64_on_inputs_rounded_to_bfloat16
  if (typeof expected !== 'number') {
    expect(outcome).toMatchObject({ _tag: 'Failed', error: { _tag: 'InvalidInput' } })
    return
  }
  expect(outcome).toMatchObject({ _tag: 'Scored' })
  if (outcome?._tag !== 'Scored') return
  near(outcome.value, expected)
  // Where squares overflow in bfloat16 the original gives 0, which is not what the formula says.
  if (golden.ulm_r1_bfloat16 !== 0) near(outcome.value, Number(golden.ulm_r1_bfloat16), BFLOAT16_TOLERANCE)
}

const files = readTim()
if (files.length === 0) {
  console.info('golden tim: skipped, no values file')
  test.skip('tim: no file *values.json')
}

describe.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
  const named = file.cases.map((golden) => [golden.case, golden] as const)

  test.each(named)('%s', (_, golden) => check(golden, file))

  test.each(named)('%s in bfloat16, by the reward', (_, golden) => checkBfloat16(golden, file))

  test('a batch of ragged texts', async () => {
    const items = file.batch()
    const cut = ({ image, text, length }: (typeof items)[number]): object => ({
      imageTokens: image,
      textTokens: text,
      textMask: Array.from({ length: text.shape[0] }, (_, k) => k < length),
    })
    /** The same texts, padded on the left. */
    const padded = (item: (typeof items)[number]): object => {
      const [m, d] = item.text.shape
      const data = new Float32Array(m * d).fill(NaN)
      data.set(item.text.data.subarray(0, item.length * d), (m - item.length) * d)
      return {
        ...cut(item),
        textTokens: { shape: [1, m, d], data },
        textMask: Array.from({ length: m }, (_, k) => (k >= m - item.length ? 1 : 0)),
      }
    }
    const outcomes = await score(textImageMatching(), [...items.map(cut), ...items.map(padded)])
    expect(outcomes).toHaveLength(2 * items.length)
    for (const [i, outcome] of outcomes.entries()) {
      const { expected } = items[i % items.length]!
      expect(outcome).toMatchObject({ _tag: 'Scored' })
      if (outcome._tag !== 'Scored') continue
      near(outcome.value, Number(expected.value))
      const { 'image-to-text': imageToText, 'text-to-image': textToImage } = outcome.parts!
      near(imageToText?._tag === 'Scored' ? imageToText.value : NaN, expected.image_to_text)
      near(textToImage?._tag === 'Scored' ? textToImage.value : NaN, expected.text_to_image)
    }
  })
})
