import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Evaluation } from '../../examples/co-rl/evaluate.js'
import { comparisonsOf, differenceOf } from '../../examples/co-rl/compare.js'
import { mergeByGaussian, mergeByMean } from '../../examples/co-rl/merge.js'
import { page } from '../../examples/co-rl/page.js'
import {
  answerLogits,
  disposePolicy,
  initialWeights,
  makePolicy,
  PART_NAMES,
  pictureLogits,
  type Weights,
} from '../../examples/co-rl/policy.js'
import { randomStream } from '../../examples/co-rl/random.js'
import { RUNS, runStudy, trainUnified, updatesOf } from '../../examples/co-rl/study.js'
import { spreadOf, STRATEGIES } from '../../examples/co-rl/summary.js'
import { CELLS, COLOURS, splitPrompts } from '../../examples/co-rl/tasks.js'
import { readyTensors } from '../../examples/co-rl/tensors.js'

beforeAll(readyTensors)

/** Of a part with as many numbers as there are; all other parts are empty. */
const weightsWith = (numbers: ReadonlyArray<number>): Weights =>
  Object.fromEntries(
    PART_NAMES.map((part) => [part, Float32Array.from(part === 'trunk' ? numbers : [])]),
  ) as unknown as Weights

describe('co-reinforcement learning of a policy from random weights', () => {
  const SEEDS = [1, 2, 3, 4, 5]
  const STEPS = 60

  test('both rewards rise significantly over the untrained policy on five seeds', async () => {
    const rises: Array<Readonly<Record<'text' | 'image', number>>> = []
    const before = tf.memory().numTensors
    for (const seed of SEEDS) {
      const { curve } = (await trainUnified({ seed, steps: STEPS })).run
      const [start, end] = [curve[0] as Evaluation, curve.at(-1) as Evaluation]
      rises.push({ text: end.trained.text - start.trained.text, image: end.trained.image - start.trained.image })
    }
    expect(tf.memory().numTensors).toBe(before)
    for (const reward of ['text', 'image'] as const) {
      const values = rises.map((rise) => rise[reward])
      const { mean, deviation } = spreadOf(values)
      // Paired t-test of five seeds, one-sided, p < 0.01: t above 3.747 with 4 degrees of freedom.
      expect(mean / (deviation / Math.sqrt(SEEDS.length)), `${reward}: ${values.join(' ')}`).toBeGreaterThan(3.747)
      expect(Math.min(...values), `${reward}: ${values.join(' ')}`).toBeGreaterThan(0.1)
    }
  }, 180_000)

  test('the same seed gives the same numbers, and another seed others', async () => {
    const [one, same, other] = [
      await trainUnified({ seed: 1, steps: 3 }),
      await trainUnified({ seed: 1, steps: 3 }),
      await trainUnified({ seed: 2, steps: 3 }),
    ]
    expect(same).toEqual(one)
    expect(other.weights.trunk).not.toEqual(one.weights.trunk)
  }, 60_000)
})

describe('the study', () => {
  test('runs every strategy from the same start, for as many updates as it says, and leaves no tensor', async () => {
    const before = tf.memory().numTensors
    let updates = 0
    const study = await runStudy({ seed: 1, steps: 2, onUpdate: () => updates++ })
    expect(tf.memory().numTensors).toBe(before)
    expect(updates).toBe(updatesOf(2))
    expect(Object.keys(study.runs).toSorted()).toEqual([...RUNS].toSorted())
    const starts = ['untrained', 'separate-text', 'separate-image', 'alternating', 'unified'] as const
    const [start] = study.runs.untrained.curve
    for (const name of starts) expect(study.runs[name].curve[0], name).toEqual(start)
    const ends = ['refined-text', 'refined-image', 'unified-longer'] as const
    const atUnified = study.runs.unified.curve.at(-1)
    for (const name of ends) expect(study.runs[name].curve[0], name).toEqual(atUnified)
    for (const { curve } of Object.values(study.runs))
      for (const { trained, heldOut } of curve)
        expect([...Object.values(trained), ...Object.values(heldOut)].every(Number.isFinite)).toBe(true)

    for (const html of [page([study]), page([study, study])]) {
      for (const { title } of Object.values(STRATEGIES)) expect(html).toContain(title)
      expect(html).not.toMatch(/NaN|undefined|Infinity/)
    }
    // The same seed twice: every difference has no spread.
    for (const { differences } of comparisonsOf([study, study])) expect(differences.text.t).toBeNull()
  }, 60_000)

  test('differences are paired by seed', () => {
    // Gaps 1, 2 and 3: mean 2, deviation 1, standard error 1 / sqrt(3).
    expect(differenceOf([2, 4, 6], [1, 2, 3])).toEqual({ mean: 2, t: expect.closeTo(2 * Math.sqrt(3), 12), higher: 3 })
    expect(differenceOf([1, 0], [0, 1])).toEqual({ mean: 0, t: 0, higher: 1 })
    expect(differenceOf([1], [0])).toEqual({ mean: 1, t: null, higher: 1 })
  })

  test('imports the library as its users do, and differentiates no loss of its own', () => {
    const folder = fileURLToPath(new URL('../../examples/co-rl/', import.meta.url))
    const imported = new Set<string>()
    for (const name of readdirSync(folder)) {
      const source = readFileSync(path.join(folder, name), 'utf8')
      for (const [, from] of source.matchAll(/(?:from|import) '([^']+)'/g)) imported.add(from!)
      if (name !== 'train.ts') expect(source, name).not.toMatch(/minimize|variableGrads|tf\.grads?\(/)
    }
    const others = [...imported].filter((from) => !/^(\.\/|node:|corl-rewards(\/[a-z-]+)?$)/.test(from))
    expect(others.toSorted()).toEqual([
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      'cli-progress',
      'fp-ts/lib/Either.js',
    ])
    const entries = [
      'corl-rewards',
      ...['grpo', 'image', 'ssim', 'text-image-matching'].map((e) => `corl-rewards/${e}`),
    ]
    expect([...imported].filter((from) => from.startsWith('corl-rewards')).toSorted()).toEqual(entries)
  })

  test('holds three scenes out, with both of their questions', () => {
    const { trained, heldOut } = splitPrompts(randomStream(1, 'split'))
    expect([trained.length, heldOut.length]).toEqual([18, 6])
    const scenes = new Set(heldOut.map(({ caption }) => caption))
    expect(scenes.size).toBe(3)
    expect(trained.some(({ caption }) => scenes.has(caption))).toBe(false)
  })
})

describe('the command', () => {
  const program = fileURLToPath(new URL('../../examples/co-rl/main.ts', import.meta.url))
  const run = (...options: ReadonlyArray<string>): Promise<{ readonly stdout: string; readonly stderr: string }> =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...options])

  test('writes a page and the numbers of each seed, says where each strategy ends, and nothing on stderr', async () => {
    const out = mkdtempSync(path.join(tmpdir(), 'co-rl-'))
    try {
      const { stdout, stderr } = await run('--out', out, '--seeds', '2', '--steps', '1')
      expect(stderr).toBe('')
      expect(stdout.trimEnd().split('\n')).toHaveLength(Object.keys(STRATEGIES).length)
      expect(readdirSync(out).toSorted()).toEqual(['curves.html', 'numbers.json'])
      const { studies, summary, comparisons } = JSON.parse(readFileSync(path.join(out, 'numbers.json'), 'utf8'))
      expect(studies.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2])
      expect(Object.keys(summary)).toEqual(Object.keys(STRATEGIES))
      expect(comparisons[0]).toMatchObject({ of: 'unified', less: 'separate', when: 'trained' })
      expect(readFileSync(path.join(out, 'curves.html'), 'utf8').match(/<svg viewBox="0 0 560/g)).toHaveLength(2)
    } finally {
      rmSync(out, { recursive: true })
    }
  }, 60_000)

  test('refuses what is no number of steps', async () => {
    await expect(run('--out', 'nowhere', '--steps', '0')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a positive integer for --steps, got "0"'),
    })
  }, 60_000)
})

