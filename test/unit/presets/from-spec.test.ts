import { describe, expect, it } from 'vitest'
import {
  cached,
  clamp,
  concurrency,
  constant,
  fallback,
  gate,
  named,
  normalize,
  product,
  retry,
  scale,
  sum,
  timeout,
  weightedSum,
} from '../../../src/core/index.js'
import { showError } from '../../../src/core/error.js'
import type { AnyReward, Reward } from '../../../src/core/reward.js'
import { exactMatch, mcqAccuracy } from '../../../src/accuracy/index.js'
import { format } from '../../../src/format/index.js'
import { canonicalSpec, fromSpec, toSpec } from '../../../src/presets/index.js'
import { lengthCosine } from '../../../src/shaping/index.js'
import { score } from '../../../src/score.js'
import { left, right } from './right.js'

const SAMPLES = [
  { completion: '<think>a</think><answer>B</answer>', answer: 'B', completionIds: [1, 2, 3] },
  { completion: '<think>a</think><answer>C</answer>', answer: 'B', completionIds: [1] },
  { completion: 'B', completionIds: [1, 1, 1] },
  { completion: 5, answer: 'B' },
]

const mcq = mcqAccuracy()

describe('a combinator as data is the combinator', () => {
  const cases: ReadonlyArray<readonly [unknown, AnyReward]> = [
    [
      {
        weightedSum: [
          [1, 'mcq'],
          [-0.5, 'format'],
        ],
        skips: 'trl',
      },
      weightedSum(
        [
          [1, mcq],
          [-0.5, format()],
        ],
        { skips: 'trl' },
      ),
    ],
    [
      {
        weightedSum: [
          [2, 'mcq'],
          [1, 'format'],
        ],
      },
      weightedSum([
        [2, mcq],
        [1, format()],
      ]),
    ],
    [{ sum: ['mcq', 'format'], skips: 'renormalize' }, sum([mcq, format()], { skips: 'renormalize' })],
    [{ product: ['mcq', 'format'], skips: 'trl' }, product([mcq, format()], { skips: 'trl' })],
    [{ scale: ['mcq', -3] }, scale(mcq, -3)],
    [{ clamp: ['mcq', 0.25, 0.5] }, clamp(mcq, 0.25, 0.5)],
    [{ normalize: { scale: ['mcq', 4] } }, normalize(scale(mcq, 4))],
    [{ gate: ['format', 'mcq'] }, gate(format(), mcq)],
    [
      { gate: ['format', 'mcq'], threshold: 0.5, otherwise: -1 },
      gate(format(), mcq, { threshold: 0.5, otherwise: -1 }),
    ],
    [{ fallback: ['mcq', 'format'] }, fallback(mcq, format())],
    [{ fallback: ['mcq', 'format'], on: 'skipped' }, fallback(mcq, format(), { on: 'skipped' })],
    [{ cached: 'mcq', maxEntries: 2 }, cached(mcq, { maxEntries: 2 })],
    [{ timeout: ['mcq', 1000] }, timeout(mcq, 1000)],
    [{ retry: 'mcq', attempts: 2, delayMs: 0 }, retry(mcq, { attempts: 2, delayMs: 0 })],
    [{ concurrency: 'mcq', limit: 2, batchSize: 2 }, concurrency(mcq, { limit: 2, batchSize: 2 })],
    [{ named: ['mcq', 'R_MCQ'] }, named(mcq, 'R_MCQ')],
    [{ constant: -2 }, constant(-2)],
    [{ 'length-cosine': { correct: 'exact', maxLength: 4 } }, lengthCosine({ correct: exactMatch(), maxLength: 4 })],
    [{ mcq: { variant: 'released', branch: 'mc' } }, mcqAccuracy({ variant: 'released', branch: 'mc' })],
  ]

  it.each(cases)('%j', async (spec, made) => {
    const loaded = right(await fromSpec(spec)())
    expect(loaded.meta).toEqual(made.meta)
    expect(await score(loaded, SAMPLES)).toEqual(await score(made as Reward<object>, SAMPLES))
  })
})

