import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  failed,
  fromPointwise,
  makeReward,
  type Outcome,
  type Range,
  type Reward,
  type RewardError,
  type RewardInit,
  type ScoreContext,
  skipped,
} from '../../../src/core/index.js'

/** What the stubs answer: a number is scored, `'skip'` skips, `'fail'` fails. */
export type Answer = number | 'skip' | 'fail'

export const unit: Range = { min: 0, max: 1 }

export const skip: Outcome = skipped('not-applicable', 'no picture')

export const broken: RewardError = { _tag: 'MissingField', reward: 'stub', field: 'picture' }

export const outcomeOf = (answer: Answer): Outcome => {
  if (answer === 'skip') return skip
  return answer === 'fail' ? failed(broken) : { _tag: 'Scored', value: answer }
}

/** Answers each sample with itself. */
export const echo = (name: string, range: Range = { min: -100, max: 100 }): Reward<Answer> =>
  fromPointwise<Answer>({ name, range }, outcomeOf)

/** Answers every sample alike. */
export const always = (name: string, answer: Answer, range: Range = unit): Reward<unknown> =>
  fromPointwise({ name, range }, () => outcomeOf(answer))

/** `Left` for every batch. */
export const impossible = (
  error: RewardError = { _tag: 'Unavailable', reward: 'gone', reason: 'no such machine' },
  name = 'gone',
): Reward<unknown> => makeReward<unknown>({ name, range: unit }, () => TE.left(error))

/** A reward that keeps the batches and contexts it was given. */
export interface Spy<S> extends Reward<S> {
  readonly batches: Array<ReadonlyArray<S>>
  readonly contexts: Array<ScoreContext | undefined>
}

export const spy = <S>(reward: Reward<S>): Spy<S> => {
  const batches: Array<ReadonlyArray<S>> = []
  const contexts: Array<ScoreContext | undefined> = []
  return {
    meta: reward.meta,
    batches,
    contexts,
    score: (batch, context) => {
      batches.push(batch)
      contexts.push(context)
      return reward.score(batch, context)
    },
  }
}

/** The answer to a batch. */
export const run = <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  context?: ScoreContext,
): ReturnType<ReturnType<Reward<S>['score']>> => reward.score(batch, context)()

/** The outcomes of a batch that is not impossible. */
export const outcomes = async <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  context?: ScoreContext,
): Promise<ReadonlyArray<Outcome>> => {
  const result = await run(reward, batch, context)
  if (result._tag === 'Left') throw new Error(`Left: ${JSON.stringify(result.left)}`)
  return result.right
}

/** Values of the scored, tags of the others. */
export const answers = async <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  context?: ScoreContext,
): Promise<ReadonlyArray<number | string>> =>
  (await outcomes(reward, batch, context)).map((outcome) => (outcome._tag === 'Scored' ? outcome.value : outcome._tag))

/** A reward that counts how often it is disposed of, and can refuse. */
export const owner = (
  init: Partial<RewardInit> = {},
  refuse?: Error,
): Reward<unknown> & { readonly ends: () => number } => {
  let ends = 0
  return {
    ...always(init.name ?? 'owner', 1),
    ends: () => ends,
    [Symbol.asyncDispose]: () => {
      ends++
      return refuse === undefined ? Promise.resolve() : Promise.reject(refuse)
    },
  }
}

/** A pause on the event loop. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets everything that is ready run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The `Left` of an option out of its domain. */
export const invalidOption = (reward: string, option: string, expected: string, received: string): unknown => ({
  _tag: 'Left',
  left: { _tag: 'InvalidOption', reward, option, expected, received },
})
