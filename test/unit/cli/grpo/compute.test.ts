import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { corl, file, jsonl } from '../run-in-process.js'
import { advantageDumps, lossDumps, madeBatch } from './dumps.js'

/** stdout as JSON, line by line. */
const parsed = (out: string): ReadonlyArray<any> => {
  expect(out === '' || out.endsWith('\n')).toBe(true)
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown)
}

const compute = async (...cases: ReadonlyArray<unknown>) => {
  const { code, out, err } = await corl(['grpo'], jsonl(...cases))
  return { code, err, lines: parsed(out) }
}

const LOSS = {
  log_probs: [[-1, -2]],
  old_log_probs: [[-1, -3]],
  completion_mask: [[1, 1]],
  config: { loss_type: 'grpo' },
}

describe('corl grpo', () => {
  it('gives advantages of rewards, a line each, in order, with the names that were given', async () => {
    const { code, lines, err } = await compute(
      { id: 'a', rewards: [1, 0, 0, 1], config: { num_generations: 2, scale_rewards: 'none' } },
      { id: 7, rewards: [[1], [null], [3], [0]], num_generations: 4, scaleRewards: false, rewardNames: ['mcq'] },
    )
    expect({ code, err }).toEqual({ code: 0, err: 'corl: computed 2, failed 0\n' })
    expect(lines[0]).toMatchObject({ id: 'a', advantages: [0.5, -0.5, -0.5, 0.5], metrics: { reward: 0.5 } })
    expect(lines[1]).toMatchObject({ id: 7, metrics: { 'rewards/mcq/mean': 4 / 3 } })
    expect(lines[1].advantages[1]).toBe(0)
    expect(lines[1].advantages[2]).toBeCloseTo(3 - 4 / 3, 12)
  })

  it('gives loss, gradient and metrics of log-probabilities: a clipped token has no gradient', async () => {
    const { code, lines } = await compute({ ...LOSS, advantages: [1] })
    expect(code).toBe(0)
    expect(lines[0].loss).toBeCloseTo(-(1 + 1.2) / 2, 6)
    expect(lines[0].gradLogProbs).toEqual([[-0.5, 0]])
    expect(lines[0].metrics['clip_ratio/high_mean']).toBe(0.5)
  })

  it('advantages of the rewards go into the loss', async () => {
    const { lines } = await compute({
      rewards: [1, 0],
      log_probs: [[-1], [-2]],
      completion_mask: [[1], [1]],
      config: { num_generations: 2, scale_rewards: 'none', loss_type: 'grpo' },
    })
    expect(lines[0].advantages).toEqual([0.5, -0.5])
    expect(lines[0].gradLogProbs).toEqual([[-0.25], [0.25]])
    expect(lines[0].loss).toBe(0)
  })

  it('names of trainers, snake_case and camelCase are the same; the name used here wins', async () => {
    const { lines } = await compute(
      { ...LOSS, advantages: [1] },
      {
        per_token_logps: [[-1, -2]],
        oldPerTokenLogps: [[-1, -3]],
        completionMask: [[true, true]],
        advantages: [1],
        options: { lossType: 'grpo' },
      },
      { ...LOSS, advantages: [1], per_token_logps: [[5, 5]], logProbs: [[-1, -2]], log_probs: [[7, 7]] },
    )
    expect(lines[1]).toEqual(lines[0])
    expect(lines[2]).toEqual(lines[0])
  })

  it('weights against the inference engine are computed where it is told how, and go into the loss', async () => {
    const { lines } = await compute({
      ...LOSS,
      old_log_probs: [[-1, -2]],
      advantages: [1],
      sampling_log_probs: [[-1, -4]],
      importance_sampling_correction: { mode: 'token_truncate', clip_max: 3 },
    })
    expect(lines[0]).toMatchObject({ importanceWeights: [[1, 3]], gradLogProbs: [[-0.5, -1.5]] })
    expect(lines[0].metrics['sampling/importance_sampling_ratio/max']).toBe(3)
  })

  it('a metric that is NaN in the original is text; nothing else is', async () => {
    const { code, lines } = await compute({
      rewards: [
        [1, null],
        [0, null],
      ],
      config: { num_generations: 2 },
    })
    expect(code).toBe(0)
    expect(lines[0].metrics).toMatchObject({ 'rewards/r1/mean': 'NaN', 'rewards/r1/std': 'NaN', reward: 0.5 })
  })

  it('what Python writes for numbers that JSON does not know is read, in texts left alone', async () => {
    const text = '{"id": "a \\" NaN", "rewards": [1, NaN, 0, "NaN"], "config": {"num_generations": 4}}\n'
    const { code, out } = await corl(['grpo'], text)
    expect(code).toBe(0)
    expect(parsed(out)[0]).toMatchObject({ id: 'a " NaN', metrics: { reward: 0.5 } })
    expect(
      parsed((await corl(['grpo'], '{"rewards": [1, Infinity], "num_generations": 2}\n')).out)[0].error,
    ).toMatchObject({ _tag: 'InvalidInput', field: 'rewards' })
  })

  it.each<[string, string | object, object]>([
    ['no JSON', '{', { _tag: 'InvalidInput', field: 'line 2' }],
    ['no object', '[1]', { received: 'an array of 1' }],
    ['blank', ' ', { received: 'a blank line' }],
    ['neither rewards nor log-probabilities', {}, { _tag: 'MissingField', field: 'rewards' }],
    ['no group size', { rewards: [1] }, { _tag: 'InvalidOption', option: 'numGenerations' }],
    ['rewards of no whole group', { rewards: [1, 2, 3], num_generations: 2 }, { field: 'rewards' }],
    ['ragged rows', { rewards: [[1, 2], [1]], num_generations: 2 }, { field: 'rewards' }],
    ['a text for a reward', { rewards: ['1', 0], num_generations: 2 }, { field: 'rewards' }],
    ['an option of no known name', { rewards: [1, 2], config: { epsilon_hihg: 1 } }, { option: 'config.epsilon_hihg' }],
    ['a config that is none', { rewards: [1, 2], config: 3 }, { option: 'config' }],
    ['no advantages', LOSS, { _tag: 'MissingField', field: 'advantages' }],
    ['no mask', { log_probs: [[1]], advantages: [1] }, { _tag: 'MissingField', field: 'completionMask' }],
    [
      'NaN among log-probabilities',
      { ...LOSS, log_probs: [[-1, 'NaN']], advantages: [1] },
      { field: 'logProbs[0][1]' },
    ],
    ['ragged log-probabilities', { ...LOSS, log_probs: [[-1], []], advantages: [1] }, { field: 'logProbs' }],
    ['KL without a reference', { ...LOSS, advantages: [1], beta: 0.1 }, { field: 'refLogProbs' }],
    ['an overflow', { ...LOSS, advantages: [-1], old_log_probs: [[-1, -999]] }, { _tag: 'NonFinite' }],
    [
      'an odd correction',
      { ...LOSS, advantages: [1], importance_sampling_correction: { cap_max: 3 } },
      { _tag: 'InvalidInput', field: 'importanceSamplingCorrection.cap_max' },
    ],
  ])('%s is an error on its line, and the others have their results', async (_, wrong, error) => {
    const good = { rewards: [1, 0], num_generations: 2 }
    const line = typeof wrong === 'string' ? `${wrong}\n` : jsonl(wrong)
    const { code, out, err } = await corl(['grpo'], jsonl(good) + line + jsonl(good))
    expect({ code, err }).toEqual({ code: 1, err: 'corl: computed 2, failed 1\n' })
    const lines = parsed(out)
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatchObject({ error })
    expect(lines[1].error.message).toMatch(/\w/)
    expect(lines[2]).toEqual(lines[0])
  })

  it('names fields that nothing reads: a mistyped one would be missed', async () => {
    const { err } = await compute({ ...LOSS, advantages: [1], old_logprobs: [[1, 1]], 'st\u001bep': 3 })
    expect(err).toBe('corl: fields that are not read: old_logprobs, st\\u001bep\ncorl: computed 1, failed 0\n')
  })

  it('names fields that another one of the same name stands before', async () => {
    const twice = { ...LOSS, per_token_logps: [[-9]], advantages: [1], config: { lossType: 'grpo', loss_type: 'bnpo' } }
    const { err } = await compute(twice)
    expect(err).toBe('corl: fields that are not read: per_token_logps, config.loss_type\ncorl: computed 1, failed 0\n')
  })

  it('keys of objects are no fields', async () => {
    const { code, lines } = await compute(JSON.parse('{"__proto__": {"rewards": [1, 0]}, "num_generations": 2}'))
    expect({ code, lines }).toMatchObject({ code: 1, lines: [{ error: { _tag: 'MissingField' } }] })
  })

  it('reads and writes files, never one that is both', async () => {
    const [input, output] = [file('cases.jsonl', jsonl({ rewards: [1, 0], num_generations: 2 })), file('results.jsonl')]
    expect(await corl(['grpo', '--in', input, '--out', output])).toMatchObject({ code: 0, out: '' })
    expect(parsed(readFileSync(output, 'utf8'))).toHaveLength(1)
    expect(await corl(['grpo', '--in', input, '--out', input])).toMatchObject({ code: 2 })
    expect(await corl(['grpo', '--in', '/no/such'])).toMatchObject({ code: 2, out: '' })
    expect(await corl(['grpo'])).toMatchObject({ code: 0, out: '' })
  })

  it('an interruption ends it after whole lines', async () => {
    const controller = new AbortController()
    controller.abort()
    const input = jsonl({ rewards: [1, 0], num_generations: 2 })
    expect(await corl(['grpo'], input, { signal: controller.signal })).toMatchObject({ code: 130, out: '' })
  })

  it('its results agree when they are checked', async () => {
    const { num_items_in_batch: _, ...made } = madeBatch()
    const cases = [
      { ...made, config: { beta: 0.04, loss_type: 'bnpo' } },
      { rewards: [1, 0.3, 0, 0.7], config: { num_generations: 4 } },
    ]
    const { lines } = await compute(...cases)
    const dump = jsonl(...cases.map((one, i) => ({ ...one, ...lines[i] })))
    expect(await corl(['grpo', 'check', '--against', '-'], dump)).toMatchObject({ code: 0 })
  })

  it('golden dumps pass through it', async () => {
    const dumps = [...lossDumps(), ...advantageDumps('float64')]
    expect(dumps.length).toBeGreaterThan(20)
    const { code, lines } = await compute(...dumps)
    expect({ code, count: lines.length }).toEqual({ code: 0, count: dumps.length })
  }, 60_000)
})