describe('merging', () => {
  const [start, a, b] = [weightsWith([0, 0, 1, 5]), weightsWith([3, 0, 1, 5]), weightsWith([0, 4, 1, 5])]

  test('by the mean goes half way', () => {
    expect(mergeByMean(start, a, b).trunk).toEqual(Float32Array.of(1.5, 2, 1, 5))
  })

  test('by Gaussian weights keeps what one policy alone has moved', () => {
    expect(mergeByGaussian(start, a, b).trunk).toEqual(Float32Array.of(3, 4, 1, 5))
  })

  test('by Gaussian weights lets the move that stands out count more', () => {
    const [x, y] = [weightsWith([2, 0, 1, 5]), weightsWith([1, 3, 1, 5])]
    // Deviations: sqrt(4 / 4) = 1 and sqrt(10 / 4).
    const [g, h] = [1 - Math.exp(-4 / 2), 1 - Math.exp(-1 / (2 * 2.5))]
    expect(mergeByGaussian(start, x, y).trunk[0]).toBeCloseTo((g * 2 + h * 1) / (g + h), 6)
  })
})

describe('gradients of the policy', () => {
  test('are those of central differences, in each of its parts', () => {
    const prompts = splitPrompts(randomStream(1, 'split')).trained.slice(0, 2)
    const ids = [
      [0, 1, 2, 4, 3, 0],
      [8, 4, 1, 0, 2, 3],
      [5, 5, 9, 0, 1, 2],
      [2, 7, 3, 0, 0, 0],
    ]
    const random = randomStream(1, 'gradient')
    const weights = Array.from({ length: 4 * CELLS * COLOURS.length }, () => random.normal())
    const policy = makePolicy(initialWeights(randomStream(1, 'weights')))
    const weighed = (logits: tf.Tensor3D): tf.Tensor2D =>
      tf.matMul(tf.reshape(logits, [1, logits.size]), tf.tensor2d(weights.slice(0, logits.size), [logits.size, 1]))
    const total = (): tf.Scalar =>
      tf.reshape(tf.add(weighed(answerLogits(policy, prompts, ids)), weighed(pictureLogits(policy, prompts, 2))), [])
    const variables = PART_NAMES.map((part) => policy[part])
    const { grads, value } = tf.variableGrads(total, variables)
    const valueWith = (variable: tf.Variable, at: number, by: number): number =>
      tf.tidy(() => {
        const kept = variable.dataSync<'float32'>().slice()
        variable.assign(tf.tensor(kept.with(at, kept[at]! + by), variable.shape))
        const [moved] = total().dataSync()
        variable.assign(tf.tensor(kept, variable.shape))
        return moved!
      })
    for (const [i, variable] of variables.entries()) {
      const gradient = grads[variable.name]!.dataSync<'float32'>()
      const at = gradient.reduce((most, slope, j) => (Math.abs(slope) > Math.abs(gradient[most]!) ? j : most), 0)
      const slope = (valueWith(variable, at, 0.01) - valueWith(variable, at, -0.01)) / 0.02
      expect(Math.abs(gradient[at]!), PART_NAMES[i]).toBeGreaterThan(0)
      expect(Math.abs(slope / gradient[at]! - 1), PART_NAMES[i]).toBeLessThan(0.01)
    }
    tf.dispose([grads, value])
    disposePolicy(policy)
  })
})
