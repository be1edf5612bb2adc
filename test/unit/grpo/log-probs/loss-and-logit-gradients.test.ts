import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import {
  lossAndLogitGradients,
  type LogitGradientsOptions,
} from '../../../../src/grpo/log-probs/loss-and-logit-gradients.js'
import { type Case, expectedGradient, expectedTokens, furthest, idsFor, spread } from './reference.js'

const caseOf = (B: number, T: number, V: number, size = 10) => ({
  shape: [B, T, V] as const,
  data: spread(B * T * V, size),
  ids: idsFor(B * T, V),
})

/** Slopes and bonuses of either sign. */
const weights = (count: number) => ({ slopes: spread(count, 1, 5), bonuses: spread(count, 1, 77) })

const run = async (
  { shape, data, ids, mask, temperature }: Case & { readonly data: Float32Array | Float64Array },
  slopes: ArrayLike<number>,
  bonuses?: ArrayLike<number>,
  options: LogitGradientsOptions = { threads: 1 },
) => {
  const rows = (values: ArrayLike<number>) => ({
    shape: [shape[0], shape[1]] as const,
    data: Float64Array.from(values),
  })
  const loss = () => E.right({ gradLogProbs: rows(slopes), ...(bonuses && { gradEntropies: rows(bonuses) }) })
  return lossAndLogitGradients({ shape, data }, ids, loss, {
    ...(mask && { completionMask: { shape: shape.slice(0, 2), data: mask } }),
    ...(temperature && { temperature }),
    ...options,
  })()
}

const gradientOf = async (...given: Parameters<typeof run>) => {
  const answer = await run(...given)
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right.gradLogits
}

describe('the gradient', () => {
  test('of one log-probability: (1 - p) / tau at the chosen token, -p / tau at the others', async () => {
    const given = { shape: [1, 1, 2] as const, data: Float64Array.of(0, 2 * Math.log(3)), ids: [1], temperature: 2 }
    expect(furthest(await gradientOf(given, [1]), [-0.125, 0.125])).toBeLessThan(1e-16)
  })

  test.each([1, 2, 3, 5, 15, 16, 17, 65, 1003, 40_001])('with a vocabulary of %i, by the identities', async (V) => {
    const given = caseOf(2, 3, V)
    const { slopes, bonuses } = weights(6)
    const want = expectedGradient(given, slopes, bonuses)
    const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    expect(furthest(await gradientOf(given, slopes, bonuses), want)).toBeLessThanOrEqual(2e-6 * largest)
    const doubles = { ...given, data: Float64Array.from(given.data) }
    expect(furthest(await gradientOf(doubles, slopes, bonuses), want)).toBeLessThan(1e-14)
  })

  test.each([0.3, 1, 2.5])('at temperature %d, by central differences', async (temperature) => {
    const given = { ...caseOf(2, 2, 7, 2), data: Float64Array.from(spread(28, 2)), temperature, mask: [1, 1, 0, 1] }
    const { slopes, bonuses } = weights(4)
    const lossAt = (data: Float64Array): number => {
      const { logProbs, entropies } = expectedTokens({ ...given, data })
      return logProbs.reduce((sum, value, row) => sum + slopes[row]! * value + bonuses[row]! * entropies[row]!, 0)
    }
    const step = 1e-5
    const numeric = Array.from(given.data, (_, i) => {
      const [up, down] = [given.data.slice(), given.data.slice()]
      up[i]! += step
      down[i]! -= step
      return (lossAt(up) - lossAt(down)) / (2 * step)
    })
    expect(furthest(await gradientOf(given, slopes, bonuses), numeric)).toBeLessThan(1e-8)
    expect(
      furthest(await gradientOf({ ...given, data: Float32Array.from(given.data) }, slopes, bonuses), numeric),
    ).toBeLessThan(2e-6)
  })

  test('logits of 10,000', async () => {
    const data = Float32Array.of(1e4, 1e4 - 1, -1e4, 9999.5, -1e4, -1e4, -1e4, -1e4 + 2)
    const given = { shape: [1, 2, 4] as const, data, ids: [2, 3] }
    const want = expectedGradient(given, [1, -0.5], [0.25, 1])
    expect(furthest(await gradientOf(given, [1, -0.5], [0.25, 1]), want)).toBeLessThan(1e-6)
  })

  test('is 0 at a banned token, and at every token of a row that does not count', async () => {
    const given = {
      shape: [1, 2, 3] as const,
      data: Float32Array.of(0, -Infinity, 0, NaN, 1, 2),
      ids: [0, 0],
      mask: [1, 0],
    }
    expect(Array.from(await gradientOf(given, [1, 1], [0.5, 0.5]))).toEqual([0.5, 0, -0.5, 0, 0, 0])
  })

  test('a token as good as certain has the gradient of its small rest, not of rounding', async () => {
    const given = { shape: [1, 1, 2] as const, data: Float32Array.of(20, 0), ids: [0] }
    const [chosen] = await gradientOf(given, [1])
    expect(chosen! / (1 / (1 + Math.exp(20)))).toBeCloseTo(1, 5)
  })
})

