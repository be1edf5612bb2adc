import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { pickBackend } from '../../../../../src/adapters/tfjs/pick-backend.js'
import { matchTokenTensors } from '../../../../../src/adapters/tfjs/token-matcher/match-token-tensors.js'
import { matchTokens } from '../../../../../src/text-image-matching/match-tokens.js'
import { matrix, type TokenMatrix } from '../../../../../src/text-image-matching/token-matrix.js'
import { timGradient } from '../../../../golden/tim/gradient.js'

beforeAll(async () => {
  await pickBackend({ prefer: 'cpu' })()
})

type Rows = Array<Array<number>>

const rowsOf = (width: number): fc.Arbitrary<Rows> =>
  fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 6,
  })
const pairs = fc.integer({ min: 1, max: 9 }).chain((width) => fc.tuple(rowsOf(width), rowsOf(width)))

const valueOf = (image: Rows, text: Rows): number =>
  tf.tidy(() => matchTokenTensors(tf.tensor2d(image), tf.tensor2d(text)).value.dataSync()[0]!)

const exact = (image: TokenMatrix, text: TokenMatrix): number => {
  const value = matchTokens(image, text)
  if (value._tag === 'Left') throw new Error(value.left._tag)
  return value.right
}

/** Whether a token has one best match only, by some distance: there the value has a derivative. */
const isSmooth = (image: Rows, text: Rows): boolean => {
  const cosines = image.map((i) => text.map((t) => exact(matrix([i]), matrix([t]))))
  const columns = text.map((_, k) => cosines.map((row) => row[k]!))
  const hasZeros = [...image, ...text].some((row) => row.every((x) => x === 0))
  return (
    !hasZeros &&
    [...cosines, ...columns].every((row) => {
      const [first = 0, second = -9] = [...row].sort((a, b) => b - a)
      return first - second > 1e-3
    })
  )
}

describe('matchTokenTensors', () => {
  test('is matchTokens, within 1e-6', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        expect(Math.abs(valueOf(image, text) - exact(matrix(image), matrix(text)))).toBeLessThan(1e-6)
      }),
    )
  })

  test('has the gradient that central differences in float64 have', () => {
    const step = 1e-5
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        fc.pre(isSmooth(image, text))
        const gradients = tf.tidy(() =>
          tf
            .grads((i, t) => matchTokenTensors(i, t).value)([tf.tensor2d(image), tf.tensor2d(text)])
            .map((gradient) => Array.from(gradient.dataSync())),
        )
        const moved = (rows: Rows, at: number, by: number): TokenMatrix => {
          const { shape, data } = matrix(rows)
          return { shape, data: data.map((value, i) => (i === at ? value + by : value)) }
        }
        gradients[0]!.forEach((slope, at) => {
          const [up, down] = [step, -step].map((by) => exact(moved(image, at, by), matrix(text)))
          expect(Math.abs(slope - (up! - down!) / (2 * step))).toBeLessThan(1e-5)
        })
        gradients[1]!.forEach((slope, at) => {
          const [up, down] = [step, -step].map((by) => exact(matrix(image), moved(text, at, by)))
          expect(Math.abs(slope - (up! - down!) / (2 * step))).toBeLessThan(1e-5)
        })
        // What the goldens are held against on devices is the same.
        const reference = timGradient(matrix(image), matrix(text))
        for (const [i, { rows }] of [reference.image, reference.text].entries())
          rows
            .flatMap((row) => [...row])
            .forEach((slope, at) => expect(Math.abs(gradients[i]![at]! - slope)).toBeLessThan(1e-6))
      }),
    )
  })

  test('does not depend on the order of tokens', () => {
    fc.assert(
      fc.property(pairs, ([image, text]) => {
        expect(valueOf(image.toReversed(), text.toReversed())).toBeCloseTo(valueOf(image, text), 6)
      }),
    )
  })

  test('does not depend on how long tokens are, and the gradient is at right angles to them', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 1e-3, max: 1e9, noNaN: true }), ([image, text], factor) => {
        fc.pre(isSmooth(image, text))
        const longer = image.map((row) => row.map((x) => x * factor))
        expect(valueOf(longer, text)).toBeCloseTo(valueOf(image, text), 6)
        const along = tf.tidy(() => {
          const tokens = tf.tensor2d(image)
          const by = tf.grad((i) => matchTokenTensors(i, tf.tensor2d(text)).value)(tokens)
          return Array.from(tf.sum(tf.mul(by, tokens), 1).dataSync())
        })
        for (const slope of along) expect(Math.abs(slope)).toBeLessThan(1e-6)
      }),
    )
  })
})
