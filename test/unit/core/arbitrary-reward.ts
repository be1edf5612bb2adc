import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import {
  cached,
  clamp,
  concurrency,
  contramap,
  fallback,
  fromBatch,
  fromPointwise,
  gate,
  mapScore,
  named,
  normalize,
  onlyWhere,
  product,
  type Range,
  type Reward,
  retry,
  scale,
  type SkipRule,
  sum,
  timeout,
  unitRange,
  weightedSum,
} from '../../../src/core/index.js'
import { type Answer, outcomeOf } from './stub.js'

/** A sample: what each of the leaves answers for it, by the leaf's place. */
export type Sample = ReadonlyArray<Answer>

/** Leaves read this many places. */
export const WIDTH = 4

/** Ranges of the leaves; answers in [0, 1] are moved into them. */
const RANGES: ReadonlyArray<Range> = [
  { min: 0, max: 1 },
  { min: -1, max: 1 },
  { min: -3, max: -0.5 },
  { min: 2, max: 2 },
]

export const arbitraryAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom<Answer>(0, 1) },
  { weight: 2, arbitrary: fc.constant<Answer>('skip') },
  { weight: 1, arbitrary: fc.constant<Answer>('fail') },
)

export const arbitrarySample: fc.Arbitrary<Sample> = fc.array(arbitraryAnswer, { minLength: WIDTH, maxLength: WIDTH })

export const arbitraryBatch: fc.Arbitrary<ReadonlyArray<Sample>> = fc.array(arbitrarySample, { maxLength: 8 })

const within = ({ min, max }: Range, answer: Answer): Answer =>
  typeof answer === 'number' ? Math.min(max, min + answer * (max - min)) : answer

/** Answers what the sample holds in one place, moved into the range of that place. Reads a sample that is none by throwing. */
export const leaf = (place: number, form: 'pointwise' | 'promise' | 'batch' = 'pointwise'): Reward<Sample> => {
  const range = RANGES[place] as Range
  const init = { name: `leaf${place}`, range }
  const judge = (sample: Sample) => outcomeOf(within(range, sample[place] as Answer))
  if (form === 'batch')
    return fromBatch<Sample>(init, (batch) => batch.map((sample) => attempt(init.name, () => judge(sample))))
  return form === 'pointwise'
    ? fromPointwise<Sample>(init, judge)
    : fromPointwise<Sample>(init, async (sample) => judge(sample))
}

const attempt = (reward: string, judge: () => ReturnType<typeof outcomeOf>): ReturnType<typeof outcomeOf> => {
  try {
    return judge()
  } catch (cause) {
    return { _tag: 'Failed', error: { _tag: 'Unexpected', reward, message: String(cause), cause } }
  }
}

const arbitraryLeaf: fc.Arbitrary<Reward<Sample>> = fc
  .tuple(fc.nat(WIDTH - 1), fc.constantFrom('pointwise' as const, 'promise' as const, 'batch' as const))
  .map(([place, form]) => leaf(place, form))

const rule = fc.constantFrom<SkipRule>('strict', 'trl', 'renormalize')
const weight = fc.oneof(fc.constantFrom(0, 1, -1, 0.8), fc.double({ min: -5, max: 5, noNaN: true }))
const bound = fc.double({ min: -4, max: 4, noNaN: true })

/** Normalizes where that can be done. */
const normalized = (reward: Reward<Sample>): Reward<Sample> =>
  reward.meta.range.min < reward.meta.range.max && Number.isFinite(reward.meta.range.max - reward.meta.range.min)
    ? normalize(reward)
    : reward

/** Trees of combinators over leaves that score, skip and fail. Every combinator is in it. */
export const arbitraryReward: fc.Arbitrary<Reward<Sample>> = fc.letrec<{ tree: Reward<Sample> }>((tie) => {
  const tree = tie('tree')
  const trees = fc.array(tree, { maxLength: 3 })
  const nodes: ReadonlyArray<fc.Arbitrary<Reward<Sample>>> = [
    fc
      .tuple(fc.array(fc.tuple(weight, tree), { maxLength: 3 }), rule)
      .map(([parts, skips]) => weightedSum(parts, { skips })),
    fc.tuple(trees, rule).map(([parts, skips]) => sum(parts, { skips })),
    fc
      .tuple(trees, fc.constantFrom('strict' as const, 'trl' as const))
      .map(([parts, skips]) => product(parts, { skips })),
    fc.tuple(tree, weight).map(([part, factor]) => scale(part, factor)),
    fc.tuple(tree, bound, bound).map(([part, a, b]) => clamp(part, Math.min(a, b), Math.max(a, b))),
    tree.map(normalized),
    tree.map((part) => mapScore(part, (value) => 1 / (1 + Math.exp(-value)), { range: unitRange })),
    fc
      .tuple(tree, tree, bound, fc.option(bound, { nil: undefined }))
      .map(([condition, part, threshold, otherwise]) =>
        gate(condition, part, otherwise === undefined ? { threshold } : { threshold, otherwise }),
      ),
    fc
      .tuple(tree, tree, fc.constantFrom('failed' as const, 'skipped' as const, 'both' as const))
      .map(([first, second, on]) => fallback(first, second, { on })),
    tree.map((part) => named(part, 'renamed')),
    tree.map((part) => contramap(part, (sample: Sample) => sample)),
    tree.map((part) => onlyWhere(part, (sample: Sample) => right(sample[1] !== 'skip'))),
    tree.map((part) => cached(part, { maxEntries: 3 })),
    tree.map((part) => retry(part, { attempts: 2, delayMs: 0, on: ['MissingField'] })),
    fc.tuple(tree, fc.integer({ min: 1, max: 3 })).map(([part, n]) => concurrency(part, { limit: n, batchSize: n })),
    tree.map((part) => timeout(part, 60_000)),
  ]
  return { tree: fc.oneof({ maxDepth: 3, depthIdentifier: 'tree' }, arbitraryLeaf, ...nodes) }
}).tree
