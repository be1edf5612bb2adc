/**
 * The losses through `tf.grads` on every backend: by one input and by several, down to the logits.
 */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { tokenLogProbs } from '../../src/grpo/log-probs/token-log-probs.js'
import { grpoLoss, grpoLossTensors } from '../../src/grpo/loss/grpo-loss.js'
import { ulmLoss, ulmLossAndGrad } from '../../src/grpo/loss/ulm/ulm-loss.js'
import { klPenalty } from '../../src/grpo/loss/verl/kl-penalty.js'
import { policyLoss, policyLossAndGrad } from '../../src/grpo/loss/verl/policy-loss.js'
import {
  batchFinder,
  callOf,
  FLOAT32,
  type Grid,
  type LossCase,
  nearGrid,
  nearNumber,
  rightOf,
} from '../golden/grpo/loss-cases.js'
import { isKlPenalty, type KlPenaltyCase } from '../golden/grpo/verl-cases.js'
import { findGoldens, goldensRoot, goldenSuite, readGoldens } from '../golden/support.js'
import { onEveryBackend } from './on-every-backend.js'

const batchOf = batchFinder()

const matrix = (grid: Grid): tf.Tensor2D => tf.tensor2d(grid.map((row) => [...row]))

const gridOf = async (tensor: tf.Tensor): Promise<Grid> => {
  const [values, columns] = [await tensor.data(), tensor.shape.at(-1)!]
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  )
}

/** Nothing but what was there before is left when it is done. */
const keepingNothing = async (run: () => Promise<void>): Promise<void> => {
  const before = tf.memory().numTensors
  await run()
  expect(tf.memory().numTensors).toBe(before)
}

