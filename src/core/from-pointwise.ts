import * as E from 'fp-ts/lib/Either.js'
import { aborted, abortable } from './abort.js'
import { type RewardError, unexpected } from './error.js'
import { failed, type Outcome } from './outcome.js'
import { checkOutcome, markChecked, type RewardInit, toMeta } from './make.js'
import type { Reward, RewardMeta, ScoreContext } from './reward.js'
import { freshTurn, isTurnSpent } from './turn.js'

/**
 * Judges one sample: an outcome, or just the number. Asynchronous judges are awaited one after another; `concurrency` runs
 * several at once.
 *
 * @category model
 * @since 0.1.0
 */
export type Judge<S> = (sample: S, context: ScoreContext) => Outcome | number | Promise<Outcome | number>

/**
 * A reward from a function of one sample.
 *
 * @param init - Name and range, and whatever else is known.
 * @param judge - Called once a sample, in order. What it throws fails that sample alone (`Failed Unexpected`).
 * @returns A reward that leaves the event loop free every 10 ms and stops there when it is cancelled.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const short = fromPointwise<{ completion: string }>({ name: 'short', range: { min: 0, max: 1 } }, (s) => 1 / (1 + s.completion.length))
 * expect(await score(short, [{ completion: '' }, { completion: 'abc' }])).toMatchObject([{ value: 1 }, { value: 0.25 }])
 * ```
 * @category constructors
 * @since 0.1.0
 */
export const fromPointwise = <S>(init: RewardInit, judge: Judge<S>): Reward<S> => {
  const meta = toMeta(init)
  return {
    meta,
    score: markChecked((batch, context = {}) => abortable(() => judgeAll(meta, judge, batch, context), context.signal)),
  }
}

const judgeAll = async <S>(
  meta: RewardMeta,
  judge: Judge<S>,
  batch: ReadonlyArray<S>,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  const outcomes: Array<Outcome> = []
  for (const sample of batch) {
    if (isTurnSpent(context.clock)) await freshTurn(context)
    if (context.signal?.aborted === true) return E.left(aborted(context.signal))
    const outcome = attempt(meta, judge, sample, context)
    outcomes.push(outcome instanceof Promise ? await outcome : outcome)
  }
  return E.right(outcomes)
}

const attempt = <S>(
  meta: RewardMeta,
  judge: Judge<S>,
  sample: S,
  context: ScoreContext,
): Outcome | Promise<Outcome> => {
  try {
    const answer = judge(sample, context)
    return answer instanceof Promise ? settle(meta, answer) : checkOutcome(meta, answer)
  } catch (cause) {
    return failed(unexpected(meta.name, cause))
  }
}

const settle = (meta: RewardMeta, answer: Promise<Outcome | number>): Promise<Outcome> =>
  answer.then(
    (settled) => checkOutcome(meta, settled),
    (cause: unknown) => failed(unexpected(meta.name, cause)),
  )