describe('an error names the place', () => {
  const cases: ReadonlyArray<readonly [unknown, string]> = [
    [
      {
        weightedSum: [
          [1, 'mcq'],
          [0.8, { mcq: { variant: 'new' } }],
        ],
      },
      'expected one of "paper", "released" for `weightedSum[1][1].mcq.variant`, got "new"',
    ],
    [
      { mcq: { varient: 'paper' } },
      'expected one of the options variant, branch, credit for `mcq.varient`, got "varient"',
    ],
    [{ 'think-format': { variant: 'paper' } }, 'expected no option for `think-format.variant`, got "variant"'],
    [{ sum: ['mcq'], skip: 'trl' }, 'expected one of the options skips for `skip`, got "skip"'],
    [
      { sum: ['mcq', { product: [{ 'open-ended': { threshold: 2 } }] }] },
      'expected a number at most 1 for `sum[1].product[0].open-ended.threshold`, got 2',
    ],
    [{ weightedSum: [[1, 'mcq', 2]] }, 'expected an array of at most 2 for `weightedSum[0]`, got an array of 3'],
    [{ weightedSum: [['1', 'mcq']] }, 'expected a number for `weightedSum[0][0]`, got "1"'],
    [{ weightedSum: { mcq: 1 } }, 'expected an array for `weightedSum`, got an object'],
    [{ scale: ['mcq'] }, 'expected an array of at least 2 for `scale`, got an array of 1'],
    [{ mcq: null }, 'expected an object of options for `mcq`, got null'],
    [{ mcq: {}, sum: [] }, 'expected one reward or combinator (a sum takes several) for `spec`, got mcq and sum'],
    [{ 'length-cosine': { maxLength: 3 } }, 'expected a value for `length-cosine.correct`, got nothing'],
    [
      { 'length-cosine': { correct: 7, maxLength: 3 } },
      'expected a reward id or an object for `length-cosine.correct`, got 7',
    ],
    [
      { 'length-cosine': { correct: 'mcq', maxLength: 1.5 } },
      'expected an integer for `length-cosine.maxLength`, got 1.5',
    ],
    [{ timeout: ['mcq', 0] }, 'expected a number above 0 for `timeout[1]`, got 0'],
    [{ retry: 'mcq', attempts: 0 }, 'expected a number at least 1 for `attempts`, got 0'],
    [{ named: ['mcq', ''] }, 'expected a string of at least 1 characters for `named[1]`, got ""'],
    [{ product: ['mcq'], skips: 'renormalize' }, 'expected one of "strict", "trl" for `skips`, got "renormalize"'],
    [{ constant: NaN }, 'expected a finite number for `constant`, got NaN'],
    [{ sum: [{ x: new Date(0) }] }, 'expected a JSON value for `sum[0].x`, got an object'],
    [[], 'expected a reward id or an object for `spec`, got an array of 0'],
    [null, 'expected a reward id or an object for `spec`, got null'],
    [undefined, 'expected a JSON value for `spec`, got nothing'],
    [{}, 'expected a reward or combinator for `spec`, got an empty object'],
    [{ sum: [{}] }, 'expected a reward or combinator for `sum[0]`, got an empty object'],
  ]

  it.each(cases)('%j', async (spec, sentence) => {
    const error = left(await fromSpec(spec)())
    expect(error._tag).toBe('InvalidSpec')
    expect(showError(error)).toBe(`spec: ${sentence}`)
  })

  it.each([
    [{ clamp: ['mcq', 2, 1] }, 'clamp'],
    [{ sum: ['mcq', { normalize: { constant: 3 } }] }, 'sum[1].normalize'],
    [{ gate: [{ weightedSum: [] }, { clamp: ['mcq', 1, 0] }] }, 'gate[1].clamp'],
  ])('what the constructor refuses is refused at loading: %j', async (spec, path) => {
    expect(left(await fromSpec(spec)())).toMatchObject({ _tag: 'InvalidSpec', path })
  })

  it('an unknown id is answered with the ones that look like it, and the place', () => {
    expect(left(canonicalSpec('formt'))).toMatchObject({ _tag: 'UnknownReward', id: 'formt', nearest: ['format'] })
    const deep = left(canonicalSpec({ weightedSum: [[1, { open_ended: {} }]] }))
    expect(deep).toMatchObject({ _tag: 'UnknownReward', path: 'weightedSum[0][1]', nearest: ['open-ended'] })
    expect(showError(deep)).toMatch(/for `weightedSum\[0\]\[1\]`, got "open_ended"; did you mean open-ended\?$/)
    expect(left(canonicalSpec({ wightedSum: [] }))).toMatchObject({ nearest: ['weightedSum'] })
  })

  it('a combinator alone is no reward: it has arguments', () => {
    expect(left(canonicalSpec('sum'))).toMatchObject({ _tag: 'UnknownReward', id: 'sum' })
  })

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', ''])('%j is no id', (id) => {
    expect(left(canonicalSpec(id))).toMatchObject({ _tag: 'UnknownReward', id })
    expect(left(canonicalSpec(JSON.parse(`{"${id}": {}}`)))._tag).toMatch(/UnknownReward|InvalidSpec/)
  })
})

