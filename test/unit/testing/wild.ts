import * as E from 'fp-ts/lib/Either.js'
import { type Reward, type RewardMeta, type ScoreContext, scored } from '../../../src/core/index.js'
import { checkReward, type CheckOptions, type Law, type Violation } from '../../../src/testing/index.js'

export const unit = { min: 0, max: 1 }

export const meta: RewardMeta = { name: 'own', range: unit, deterministic: true, fields: [] }

/** The samples of these tests: a sound reward answers each with itself. */
export const samples = [0, 0.25, 0.5, 1]

/** Throws anything at all. */
export const raise = (cause: unknown): never => {
  throw typeof cause === 'string' ? new Error(cause) : cause
}

/** A reward as foreign code may write it: nothing checks what it answers, and it need not heed cancellation. */
export const wild = (
  answer: (batch: ReadonlyArray<number>, context: ScoreContext | undefined) => unknown,
  declared: Partial<RewardMeta> = {},
): Reward<number> => ({
  meta: { ...meta, ...declared },
  score: (batch, context) => (async () => answer(batch, context)) as never,
})

/** Foreign code that looks at the signal before it starts. */
export const raw = (
  answer: (batch: ReadonlyArray<number>) => unknown,
  declared: Partial<RewardMeta> = {},
): Reward<number> =>
  wild(
    (batch, context) => (context?.signal?.aborted === true ? E.left({ _tag: 'Aborted', reason: '' }) : answer(batch)),
    declared,
  )

/** Foreign code that answers sample by sample. */
export const each = (
  judge: (sample: number, row: number) => unknown,
  declared: Partial<RewardMeta> = {},
): Reward<number> => raw((batch) => E.right(batch.map(judge)), declared)

export const good = each((sample) => scored(sample))

/** What is found wrong with a reward beside good samples alone. */
export const check = (reward: Reward<number>, options: CheckOptions = { bad: [] }): Promise<ReadonlyArray<Violation>> =>
  checkReward(reward, samples, options)

export const laws = async (reward: Reward<number>, options?: CheckOptions): Promise<ReadonlyArray<Law>> => [
  ...new Set((await check(reward, options)).map(({ law }) => law)),
]
