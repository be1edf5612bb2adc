import { isRight } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import '@tensorflow/tfjs-backend-cpu'
import { LOSS_MISTAKES } from '../../../../src/cli/grpo/mistakes/loss-mistakes.js'
import { checkCase } from '../../../../src/cli/grpo/check/check-case.js'
import { readCase } from '../../../../src/cli/grpo/case/read-case.js'
import { batchOf } from '../../../../src/cli/grpo/plain/batch.js'
import { plainLoss } from '../../../../src/cli/grpo/plain/plain-loss.js'
import { grpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'
import { grpoSettings } from '../../../../src/grpo/loss/trl/options.js'
import { type Dump, lossDumps, madeBatch } from './dumps.js'

const load = async () => grpoLossAndGrad

const rightOf = <A>(either: { readonly _tag: string; readonly right?: A }): A => {
  if (either._tag !== 'Right') throw new Error(JSON.stringify(either))
  return either.right!
}

const checked = async (dump: Dump, dtype?: 'float32') =>
  rightOf(await checkCase(rightOf(readCase(dump)), { loadLoss: load, dtype }))

const CONFIG = { epsilon: 0.2, epsilon_high: 0.4, max_completion_length: 12, num_items_in_batch: 37 }
const { importance_weights, sampling_log_probs, tool_mask, ...plain } = madeBatch()
const made: Dump = { ...plain, config: { ...CONFIG, loss_type: 'dapo' } }

/** What the library makes of a case: loss, gradient and metrics. */
const outcome = async (dump: Dump) => {
  const { inputs, config } = rightOf(readCase(dump))
  const { loss, gradLogProbs, metrics } = rightOf(await grpoLossAndGrad(inputs!, config.loss)())
  return { loss, grad_log_probs: gradLogProbs.map((row) => Array.from(row)), metrics }
}

const config = (changes: object, dump: Dump = made): Dump => ({ ...dump, config: { ...dump['config'], ...changes } })
const shifted = (by: number) => (row: ReadonlyArray<number>) => row.map((_, t) => row[t + by] ?? 0)

describe('a trainer that computes with the library, but', () => {
  it.each<[string, Dump, Dump, RegExp]>([
    ['ignores epsilon_high', made, config({ epsilon_high: 0.2 }), /^clip range: epsilon_high ignored/],
    ['ignores delta', config({ delta: 1.1 }), made, /^clip range: delta ignored/],
    [
      'caps cispo at 1 + epsilon',
      config({ loss_type: 'cispo', epsilon_high: 0.3 }),
      config({ loss_type: 'cispo', epsilon_high: 1.3 }),
      /^clip range: weights of cispo capped at 1 \+ epsilon_high/,
    ],
    ["takes the mean of rows' means", made, config({ loss_type: 'grpo' }), /^normaliser: mean of the rows' means/],
    [
      'takes the mean of tokens',
      made,
      config({ loss_type: 'bnpo' }),
      /^normaliser: .*(bnpo|num_items_in_batch ignored)/,
    ],
    ['divides by the length', made, config({ loss_type: 'dr_grpo' }), /^normaliser: .*dr_grpo/],
    ['sums rows', made, config({ loss_type: 'luspo' }), /^normaliser: .*luspo/],
    [
      'divides by N T',
      made,
      config({ loss_type: 'dr_grpo', max_completion_length: 6 }),
      /^normaliser: .*all positions/,
    ],
    [
      'shifts the mask',
      made,
      { ...made, completion_mask: made['completion_mask'].map(shifted(-1)) },
      /^mask: shifted by one to the right/,
    ],
    [
      'drops EOS',
      made,
      { ...made, completion_mask: made['completion_mask'].map(shifted(1)) },
      /^mask: .*(EOS|to the left)/,
    ],
    [
      'counts padding',
      config({ loss_type: 'grpo' }),
      config(
        { loss_type: 'grpo' },
        { ...made, completion_mask: made['completion_mask'].map((row: Array<number>) => row.map(() => 1)) },
      ),
      /^mask: padding counted/,
    ],
    ['counts tools', { ...made, tool_mask }, made, /^mask: tokens of tools counted/],
    ['drops the weights', { ...made, importance_weights }, made, /^weights: .*ignored/],
    ['has ratios of sequences', made, config({ importance_sampling_level: 'sequence' }), /^ratio: one a completion/],
    ['has ratios of tokens', config({ importance_sampling_level: 'sequence' }), made, /^ratio: one a token/],
    ['swaps old and new', made, { ...made, old_log_probs: undefined }, /^ratio: old log-probabilities ignored/],
    ['has no KL', config({ beta: 0.1 }), made, /^KL: no KL term/],
    [
      'weighs KL not',
      config({ beta: 0.1 }),
      config({ beta: 0.1, use_bias_correction_kl: false }),
      /^KL: not multiplied/,
    ],
    ['subtracts KL', config({ beta: 0.1 }), config({ beta: -0.1 }), /^KL: the term subtracted/],
    ['masks no entropy', config({ top_entropy_quantile: 0.4 }), made, /^mask: tokens of low entropy kept/],
    ['keeps off-policy rows', config({ off_policy_mask_threshold: 0 }), made, /^mask: off-policy sequences kept/],
    [
      'divides by the steps in evaluation',
      config({ loss_type: 'grpo', gradient_accumulation_steps: 4, mode: 'eval' }),
      config({ loss_type: 'grpo', gradient_accumulation_steps: 4 }),
      /^gradient accumulation: computed as in training/,
    ],
    [
      'forgets the steps',
      config({ loss_type: 'grpo', gradient_accumulation_steps: 4 }),
      config({ loss_type: 'grpo' }),
      /^gradient accumulation: /,
    ],
    [
      'negates advantages',
      made,
      { ...made, advantages: made['advantages'].map((a: number) => -a) },
      /^sign: advantages negated/,
    ],
  ])('%s is told so, by the loss and gradient that it has', async (_, right, wrong, reason) => {
    const { loss, grad_log_probs } = await outcome(wrong)
    const { departure } = await checked({ ...right, loss, grad_log_probs })
    expect(departure?.reasons[0]).toMatch(reason)
  })

  it('makes two mistakes is told both, by the gradient; a loss alone would fit too many pairs', async () => {
    const twice = config({ loss_type: 'grpo' }, { ...made, advantages: made['advantages'].map((a: number) => -a) })
    const { loss, grad_log_probs } = await outcome(twice)
    const { departure } = await checked({ ...made, loss, grad_log_probs })
    expect(departure?.reasons[0]).toMatch(
      /^sign: advantages negated, and normaliser: mean of the rows' means \(grpo\)$/,
    )
    expect((await checked({ ...made, loss })).departure?.reasons).toEqual([])
  })

  it('logs a metric otherwise is told so, though its loss is right', async () => {
    const { loss } = await outcome(made)
    const { metrics } = await outcome(config({ epsilon_high: 0.2 }))
    const { departure } = await checked({ ...made, loss, metrics })
    expect(departure).toMatchObject({ name: 'metrics.clip_ratio/high_mean' })
    expect(departure?.reasons[0]).toMatch(/^clip range: epsilon_high ignored/)
  })

  it('gives NaN for a row without a token is told so', async () => {
    const { departure } = await checked({ ...config({ loss_type: 'grpo' }), loss: 'NaN' })
    expect(departure).toMatchObject({ name: 'loss', got: NaN })
    expect(departure?.reasons).toEqual(["normaliser: mean of the rows' means, 0 / 0 for a row without a token"])
  })

  it('has the sum of log-ratios is told so by its ratios', async () => {
    const sequence = config({ importance_sampling_level: 'sequence' })
    const ratios = made['log_probs'].map((row: Array<number>, i: number) =>
      Math.exp(row.reduce((sum, l, t) => sum + made['completion_mask'][i][t] * (l - made['old_log_probs'][i][t]), 0)),
    )
    const { departure } = await checked({ ...sequence, ratios })
    expect(departure).toMatchObject({ name: 'ratios' })
    expect(departure?.reasons[0]).toMatch(/^ratio: of a completion from the sum/)
  })

  it('has its weights against the engine otherwise is told so', async () => {
    const correction = { mode: 'token_mask', clip_max: 1.2 }
    const weights = made['old_log_probs'].map((row: Array<number>, i: number) =>
      row.map((o, t) =>
        made['completion_mask'][i][t] === 0 ? 1 : Math.min(Math.exp(o - sampling_log_probs[i][t]), 1.2),
      ),
    )
    const dump = {
      ...made,
      sampling_log_probs,
      importance_sampling_correction: correction,
      importance_weights: weights,
      loss: 0,
    }
    const { departure } = await checked(dump)
    expect(departure).toMatchObject({ name: 'importanceWeights' })
    expect(departure?.reasons[0]).toMatch(/^weights: cut to the bounds instead of dropped/)
  })
})

/** Cases that between them have all that a mistake can be made with. */
const everything: ReadonlyArray<Dump> = [
  made,
  config({ importance_sampling_level: 'sequence', loss_type: 'grpo' }),
  config({ importance_sampling_level: 'sequence' }, { ...made, importance_weights }),
  config({ loss_type: 'cispo', epsilon_high: 0.5 }),
  config({ loss_type: 'cispo', epsilon_high: 5 }),
  config({ off_policy_mask_threshold: 0 }),
  config({ loss_type: 'sapo' }),
  config({ loss_type: 'vespo' }),
  config({ beta: 0.1, delta: 1.1, loss_type: 'luspo' }, { ...made, importance_weights }),
  config({ beta: 0.1, use_bias_correction_kl: false, loss_type: 'bnpo' }),
  config({ entropy_coef: 0.05, gradient_accumulation_steps: 4, steps_per_generation: 8, num_processes: 2 }),
  config({ entropy_coef: 0.05, gradient_accumulation_steps: 4, loss_type: 'grpo' }),
  config({ gradient_accumulation_steps: 4, loss_type: 'grpo', mode: 'eval' }),
  config({ off_policy_mask_threshold: 0, top_entropy_quantile: 0.4 }, { ...made, sampling_log_probs }),
  config({ off_policy_mask_threshold: 0.3, entropy_coef: 0.05, top_entropy_quantile: 0.4, num_generations: 4 }),
  config({ loss_type: 'grpo' }, { ...made, tool_mask }),
]

describe('mistakes', () => {
  it('have reasons that are all different', () => {
    expect(new Set(LOSS_MISTAKES.map(({ reason }) => reason)).size).toBe(LOSS_MISTAKES.length)
  })

  it.each(LOSS_MISTAKES.map(({ reason, make }) => [reason, make] as const))(
    '%s: is found wherever it shows',
    async (reason, make) => {
      let found = 0
      for (const dump of everything) {
        const { inputs, config: options } = rightOf(readCase(dump))
        const call = {
          batch: batchOf(inputs!, options.advantages.numGenerations),
          settings: rightOf(grpoSettings('test', options.loss)),
        }
        const wrong = make(call)
        if (wrong === undefined) continue
        const { loss, gradLogProbs, gradEntropies } = plainLoss(wrong.batch, wrong.settings)
        const columns = call.batch.columns
        const rows = (data: Float64Array) =>
          Array.from({ length: data.length / columns }, (_, i) =>
            Array.from(data.subarray(i * columns, (i + 1) * columns)),
          )
        const claims = { loss, grad_log_probs: rows(gradLogProbs), grad_entropies: rows(gradEntropies) }
        const { departure } = await checked({ ...dump, ...claims })
        if (departure === undefined) continue
        expect(departure.reasons).toContain(reason)
        found++
      }
      expect(found).toBeGreaterThan(0)
    },
  )
})

describe('the loss in float64, step by step', () => {
  const dumps = lossDumps()
  beforeAll(() => expect(dumps.length).toBeGreaterThan(10))

  it('is that of TRL, and so is its gradient', () => {
    for (const dump of dumps) {
      const { inputs, config: options } = rightOf(readCase(dump))
      const got = plainLoss(batchOf(inputs!), rightOf(grpoSettings('test', options.loss)))
      const near = (name: string, a: number, b: number) =>
        expect(Math.abs(a - b), `${dump['id']} ${name}: ${a} for ${b}`).toBeLessThanOrEqual(1e-10 + 1e-9 * Math.abs(b))
      near('loss', got.loss, dump['loss'])
      dump['grad_per_token_logps']
        .flat()
        .forEach((want: number, at: number) => near(`[${at}]`, got.gradLogProbs[at]!, want))
    }
  })

  it('is that of the library, of the made cases too', async () => {
    for (const dump of everything) {
      const { inputs, config: options } = rightOf(readCase(dump))
      const got = plainLoss(batchOf(inputs!), rightOf(grpoSettings('test', options.loss)))
      const answer = await grpoLossAndGrad(inputs!, options.loss)()
      expect(isRight(answer)).toBe(true)
      const { loss, gradLogProbs, gradEntropies } = rightOf(answer)
      expect(Math.abs(got.loss - loss)).toBeLessThanOrEqual(1e-5 * got.magnitude)
      const numbers = gradLogProbs.flatMap((row) => Array.from(row))
      numbers.forEach((want, at) => expect(got.gradLogProbs[at]).toBeCloseTo(want, 6))
      gradEntropies!
        .flatMap((row) => Array.from(row))
        .forEach((want, at) => expect(got.gradEntropies[at]).toBeCloseTo(want, 6))
    }
  })
})