/** The sum of two losses. tfjs's own has no gradient in the CommonJS build. */
const sum = tf.customGrad((a, b) => ({
  value: tf.add(a as tf.Tensor, b as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => [tf.mul(dy, 1), tf.mul(dy, 1)],
})) as (a: tf.Scalar, b: tf.Scalar) => tf.Scalar

/** By log-probabilities and by entropies. What the golden file does not say, the entropies' part, is that of the loss without a tape. */
const checkByTokens = (golden: LossCase): Promise<void> =>
  keepingNothing(async () => {
    const { inputs, options } = callOf(golden, batchOf(golden))
    const given = [matrix(inputs.logProbs), matrix(inputs.entropies)]
    const { value, grads } = tf.valueAndGrads((logProbs, entropies) =>
      grpoLoss({ ...inputs, logProbs, entropies }, options),
    )(given)
    const without = grpoLossTensors(inputs, options)
    const { expected } = golden
    nearNumber('loss', (await value.data())[0]!, expected.loss, FLOAT32.loss(expected.loss))
    nearGrid('by log-probabilities', await gridOf(grads[0]!), expected.grad_per_token_logps, FLOAT32)
    expect(await gridOf(grads[1]!)).toEqual(await gridOf(without.gradEntropies!))
    tf.dispose([given, value, grads, { ...without }])
  })

/** Log-probabilities and entropies of a batch at the temperature of a case. */
const checkTokens = (golden: LossCase): Promise<void> =>
  keepingNothing(async () => {
    const batch = batchOf(golden)
    const { inputs } = callOf(golden, batch)
    const logits = tf.tensor3d(batch.logits as any)
    const { temperature } = golden.config
    const tokens = tokenLogProbs(logits, batch.completion_ids, {
      temperature,
      completionMask: batch.completion_mask,
    })
    nearGrid('log-probabilities', await gridOf(tokens.logProbs), inputs.logProbs, FLOAT32)
    nearGrid('entropies', await gridOf(tokens.entropies), inputs.entropies, FLOAT32)
    tf.dispose([logits, tokens.logProbs, tokens.entropies])
  })

/** Two cases at once, each from logits of its own. */
const checkTogether = (pair: readonly [LossCase, LossCase]): Promise<void> =>
  keepingNothing(async () => {
    const lossOf = (golden: LossCase, logits: tf.Tensor): tf.Scalar => {
      const batch = batchOf(golden)
      const { inputs, options } = callOf(golden, batch)
      const tokens = tokenLogProbs(logits as tf.Tensor3D, batch.completion_ids, {
        temperature: golden.config.temperature,
        completionMask: batch.completion_mask,
      })
      return grpoLoss({ ...inputs, ...tokens }, options)
    }
    const logits = pair.map((golden) => tf.tensor3d(batchOf(golden).logits as any))
    const { value, grads } = tf.valueAndGrads((a, b) => sum(lossOf(pair[0], a), lossOf(pair[1], b)))(logits)
    const losses = pair.map(({ expected }) => expected.loss)
    const tolerance = losses.reduce((total, loss) => total + FLOAT32.loss(loss), 0)
    nearNumber('loss', (await value.data())[0]!, losses[0]! + losses[1]!, tolerance)
    for (const [i, { expected }] of pair.entries())
      nearGrid(`gradient by logits ${i}`, await gridOf(grads[i]!), expected.grad_logits!.flat(), FLOAT32)
    tf.dispose([logits, value, grads])
  })

/** Neighbours among the cases that tell the gradient by logits. */
const pairs = findGoldens(goldensRoot(), 'grpo', /^losses.*\.json$/)
  .flatMap((path) => readGoldens(path) as ReadonlyArray<LossCase>)
  .filter(({ expected }) => expected.grad_logits !== undefined)
  .map((golden, i, all) => [golden, all[(i + 1) % all.length]!] as const)
  .filter((_, i, all) => i % 2 === 0 || i === all.length - 1)

/** Where verl raises, the value is k1's or k3's own, and the gradient k2's. */
const checkKlPenalty = (golden: KlPenaltyCase): Promise<void> =>
  keepingNothing(async () => {
    const penaltyOf = async (kind: KlPenaltyCase['kl_penalty']) => {
      const [logProbs, refLogProbs] = [matrix(golden.log_prob), matrix(golden.ref_log_prob)]
      const penalty = (l: tf.Tensor) => klPenalty({ logProbs: l as tf.Tensor2D, refLogProbs }, { kind })
      const ones = tf.onesLike(logProbs)
      const [value, grad] = [penalty(logProbs), tf.grad(penalty)(logProbs, ones)]
      const read = { value: await gridOf(value), grad: await gridOf(grad) }
      tf.dispose([logProbs, refLogProbs, ones, value, grad])
      return read
    }
    const { value, grad } = await penaltyOf(golden.kl_penalty)
    if ('error' in golden.expected) {
      expect(golden.expected.error).toBe('NotImplementedError')
      expect(value).toEqual((await penaltyOf(golden.kl_penalty.slice(0, -1) as 'k1' | 'k3')).value)
      expect(grad).toEqual((await penaltyOf('k2')).grad)
      return
    }
    nearGrid('kl', value, golden.expected.kl, FLOAT32)
    nearGrid('gradient', grad, golden.expected.grad_log_prob_of_sum, FLOAT32)
  })

const GRID = [
  [-0.5, -1.2, -2],
  [-0.1, -3, -0.7],
]
const rollout = {
  oldLogProbs: [
    [-0.6, -1, -2.5],
    [-0.2, -2, -0.7],
  ],
  refLogProbs: [
    [-0.4, -1.5, -1.5],
    [-0.3, -2.5, -1],
  ],
  completionMask: [
    [1, 1, 0],
    [1, 1, 1],
  ],
}

onEveryBackend('GRPO on the tape', () => {
  goldenSuite<LossCase>({
    title: 'by log-probabilities and entropies',
    family: 'grpo',
    files: /^losses.*\.json$/,
    check: checkByTokens,
  })

  goldenSuite<LossCase>({
    title: 'log-probabilities and entropies at a temperature',
    family: 'grpo',
    files: /^losses.*\.json$/,
    // The part of the golden data that the repository keeps has not the logits of every batch.
    select: (golden) => golden.config.temperature !== 1 && batchOf(golden).logits.length > 0,
    check: checkTokens,
  })

  test.each(pairs.map(([a, b]) => [a.id, b.id, [a, b]] as const))('by two logits: %s and %s', (_, __, pair) =>
    checkTogether(pair),
  )

  goldenSuite<KlPenaltyCase>({
    title: "verl's KL penalties, value and gradient",
    family: 'grpo',
    files: /^verl_losses.*\.json$/,
    select: isKlPenalty,
    check: checkKlPenalty,
  })

  test("ULM-R1's loss by the log-probabilities of both branches", () =>
    keepingNothing(async () => {
      const branch = { ...rollout, logProbs: GRID, advantages: [1, -0.5] }
      const inputs = { mm2t: branch, t2i: { ...branch, advantages: [-2, 0.25] } }
      const given = [matrix(GRID), matrix(GRID)]
      const grads = tf.grads((a, b) =>
        ulmLoss(
          { mm2t: { ...inputs.mm2t, logProbs: a as tf.Tensor2D }, t2i: { ...inputs.t2i, logProbs: b as tf.Tensor2D } },
          { beta: 0.04 },
        ),
      )(given)
      const { gradMm2t, gradT2i } = rightOf(await ulmLossAndGrad(inputs, { beta: 0.04 })())
      expect(await gridOf(grads[0]!)).toEqual(gradMm2t.map((row) => Array.from(row)))
      expect(await gridOf(grads[1]!)).toEqual(gradT2i.map((row) => Array.from(row)))
      tf.dispose([given, grads])
    }))

  test.each(['vanilla', 'gspo', 'sapo', 'cispo', 'gpg', 'geo_mean', 'clip_cov', 'kl_cov'] as const)(
    "verl's %s by log-probabilities",
    (lossMode) =>
      keepingNothing(async () => {
        const { refLogProbs: _, ...given } = rollout
        const inputs = { ...given, logProbs: GRID, advantages: GRID.map((row, i) => row.map(() => 1 - 2 * i)) }
        const options = { lossMode, ...(lossMode === 'clip_cov' && { seed: 1 }) }
        const logProbs = matrix(GRID)
        const grad = tf.grad((l) => policyLoss({ ...inputs, logProbs: l as tf.Tensor2D }, options))(logProbs)
        const { gradLogProbs } = rightOf(await policyLossAndGrad(inputs, options)())
        // Read off the tape a gradient may be -0.
        const positive = (await gridOf(grad)).map((row) => row.map((value) => value + 0))
        expect(positive).toEqual(gradLogProbs.map((row) => Array.from(row)))
        tf.dispose([logProbs, grad])
      }),
  )
})
