import { type Outcome, type RewardError, type Reward, type ScoreContext, showError } from '../core/index.js'

/** How a run ended: as the interface says, or in a way it forbids. */
export type Run =
  | { readonly _tag: 'Right'; readonly outcomes: ReadonlyArray<unknown> }
  | { readonly _tag: 'Left'; readonly error: RewardError }
  | { readonly _tag: 'Broken'; readonly message: string }

/** Scores a batch and answers whatever happens. */
export const run = async <S>(reward: Reward<S>, batch: ReadonlyArray<S>, context?: ScoreContext): Promise<Run> => {
  try {
    return read(await reward.score(batch, context)())
  } catch (cause) {
    return { _tag: 'Broken', message: `scoring threw or rejected: ${textOf(cause)}` }
  }
}

/** The answer comes from foreign code: only its shape tells what it is. */
const read = (answer: unknown): Run => {
  const { _tag, left, right } = (answer ?? {}) as { readonly [K in '_tag' | 'left' | 'right']?: unknown }
  if (_tag === 'Right' && Array.isArray(right)) return { _tag, outcomes: Array.from(right as ReadonlyArray<unknown>) }
  if (_tag === 'Left' && typeof left === 'object' && left !== null) return { _tag, error: left as RewardError }
  return { _tag: 'Broken', message: 'the answer is neither Right of an array nor Left of an error' }
}

const textOf = (cause: unknown): string => {
  try {
    return String(cause)
  } catch {
    return 'something that has no text'
  }
}

/** How a run ended, in a few words. */
export const showRun = (run: Run): string => {
  if (run._tag === 'Right') return `Right of ${run.outcomes.length} outcomes`
  return run._tag === 'Left' ? `Left: ${showError(run.error)}` : run.message
}

/** The outcomes of a run that was found sound. */
export const outcomesOf = (run: Run): ReadonlyArray<Outcome> =>
  run._tag === 'Right' ? (run.outcomes as ReadonlyArray<Outcome>) : []