describe('hostile specs', () => {
  const nest = (levels: number): unknown => {
    let spec: unknown = 'mcq'
    for (let i = 0; i < levels; i++) spec = { normalize: spec }
    return spec
  }

  it('nesting is allowed up to the limit and refused beyond, at any depth', () => {
    expect(right(canonicalSpec(nest(64)))).toBeTypeOf('object')
    for (const levels of [65, 100_000]) {
      expect(left(canonicalSpec(nest(levels)))).toMatchObject({ _tag: 'InvalidSpec', expected: 'at most 64 levels' })
    }
  })

  it('a cycle is nested too deep', () => {
    const cycle: { sum: Array<unknown> } = { sum: [] }
    cycle.sum.push(cycle)
    expect(left(canonicalSpec(cycle))).toMatchObject({ expected: 'at most 64 levels' })
  })

  it('what is shared counts each time: 2^30 values in 30 objects are too many', () => {
    let bomb: unknown = { constant: 1 }
    for (let i = 0; i < 30; i++) bomb = { sum: [bomb, bomb] }
    expect(left(canonicalSpec(bomb))).toMatchObject({ expected: 'at most 10000 values' })
    expect(left(canonicalSpec({ sum: new Array(1e9) }))._tag).toBe('InvalidSpec')
  })

  it('__proto__ is refused and pollutes nothing', () => {
    const spec: unknown = JSON.parse('{"sum": [{"mcq": {"__proto__": {"variant": "released"}}}]}')
    expect(left(canonicalSpec(spec))).toMatchObject({ _tag: 'InvalidSpec', path: 'sum[0].mcq.__proto__' })
    expect(({} as any).variant).toBeUndefined()
  })

  it('a getter that throws is an error', () => {
    const spec = {
      get sum(): never {
        throw new Error('boo')
      },
    }
    expect(left(canonicalSpec(spec))).toMatchObject({ _tag: 'InvalidSpec', received: expect.stringContaining('boo') })
  })
})

describe('toSpec', () => {
  it('gives the parts their own specs too, and a copy each time', async () => {
    const reward = right(await fromSpec({ sum: [{ mcq: {} }, { format: { variant: 'released' } }] })())
    const spec = right(toSpec(reward)) as any
    expect(spec).toEqual({ sum: ['mcq', { format: { variant: 'released' } }] })
    spec.sum.push('exact')
    expect(right(toSpec(reward))).toEqual({ sum: ['mcq', { format: { variant: 'released' } }] })
  })

  it('says that a reward made in code has none', () => {
    expect(left(toSpec(mcq))).toMatchObject({ _tag: 'InvalidSpec', expected: 'a reward made by fromSpec' })
  })
})
