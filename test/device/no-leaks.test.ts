/**
 * The losses and log-probabilities leave nothing behind on any backend: not when they answer, and not when they fail.
 */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import type { BackendName } from '../../src/adapters/tfjs/backend-name.js'
import { readTokenLogProbs } from '../../src/grpo/log-probs/read-token-log-probs.js'
import { tokenLogProbs } from '../../src/grpo/log-probs/token-log-probs.js'
import { grpoLossAndGrad, grpoLossTensors } from '../../src/grpo/loss/grpo-loss.js'
import { ulmLoss } from '../../src/grpo/loss/ulm/ulm-loss.js'
import { policyLoss } from '../../src/grpo/loss/verl/policy-loss.js'
import { RewardException } from '../../src/score.js'
import { lookAtHeld } from './held.js'
import { onEveryBackend } from './on-every-backend.js'

const GRID = [
  [-0.5, -1.2, -2],
  [-0.1, -3, -0.7],
]
const MASK = [
  [1, 1, 0],
  [1, 1, 1],
]
const IDS = [
  [0, 3, 1],
  [2, 2, 0],
]
const BATCH = { logProbs: GRID, oldLogProbs: GRID, refLogProbs: GRID, advantages: [1, -0.5], completionMask: MASK }
const EVERYTHING = { ...BATCH, entropies: GRID.map((row) => row.map(Math.abs)), samplingLogProbs: GRID }
const OPTIONS = { beta: 0.04, entropyCoef: 0.01, topEntropyQuantile: 0.5, offPolicyMaskThreshold: 1 }

const logitsOf = (first = 1): tf.Tensor3D =>
  tf.tensor3d(
    Float32Array.from({ length: 24 }, (_, i) => (i === 0 ? first : Math.sin(i))),
    [2, 3, 4],
  )

/** One call each, with its gradient. */
const CALLS: ReadonlyArray<() => unknown> = [
  () => grpoLossAndGrad(EVERYTHING, OPTIONS)(),
  () => tf.dispose({ ...grpoLossTensors(EVERYTHING, { ...OPTIONS, lossType: 'vespo' }) }),
  () => {
    const given = [tf.tensor2d(GRID), tf.tensor2d(GRID)]
    const branch = (logProbs: tf.Tensor) => ({ ...BATCH, logProbs: logProbs as tf.Tensor2D })
    const loss = (a: tf.Tensor, b: tf.Tensor) => ulmLoss({ mm2t: branch(a), t2i: branch(b) }, { beta: 0.04 })
    const { value, grads } = tf.valueAndGrads(loss)(given)
    tf.dispose([value, ...given, ...grads])
  },
  () => {
    const logits = logitsOf()
    const advantages = GRID
    const { value, grad } = tf.valueAndGrad((z) => {
      const { logProbs } = tokenLogProbs(z as tf.Tensor3D, IDS, { temperature: 0.9, completionMask: MASK })
      return policyLoss({ logProbs, oldLogProbs: GRID, advantages, completionMask: MASK })
    })(logits)
    tf.dispose([value, logits, grad])
  },
]

const thrownBy = (run: () => unknown): string => {
  try {
    run()
    return 'nothing'
  } catch (thrown) {
    return thrown instanceof RewardException ? thrown.error._tag : String(thrown)
  }
}

/** Calls that fail: what with, and where it shows. Numbers on a device are looked at when they are read. */
const FAILURES = (backend: BackendName): ReadonlyArray<readonly [tag: string, () => string | Promise<string>]> => [
  ['InvalidInput', () => thrownBy(() => grpoLossTensors({ ...EVERYTHING, oldLogProbs: [[-1]] }, OPTIONS))],
  ['InvalidInput', () => thrownBy(() => grpoLossTensors({ ...EVERYTHING, advantages: [1, NaN] }, OPTIONS))],
  [
    'NonFinite',
    async () => {
      const logProbs = tf.tensor2d([
        [NaN, -1, -2],
        [-1, -2, -3],
      ])
      const answer = await grpoLossAndGrad({ ...EVERYTHING, logProbs }, OPTIONS)()
      logProbs.dispose()
      return answer._tag === 'Left' ? answer.left._tag : 'nothing'
    },
  ],
  [
    'InvalidInput',
    () => {
      const given = [tf.tensor2d(GRID), tf.tensor2d([[-1, -2]])]
      const branch = (logProbs: tf.Tensor) => ({ ...BATCH, logProbs: logProbs as tf.Tensor2D })
      const tag = thrownBy(() => tf.grads((a, b) => ulmLoss({ mm2t: branch(a), t2i: branch(b) }))(given))
      tf.dispose(given)
      return tag
    },
  ],
  [
    'InvalidInput',
    () => {
      const logits = logitsOf()
      const tag = thrownBy(() => tf.grad((z) => tokenLogProbs(z as tf.Tensor3D, [[4]]).logProbs)(logits))
      logits.dispose()
      return tag
    },
  ],
  [
    'InvalidInput',
    async () => {
      const logits = logitsOf(NaN)
      if (backend === 'cpu' || backend === 'wasm') {
        const tag = thrownBy(() => tf.grad((z) => tokenLogProbs(z as tf.Tensor3D, IDS).logProbs)(logits))
        logits.dispose()
        return tag
      }
      const tokens = tokenLogProbs(logits, IDS)
      const answer = await readTokenLogProbs(tokens)()
      tf.dispose([logits, tokens.logProbs, tokens.entropies])
      return answer._tag === 'Left' ? answer.left._tag : 'nothing'
    },
  ],
]

/** Of garbage collection and of allocators that keep what they were given back. */
const MB = 1e6
const SLACK = { javaScript: 10 * MB, resident: 100 * MB }

const expectNothingLeft = async (times: number, call: (i: number) => unknown): Promise<void> => {
  // Programs are compiled, and pools filled.
  for (let i = 0; i < 200; i++) await call(i)
  const before = await lookAtHeld()
  for (let i = 0; i < times; i++) await call(i)
  const after = await lookAtHeld()
  expect(after).toMatchObject({ tensors: before.tensors, dataBuffers: before.dataBuffers, backend: before.backend })
  expect(after.javaScript - before.javaScript).toBeLessThan(SLACK.javaScript)
  expect(after.resident - before.resident).toBeLessThan(SLACK.resident)
}

onEveryBackend('nothing is left behind', (backend) => {
  // A device in software takes some 10 ms for each.
  const calls = backend === 'webgpu' ? 1000 : 10_000

  test(
    `of ${calls.toLocaleString('en')} calls with their gradients`,
    () => expectNothingLeft(calls, (i) => CALLS[i % CALLS.length]!()),
    300_000,
  )

  test('of 1,000 calls that fail', async () => {
    const failures = FAILURES(backend)
    await expectNothingLeft(1000, async (i) => {
      const [tag, run] = failures[i % failures.length]!
      const got = await run()
      if (got !== tag) throw new Error(`expected ${tag} of failure ${i % failures.length}, got ${got}`)
    })
  }, 300_000)
})
