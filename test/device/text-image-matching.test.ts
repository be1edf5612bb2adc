import * as tf from '@tensorflow/tfjs-core'
import { afterAll, describe, expect, test } from 'vitest'
import { matchTensors } from '../../src/adapters/tfjs/token-matcher/match-tensors.js'
import { matchTokenTensors } from '../../src/adapters/tfjs/token-matcher/match-token-tensors.js'
import { RewardException, score } from '../../src/score.js'
import { textImageMatching } from '../../src/text-image-matching/text-image-matching.js'
import type { TokenMatrix } from '../../src/text-image-matching/token-matrix.js'
import { type Case, type Mask, readTim, type TimGoldens, type Values } from '../golden/tim/cases.js'
import { type RowGradients, timGradient } from '../golden/tim/gradient.js'
import { onEveryBackend } from './on-every-backend.js'

/** Recommended with the data. */
const TOLERANCE = 1e-6
/** Of values that are smaller than that. */
const RELATIVE_TOLERANCE = 1e-5
/** Of numbers of a gradient, in units of what weighs on a row, divided by the row's length. */
const GRADIENT_TOLERANCE = 1e-6

interface Masks {
  readonly imageMask?: Mask
  readonly textMask?: Mask
}

const goldens = readTim()

const masksOf = ({ image_mask: imageMask, text_mask: textMask }: Case): Masks => ({
  ...(imageMask && { imageMask }),
  ...(textMask && { textMask }),
})

const tensorOf = ({ shape, data }: TokenMatrix): tf.Tensor2D => tf.tensor2d(data as Float32Array, [...shape])

/** What a value or a gradient is off by at most, by what was measured. */
const measured = new Map<string, number>()
const note = (what: string, off: number): void => void measured.set(what, Math.max(off, measured.get(what) ?? 0))

const near = (received: number, expected: number): void => {
  const small = expected !== 0 && Math.abs(expected) < TOLERANCE
  const bound = small ? Math.abs(expected) * RELATIVE_TOLERANCE : TOLERANCE
  const off = Math.abs(received - expected)
  if (!small) note('values', off)
  expect(off, `${received} against ${expected}`).toBeLessThanOrEqual(bound)
}

const nearValues = (received: ReadonlyArray<number>, { value, image_to_text, text_to_image }: Values): void => {
  for (const [i, expected] of [value, image_to_text, text_to_image].entries()) near(received[i]!, Number(expected))
}

const nearRows = (received: ArrayLike<number>, { rows, weights }: RowGradients): void => {
  rows.forEach((row, j) => {
    let off = 0
    row.forEach((expected, i) => (off = Math.max(off, Math.abs(received[j * row.length + i]! - expected))))
    // A row that nothing weighs on has the gradient 0.
    const units = off === 0 ? 0 : off / weights[j]!
    note('gradients', units)
    expect(units, `row ${j}`).toBeLessThanOrEqual(GRADIENT_TOLERANCE)
  })
}

/** Value and halves, and the gradient of the value, read off the device. */
const readAll = async (
  image: TokenMatrix,
  text: TokenMatrix,
  masks: object,
): Promise<{ values: ReadonlyArray<number>; byImage: ArrayLike<number>; byText: ArrayLike<number> }> => {
  const before = tf.memory().numTensors
  const inputs = [tensorOf(image), tensorOf(text)]
  let halves: Array<tf.Scalar> = []
  const { value, grads } = tf.valueAndGrads((i, t) => {
    const { value, imageToText, textToImage } = matchTokenTensors(i, t, masks)
    halves = [tf.keep(imageToText), tf.keep(textToImage)]
    return value
  })(inputs)
  const values = []
  for (const scalar of [value, ...halves]) values.push((await scalar.data())[0]!)
  const [byImage, byText] = [await grads[0]!.data(), await grads[1]!.data()]
  tf.dispose([...inputs, ...grads, value, ...halves])
  expect(tf.memory().numTensors).toBe(before)
  return { values, byImage, byText }
}

