import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { readTokenLogProbs } from '../../src/grpo/log-probs/read-token-log-probs.js'
import { opsKernels } from '../../src/grpo/log-probs/tensors/ops-kernels.js'
import { tokenLogProbs } from '../../src/grpo/log-probs/token-log-probs.js'
import {
  type Case,
  expectedGradient,
  expectedTokens,
  furthest,
  idsFor,
  spread,
} from '../unit/grpo/log-probs/reference.js'
import { onEveryBackend } from './on-every-backend.js'
import { peakMemory } from './peak-memory.js'

type DeviceCase = Case & { readonly data: Float32Array }

const caseOf = (B: number, T: number, V: number, more: Pick<Case, 'mask' | 'temperature'> = {}): DeviceCase => ({
  shape: [B, T, V],
  data: spread(B * T * V, 8),
  ids: idsFor(B * T, V),
  ...more,
})

const banned = (): DeviceCase => {
  const given = caseOf(2, 3, 300)
  for (let i = 0; i < given.data.length; i += 7)
    if (i % 300 !== given.ids[Math.floor(i / 300)]!) given.data[i] = -Infinity
  return given
}

const CASES: ReadonlyArray<readonly [string, DeviceCase]> = [
  ['one token of a vocabulary of one', caseOf(1, 1, 1)],
  ['a vocabulary of 255', caseOf(2, 3, 255)],
  ['a vocabulary of 256', caseOf(3, 1, 256)],
  [
    'a vocabulary of 1003, a mask and a temperature',
    caseOf(2, 3, 1003, { mask: [1, 0, 1, 1, 1, 0], temperature: 0.7 }),
  ],
  ['more rows than chunks, a high temperature', caseOf(10, 20, 33, { temperature: 3 })],
  ['logits of 10,000', { ...caseOf(2, 2, 500), data: spread(2000, 1e4) }],
  ['banned tokens', banned()],
]

const optionsOf = ({ shape, mask, temperature }: Case) => ({
  ...(mask && { completionMask: { shape: shape.slice(0, 2), data: mask } }),
  ...(temperature && { temperature }),
})

const logitsOf = ({ shape, data }: DeviceCase): tf.Tensor3D => tf.tensor3d(data, [...shape])

const tokensOf = (given: DeviceCase, logits: tf.Tensor3D) => tokenLogProbs(logits, given.ids, optionsOf(given))

const readTokens = async (given: DeviceCase) => {
  const logits = logitsOf(given)
  const tokens = tokensOf(given, logits)
  const read = await readTokenLogProbs(tokens)()
  tf.dispose([logits, tokens.logProbs, tokens.entropies])
  return read
}

/** The gradient through the tape of tfjs, of a weighted sum of both. */
const gradientOf = async (given: DeviceCase, slopes: Float32Array, bonuses: Float32Array) => {
  const [B, T] = given.shape
  const weighted = tf.customGrad((logProbs, entropies) => ({
    value: tf.tidy(() => tf.sum(tf.add(logProbs as tf.Tensor, entropies as tf.Tensor))),
    gradFunc: () => [tf.tensor2d(slopes, [B, T]), tf.tensor2d(bonuses, [B, T])],
  }))
  const logits = logitsOf(given)
  const gradient = tf.grad((z) => {
    const { logProbs, entropies } = tokensOf(given, z as tf.Tensor3D)
    return weighted(logProbs, entropies)
  })(logits)
  const read = await gradient.data()
  tf.dispose([logits, gradient])
  return read
}

/** As near as float32 comes to numbers of this size. */
const near = (got: ArrayLike<number>, want: ReadonlyArray<number>, factor: number): void => {
  const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(furthest(got, want)).toBeLessThanOrEqual(factor * Math.max(1e-6, largest))
}

