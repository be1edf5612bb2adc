import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formulaTensor } from '../../../src/formula/tensor.js'
import { score } from '../../../src/score.js'
import { bestMatches, type MatchOptions, type TokenMatrix } from '../../../src/text-image-matching/index.js'
import { textImageMatching } from '../../../src/text-image-matching/text-image-matching.js'
import { findGoldens, goldensRoot } from '../support.js'
import { type Described, TokenWords } from './tokens.js'

/** Recommended with the data. Both sides compute in double, and lie within 1e-14 of one another. */
const TOLERANCE = 1e-6
/** Of values that are smaller than that; half the last digit of a bfloat16 on either side. */
const RELATIVE_TOLERANCE = 2 ** -6
/** bfloat16 has 8 bits: what the original gives in its arithmetic lies within 7e-4 of the formula. */
const BFLOAT16_TOLERANCE = 1e-3

interface Values {
  readonly value: number | 'NaN'
  readonly image_to_text: number
  readonly text_to_image: number
}

interface Case {
  readonly case: string
  readonly image_tokens: Described
  readonly text_tokens: Described
  readonly image_shape: readonly [number, number]
  readonly text_shape: readonly [number, number]
  readonly text_mask?: ReadonlyArray<0 | 1>
  readonly image_mask?: ReadonlyArray<0 | 1>
  readonly formula_float64?: Values
  readonly formula_float64_on_inputs_rounded_to_bfloat16?: number | 'NaN'
  readonly ulm_r1_bfloat16?: number | 'NaN'
  readonly ulm_r1_raises?: string
}

interface Tensor {
  readonly key: string
  readonly shape: readonly [number, number, number]
  readonly scale: number
  readonly offset: number
}

interface ValueFile {
  readonly cases: ReadonlyArray<Case>
  readonly batch8?: {
    readonly image_tokens: Tensor
    readonly text_tokens: Tensor
    readonly text_lengths: ReadonlyArray<number>
    readonly formula_float64: ReadonlyArray<Values>
  }
}

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

const check = (golden: Case, words: TokenWords): void => {
  const image = words.matrix(golden.image_tokens, 'image', golden.text_tokens)
  const text = words.matrix(golden.text_tokens, 'text', golden.image_tokens)
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
const checkBfloat16 = async (golden: Case, words: TokenWords): Promise<void> => {
  const sample = {
    imageTokens: toBfloat16(words.matrix(golden.image_tokens, 'image', golden.text_tokens)),
    textTokens: toBfloat16(words.matrix(golden.text_tokens, 'text', golden.image_tokens)),
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

const files = findGoldens(goldensRoot(), 'tim', /values\.json$/)
if (files.length === 0) {
  console.info('golden tim: skipped, no values file')
  test.skip('tim: no file *values.json')
}

describe.each(files.map((file) => [basename(file), file] as const))('%s', (_, file) => {
  const { cases, batch8 } = JSON.parse(readFileSync(file, 'utf8')) as ValueFile
  const full = cases.find((golden) => golden.case === 'full')
  if (full === undefined) throw new Error(`expected the case full in ${file}`)
  let words: TokenWords | undefined
  const known = (): TokenWords => (words ??= TokenWords.of(full))
  const named = cases.map((golden) => [golden.case, golden] as const)

  test.each(named)('%s', (_, golden) => check(golden, known()))

  test.each(named)('%s in bfloat16, by the reward', (_, golden) => checkBfloat16(golden, known()))

  test('a batch of ragged texts', async () => {
    if (batch8 === undefined) return
    const { image_tokens, text_tokens, text_lengths, formula_float64 } = batch8
    const [[, n, d], [, m]] = [image_tokens.shape, text_tokens.shape]
    const [images, texts] = [formulaTensor(image_tokens), formulaTensor(text_tokens)]
    const cut = (length: number, i: number): object => ({
      imageTokens: { shape: [n, d], data: images.subarray(i * n * d, (i + 1) * n * d) },
      textTokens: { shape: [m, d], data: texts.subarray(i * m * d, (i + 1) * m * d) },
      textMask: Array.from({ length: m }, (_, k) => k < length),
    })
    /** The same texts, padded on the left. */
    const padded = (length: number, i: number): object => {
      const data = new Float32Array(m * d).fill(NaN)
      data.set(texts.subarray(i * m * d, (i * m + length) * d), (m - length) * d)
      return {
        ...cut(length, i),
        textTokens: { shape: [1, m, d], data },
        textMask: Array.from({ length: m }, (_, k) => (k >= m - length ? 1 : 0)),
      }
    }
    const outcomes = await score(textImageMatching(), [...text_lengths.map(cut), ...text_lengths.map(padded)])
    expect(outcomes).toHaveLength(2 * text_lengths.length)
    for (const [i, outcome] of outcomes.entries()) {
      const expected = formula_float64[i % text_lengths.length]!
      expect(outcome).toMatchObject({ _tag: 'Scored' })
      if (outcome._tag !== 'Scored') continue
      near(outcome.value, Number(expected.value))
      const { 'image-to-text': imageToText, 'text-to-image': textToImage } = outcome.parts!
      near(imageToText?._tag === 'Scored' ? imageToText.value : NaN, expected.image_to_text)
      near(textToImage?._tag === 'Scored' ? textToImage.value : NaN, expected.text_to_image)
    }
  })
})