const gradients = new Map<Case, ReturnType<typeof timGradient>>()
/** Worked out once for all backends. */
const gradientOf = (golden: Case, image: TokenMatrix, text: TokenMatrix): ReturnType<typeof timGradient> => {
  const known = gradients.get(golden) ?? timGradient(image, text, masksOf(golden))
  gradients.set(golden, known)
  return known
}

const check = async (golden: Case, { tokens }: TimGoldens): Promise<void> => {
  const { image, text } = tokens(golden)
  const expected = golden.formula_float64
  if (expected === undefined) {
    const inputs = [tensorOf(image), tensorOf(text)] as const
    const before = tf.memory().numTensors
    expect(() => matchTokenTensors(...inputs, masksOf(golden))).toThrow(RewardException)
    expect(tf.memory().numTensors).toBe(before)
    tf.dispose([...inputs])
    return
  }
  const { values, byImage, byText } = await readAll(image, text, masksOf(golden))
  if (expected.value === 'NaN') {
    expect(values).toEqual([NaN, NaN, NaN])
    return
  }
  nearValues(values, expected)
  const gradient = gradientOf(golden, image, text)
  nearRows(byImage, gradient.image)
  nearRows(byText, gradient.text)
}

/** In one batch of the reward, against float64. */
const checkReward = async ({ cases, tokens }: TimGoldens): Promise<void> => {
  const reward = textImageMatching({ tensorMatcher: { matchAll: matchTensors } })
  const samples = cases.map((golden) => {
    const { image, text } = tokens(golden)
    return { imageTokens: image, textTokens: text, imageMask: golden.image_mask, textMask: golden.text_mask }
  })
  const onDevice = samples.map((sample) => ({
    ...sample,
    imageTokens: tensorOf(sample.imageTokens),
    textTokens: tensorOf(sample.textTokens),
  }))
  const before = tf.memory().numTensors
  const outcomes = await score(reward, onDevice)
  expect(tf.memory().numTensors).toBe(before)
  for (const { imageTokens, textTokens } of onDevice) tf.dispose([imageTokens, textTokens])
  for (const [i, exact] of (await score(textImageMatching(), samples)).entries()) {
    const outcome = outcomes[i]!
    const golden = cases[i]!.formula_float64
    expect(outcome, cases[i]!.case).toMatchObject({ _tag: exact._tag })
    if (outcome._tag !== 'Scored' || exact._tag !== 'Scored') {
      expect(outcome).toEqual(exact)
      continue
    }
    expect(outcome.detail).toEqual(exact.detail)
    const { 'image-to-text': imageToText, 'text-to-image': textToImage } = outcome.parts as any
    nearValues([outcome.value, imageToText.value, textToImage.value], golden!)
  }
}

const flagsOf = (length: number, count: number): Mask => Array.from({ length: count }, (_, k) => (k < length ? 1 : 0))

onEveryBackend('text-image matching', (backend) => {
  afterAll(() => {
    for (const [what, off] of measured) console.info(`text-image matching on ${backend}: ${what} off by ${off} at most`)
    measured.clear()
  })

  describe.each(goldens.map((one) => [one.name, one] as const))('%s', (_, file) => {
    test.each(file.cases.map((golden) => [golden.case, golden] as const))(
      '%s',
      { timeout: 60_000 },
      async (_, golden) => check(golden, file),
    )

    test('all in one batch of the reward', { timeout: 120_000 }, async () => checkReward(file))

    test('a batch of ragged texts', { timeout: 120_000 }, async () => {
      for (const [i, { image, text, length, expected }] of file.batch().entries()) {
        const textMask = flagsOf(length, text.shape[0])
        const { values, byImage, byText } = await readAll(image, text, { textMask })
        nearValues(values, expected)
        if (i % 3 > 0) continue
        const gradient = timGradient(image, text, { textMask })
        nearRows(byImage, gradient.image)
        nearRows(byText, gradient.text)
      }
    })
  })
})