describe('where it is written', () => {
  const given = caseOf(2, 2, 33)
  const { slopes, bonuses } = weights(4)

  test('into the logits themselves, the same', async () => {
    const want = await gradientOf(given, slopes, bonuses)
    const data = given.data.slice()
    expect(await gradientOf({ ...given, data }, slopes, bonuses, { into: data, threads: 1 })).toBe(data)
    expect(data).toEqual(want)
  })

  test('into a buffer of the caller, zeros where the mask is 0', async () => {
    const into = new Float32Array(given.data.length).fill(7)
    await gradientOf({ ...given, mask: [0, 1, 1, 0] }, slopes, bonuses, { into, threads: 1 })
    expect([into[0], into[32], into[99 + 1], into[131]]).toEqual([0, 0, 0, 0])
    expect(into.includes(7)).toBe(false)
  })

  test.each([new Float32Array(3), new Float64Array(132), [], 'x'])('not into %s', async (into) => {
    const answer = await run(given, slopes, bonuses, { into: into as Float32Array })
    expect(answer).toMatchObject({ left: { _tag: 'InvalidInput', field: 'into' } })
  })
})

describe('the loss', () => {
  const { shape, data, ids } = caseOf(2, 2, 9)

  test('is called once, with matrices, and what it gave is handed on', async () => {
    let calls = 0
    const answer = await lossAndLogitGradients({ shape, data }, ids, ({ logProbs, entropies }) => {
      calls++
      expect([logProbs.shape, entropies.shape]).toEqual([
        [2, 2],
        [2, 2],
      ])
      return TE.right({
        gradLogProbs: [
          [0, 0],
          [0, 0],
        ],
        loss: 3,
        metrics: { kl: 1 },
      })
    })()
    expect(answer).toMatchObject({ right: { loss: { loss: 3, metrics: { kl: 1 } }, gradLogits: new Float32Array(36) } })
    expect(calls).toBe(1)
  })

  test.each([
    [undefined, 'an Either or a TaskEither', 'nothing'],
    [{ _tag: 'Right', right: undefined }, 'an object', 'nothing'],
    [{ _tag: 'Right', right: 3 }, 'an object', '3'],
  ])('that answers %o is an error', async (answer, expected, received) => {
    const logits = { shape: [1, 1, 2] as const, data: Float64Array.of(0, 0) }
    const found = await lossAndLogitGradients(logits, [[0]], (() => answer) as any)()
    expect(found).toMatchObject({ left: { _tag: 'InvalidInput', field: 'loss', expected, received } })
  })

  test('may refuse, and may throw', async () => {
    const error = { _tag: 'NonFinite', reward: 'mine', value: NaN } as const
    expect(await lossAndLogitGradients({ shape, data }, ids, () => E.left(error))()).toEqual(E.left(error))
    const throwing = () => {
      throw new Error('no')
    }
    expect(await lossAndLogitGradients({ shape, data }, ids, throwing)()).toMatchObject({
      left: { _tag: 'Unexpected', message: 'no' },
    })
  })

  test.each([
    ['gradLogProbs', { gradLogProbs: [[1, 2]] }],
    [
      'gradLogProbs[1][0]',
      {
        gradLogProbs: [
          [1, 2],
          [NaN, 3],
        ],
      },
    ],
    [
      'gradEntropies[0][1]',
      {
        gradLogProbs: [
          [1, 2],
          [2, 3],
        ],
        gradEntropies: [
          [0, Infinity],
          [0, 0],
        ],
      },
    ],
    [
      'temperature[0][0]',
      {
        gradLogProbs: [
          [1e38, 2],
          [2, 3],
        ],
      },
    ],
  ])('that gives no gradient that can be used is named: %s', async (field, gradients) => {
    const answer = await lossAndLogitGradients({ shape, data }, ids, () => E.right(gradients), { temperature: 1e-3 })()
    expect(answer).toMatchObject({ left: { _tag: 'InvalidInput', field } })
  })
})

describe('cancelled', () => {
  const { shape, data, ids } = caseOf(8, 64, 4000)
  const loss = () => E.right({ gradLogProbs: { shape: [8, 64] as const, data: new Float64Array(512) } })

  test('before it began', async () => {
    expect(await lossAndLogitGradients({ shape, data }, ids, loss, { signal: AbortSignal.abort('no need') })()).toEqual(
      E.left({ _tag: 'Aborted', reason: 'no need' }),
    )
  })

  test('by the loss: the second pass does not run', async () => {
    const controller = new AbortController()
    const into = new Float32Array(data.length).fill(7)
    const stopping = () => {
      controller.abort('enough')
      return loss()
    }
    const answer = await lossAndLogitGradients({ shape, data }, ids, stopping, { into, signal: controller.signal })()
    expect(answer).toMatchObject({ left: { _tag: 'Aborted' } })
    expect(into.every((value) => value === 7)).toBe(true)
  })

  test('in the middle, within some milliseconds; the next run is whole', async () => {
    const large = { shape: [8, 64, 40_000] as const, data: new Float32Array(8 * 64 * 40_000) }
    const controller = new AbortController()
    setTimeout(() => controller.abort('late'), 5)
    const answer = await lossAndLogitGradients(large, ids, loss, { signal: controller.signal })()
    expect(answer).toMatchObject({ left: { _tag: 'Aborted' } })
    const slopes = spread(512, 1)
    const [two, one] = [
      await gradientOf({ shape, data, ids }, slopes, undefined, { threads: 2 }),
      await gradientOf({ shape, data, ids }, slopes),
    ]
    expect(furthest(two, one)).toBe(0)
  })
})
