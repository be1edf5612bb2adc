import { type ZodObject, type ZodType, z } from 'zod'
import { cached } from '../core/cached.js'
import { concurrency } from '../core/concurrency.js'
import { constant } from '../core/constant.js'
import { fallback } from '../core/fallback.js'
import { gate } from '../core/gate.js'
import { clamp, named, normalize, scale } from '../core/map-score.js'
import { product } from '../core/product.js'
import { retry } from '../core/retry.js'
import type { AnyReward } from '../core/reward.js'
import { timeout } from '../core/timeout.js'
import { sum, weightedSum } from '../core/weighted-sum.js'
import { type LoadedReward, optional } from './entry.js'
import type { SpecObject } from './spec.js'
import type { SpecPath } from './spec-error.js'

/** A combinator of the core as data: how its object looks, where its parts lie, how it is made. */
export interface CombinatorForm {
  readonly head: string
  readonly schema: (spec: ZodType) => ZodObject
  readonly children: (node: SpecObject) => ReadonlyArray<SpecPath>
  readonly build: (node: SpecObject, rewards: ReadonlyArray<LoadedReward>) => AnyReward
}

const combinator = <S extends ZodObject>(
  head: string,
  schema: (spec: ZodType) => S,
  children: (node: z.infer<S>) => ReadonlyArray<SpecPath>,
  build: (node: z.infer<S>, rewards: ReadonlyArray<LoadedReward>) => AnyReward,
): CombinatorForm => ({
  head,
  schema: (spec) => schema(spec),
  // Sound: both are called with an object that has passed the schema.
  children: (node) => children(node as z.infer<S>),
  build: (node, rewards) => build(node as z.infer<S>, rewards),
})

/** A combinator over exactly the rewards at `paths`. */
const overAt = <S extends ZodObject>(
  head: string,
  paths: ReadonlyArray<SpecPath>,
  schema: (spec: ZodType) => S,
  build: (node: z.infer<S>, ...rewards: [LoadedReward, LoadedReward]) => AnyReward,
): CombinatorForm =>
  combinator(
    head,
    schema,
    () => paths,
    (node, rewards) => build(node, ...(rewards as [LoadedReward, LoadedReward])),
  )

const skips = optional(z.enum(['strict', 'trl', 'renormalize']), 'what a skipped part does to the sum', 'strict')
const count = z.int().min(1)

/** The combinators that need no function, in the order of the documentation. */
export const combinators: ReadonlyArray<CombinatorForm> = [
  combinator(
    'weightedSum',
    (spec) => z.strictObject({ weightedSum: z.array(z.tuple([z.number(), spec])), skips }),
    (node) => node.weightedSum.map((_, i) => ['weightedSum', i, 1]),
    ({ weightedSum: parts, ...options }, rewards) =>
      weightedSum(
        parts.map(([weight], i) => [weight, rewards[i] as LoadedReward] as const),
        options,
      ),
  ),
  combinator(
    'sum',
    (spec) => z.strictObject({ sum: z.array(spec), skips }),
    (node) => node.sum.map((_, i) => ['sum', i]),
    ({ sum: _, ...options }, rewards) => sum(rewards, options),
  ),
  combinator(
    'product',
    (spec) =>
      z.strictObject({
        product: z.array(spec),
        skips: optional(z.enum(['strict', 'trl']), 'what a skipped part does to the product', 'strict'),
      }),
    (node) => node.product.map((_, i) => ['product', i]),
    ({ product: _, ...options }, rewards) => product(rewards, options),
  ),
  overAt(
    'scale',
    [['scale', 0]],
    (spec) => z.strictObject({ scale: z.tuple([spec, z.number()]) }),
    ({ scale: [, factor] }, reward) => scale(reward, factor),
  ),
  overAt(
    'clamp',
    [['clamp', 0]],
    (spec) => z.strictObject({ clamp: z.tuple([spec, z.number(), z.number()]) }),
    ({ clamp: [, lo, hi] }, reward) => clamp(reward, lo, hi),
  ),
  overAt(
    'normalize',
    [['normalize']],
    (spec) => z.strictObject({ normalize: spec }),
    (_, reward) => normalize(reward),
  ),
  overAt(
    'gate',
    [
      ['gate', 0],
      ['gate', 1],
    ],
    (spec) =>
      z.strictObject({
        gate: z.tuple([spec, spec]),
        threshold: optional(z.number(), "the condition passes from here on; default: the top of the condition's range"),
        otherwise: optional(z.number(), 'the value where it does not pass; default: such a sample is skipped'),
      }),
    ({ gate: _, ...options }, condition, reward) => gate(condition, reward, options),
  ),
  overAt(
    'fallback',
    [
      ['fallback', 0],
      ['fallback', 1],
    ],
    (spec) =>
      z.strictObject({
        fallback: z.tuple([spec, spec]),
        on: optional(z.enum(['failed', 'skipped', 'both']), 'which outcomes of the first are replaced', 'failed'),
      }),
    ({ fallback: _, ...options }, first, second) => fallback(first, second, options),
  ),
  overAt(
    'cached',
    [['cached']],
    (spec) =>
      z.strictObject({ cached: spec, maxEntries: optional(count, 'outcomes kept, the least used go first', 10_000) }),
    ({ cached: _, ...options }, reward) => cached(reward, options),
  ),
  overAt(
    'timeout',
    [['timeout', 0]],
    (spec) =>
      z.strictObject({
        timeout: z.tuple([
          spec,
          z
            .number()
            .gt(0)
            .max(2 ** 31 - 1),
        ]),
      }),
    ({ timeout: [, timeoutMs] }, reward) => timeout(reward, timeoutMs),
  ),
  overAt(
    'retry',
    [['retry']],
    (spec) =>
      z.strictObject({
        retry: spec,
        attempts: optional(count, 'how often at most, the first time included', 3),
        delayMs: optional(z.number().min(0), 'pause before the second attempt, doubled before each further one', 100),
      }),
    ({ retry: _, ...options }, reward) => retry(reward, options),
  ),
  overAt(
    'concurrency',
    [['concurrency']],
    (spec) =>
      z.strictObject({
        concurrency: spec,
        limit: count.meta({ description: 'slices of a batch under way at once' }),
        batchSize: optional(count, 'samples in a slice', 1),
      }),
    ({ concurrency: _, ...options }, reward) => concurrency(reward, options),
  ),
  overAt(
    'named',
    [['named', 0]],
    (spec) => z.strictObject({ named: z.tuple([spec, z.string().min(1).max(200)]) }),
    ({ named: [, name] }, reward) => named(reward, name),
  ),
  combinator(
    'constant',
    () => z.strictObject({ constant: z.number() }),
    () => [],
    (node) => constant(node.constant),
  ),
]