onEveryBackend('token log-probabilities', (backend) => {
  test.each(CASES)('%s: both against float64', async (_, given) => {
    const read = await readTokens(given)
    if (read._tag === 'Left') throw new Error(JSON.stringify(read.left))
    const want = expectedTokens(given)
    near(read.right.logProbs.data, want.logProbs, 2e-6)
    expect(furthest(read.right.entropies.data, want.entropies)).toBeLessThan(2e-5)
  })

  test.each(CASES)('%s: the gradient against float64', async (_, given) => {
    const count = given.ids.length
    const [slopes, bonuses] = [spread(count, 1, 5), spread(count, 1, 77)]
    near(await gradientOf(given, slopes, bonuses), expectedGradient(given, slopes, bonuses), 1e-5)
  })

  test('the gradient against central differences of the operation itself', async () => {
    const given = caseOf(1, 2, 6, { temperature: 1.3, mask: [1, 1] })
    given.data.set(spread(12, 1))
    const [slopes, bonuses] = [Float32Array.of(0.5, -1), Float32Array.of(0.25, 1)]
    const lossAt = async (data: Float32Array): Promise<number> => {
      const read = await readTokens({ ...given, data })
      if (read._tag === 'Left') throw new Error(JSON.stringify(read.left))
      const { logProbs, entropies } = read.right
      return [0, 1].reduce((sum, i) => sum + slopes[i]! * logProbs.data[i]! + bonuses[i]! * entropies.data[i]!, 0)
    }
    const step = 2 ** -6
    const numeric: Array<number> = []
    for (let i = 0; i < 12; i++) {
      const [up, down] = [given.data.slice(), given.data.slice()]
      up[i]! += step
      down[i]! -= step
      numeric.push(((await lossAt(up)) - (await lossAt(down))) / (2 * step))
    }
    expect(furthest(await gradientOf(given, slopes, bonuses), numeric)).toBeLessThan(3e-4)
  })

  test('a row that does not count may hold anything', async () => {
    const given = caseOf(1, 2, 40, { mask: [1, 0] })
    given.data.fill(NaN, 40)
    const got = await gradientOf(given, Float32Array.of(1, 1), Float32Array.of(1, 1))
    expect(got.slice(40)).toEqual(new Float32Array(40))
    expect(got.every(Number.isFinite)).toBe(true)
  })

  test.each([undefined, null, {}, { logProbs: [[1]] }])('%j is no result to be read', async (tokens) => {
    expect(await readTokenLogProbs(tokens as any)()).toMatchObject({ left: { _tag: 'InvalidInput', field: 'tokens' } })
  })

  test('ids and mask as tensors give the same', async () => {
    const given = caseOf(2, 3, 50, { mask: [1, 1, 0, 1, 0, 0] })
    const want = await readTokens(given)
    const logits = logitsOf(given)
    const ids = tf.tensor2d([...given.ids], [2, 3], 'int32')
    const mask = tf.tensor2d([...given.mask!], [2, 3], 'bool')
    const tokens = tokenLogProbs(logits, ids, { completionMask: mask })
    expect(await readTokenLogProbs(tokens)()).toEqual(want)
    expect([ids.isDisposed, mask.isDisposed]).toEqual([false, false])
    tf.dispose([logits, ids, mask, tokens.logProbs, tokens.entropies])
  })

  test.each([
    ['NaN', 0, NaN],
    ['Infinity', 41, Infinity],
    ['a banned token that was chosen', 3, -Infinity],
  ])('%s is an error: at once where the numbers are at hand, else when they are read', async (_, at, value) => {
    const given = caseOf(1, 2, 40)
    given.data[at] = value
    const place = `logits[0][${Math.floor(at / 40)}]`
    if (backend === 'cpu' || backend === 'wasm') {
      const before = tf.memory().numTensors
      const logits = logitsOf(given)
      expect(() => tokensOf(given, logits)).toThrow(place)
      logits.dispose()
      expect(tf.memory().numTensors).toBe(before)
    } else {
      const read = await readTokens(given)
      expect(read).toMatchObject({ _tag: 'Left', left: { _tag: 'InvalidInput', field: place } })
    }
  })

  test('an id out of range in a tensor is an error, too', async () => {
    const logits = logitsOf(caseOf(1, 2, 40))
    const ids = tf.tensor2d([5, 40], [1, 2], 'int32')
    const call = async () => {
      const tokens = tokenLogProbs(logits, ids)
      const read = await readTokenLogProbs(tokens)()
      tf.dispose([tokens.logProbs, tokens.entropies])
      if (read._tag === 'Left') throw new Error(JSON.stringify(read.left))
    }
    await expect(call()).rejects.toThrow('[0][1]')
    tf.dispose([logits, ids])
  })

  test('takes no more than 1.2 times the memory of the logits beside them, gradient and all', async () => {
    const given = caseOf(4, 32, 512)
    const there = logitsOf(given)
    // Computed, and so on the device.
    const logits = tf.add<tf.Tensor3D>(there, 1)
    await logits.data()
    there.dispose()
    const slopes = spread(128, 1)
    const peak = await peakMemory(async () => {
      const weighted = tf.customGrad((logProbs) => ({
        value: tf.tidy(() => tf.sum(logProbs as tf.Tensor)),
        gradFunc: () => [tf.tensor2d(slopes, [4, 32])],
      }))
      const gradient = tf.grad((z) => weighted(tokensOf(given, z as tf.Tensor3D).logProbs))(logits)
      tf.dispose([gradient, logits])
    })
    // A device uses buffers again that were there before.
    if (backend !== 'webgpu') expect(peak).toBeGreaterThanOrEqual(given.data.byteLength)
    expect(peak).toBeLessThan(1.2 * given.data.byteLength)
  })

  test.runIf(backend === 'webgpu')('a device that fails is an error, and no row of zeros', async () => {
    const given = caseOf(1, 2, 40)
    const logits = logitsOf(given)
    const tokens = tokensOf(given, logits)
    const { device } = tf.backend() as any
    device.createShaderModule({ code: 'no program' })
    expect(await readTokenLogProbs(tokens)()).toMatchObject({ _tag: 'Left', left: { _tag: 'Unavailable' } })
    expect(await readTokenLogProbs(tokens)()).toMatchObject({ _tag: 'Right' })
    tf.dispose([logits, tokens.logProbs, tokens.entropies])
  })

  describe('in operations of tfjs alone', () => {
    test.skipIf(backend === 'webgpu')('in chunks: 2.2 times their memory, since tfjs joins by copying', async () => {
      const given = caseOf(4, 32, 512)
      const matrix = (dtype: 'int32' | 'float32' = 'float32') => tf.zeros<tf.Rank.R2>([4, 32], dtype)
      const inputs = { logits: logitsOf(given), ids: matrix('int32'), mask: tf.ones<tf.Rank.R2>([4, 32]) }
      const attributes = { temperature: 1, report: {} }
      const zeros = { logProbs: matrix(), entropies: matrix(), max: matrix(), logSum: matrix() }
      const gradients = { gradLogProbs: matrix(), gradEntropies: matrix() }
      const all = { ...inputs, ...zeros, ...gradients }
      const forward = await peakMemory(() => tf.dispose(opsKernels.forward(null, inputs, attributes) as any))
      const backward = await peakMemory(() => tf.dispose(opsKernels.backward(null, all, attributes) as any))
      expect(forward / given.data.byteLength).toBeLessThan(0.2)
      expect(backward / given.data.byteLength).toBeGreaterThan(2)
      expect(backward / given.data.byteLength).toBeLessThan(2.2)
      tf.dispose(Object.values(all))
    })

    test.each(CASES)('%s: the same, and no tensor left behind', async (_, given) => {
      const [B, T] = given.shape
      const before = tf.memory().numTensors
      const matrix = (values: ArrayLike<number>, dtype: 'int32' | 'float32' = 'float32') =>
        tf.tensor2d(Array.from(values), [B, T], dtype)
      const inputs = {
        logits: logitsOf(given),
        ids: matrix(given.ids, 'int32'),
        mask: matrix(given.mask ?? given.ids.map(() => 1)),
      }
      const attributes = { temperature: given.temperature ?? 1, report: {} }
      const [logProbs, entropies, max, logSum] = opsKernels.forward(null, inputs, attributes) as any
      const want = expectedTokens(given)
      near(await logProbs.data(), want.logProbs, 2e-6)
      expect(furthest(await entropies.data(), want.entropies)).toBeLessThan(2e-5)
      const [slopes, bonuses] = [spread(B * T, 1, 5), spread(B * T, 1, 77)]
      const [gradLogProbs, gradEntropies] = [matrix(slopes), matrix(bonuses)]
      const tokens = { logProbs, entropies, max, logSum, gradLogProbs, gradEntropies }
      const gradient = opsKernels.backward(null, { ...inputs, ...tokens }, attributes) as any
      near(await gradient.data(), expectedGradient(given, slopes, bonuses), 1e-5)
      tf.dispose([gradient, logProbs, entropies, max, logSum, gradLogProbs, gradEntropies, ...Object.values(inputs)])
      expect(tf.memory().numTensors).toBe(before)
    })
  })
})
