import type { Clock, Reward } from '../core/index.js'
import { run, type Run, showRun } from './run.js'
import { type Violation, violation } from './violation.js'

/** What the law needs besides the reward. */
export interface AbortPlan {
  readonly abortWithinMs: number
  readonly clock: Clock
}

/** Before the run; in the same breath as it starts; and while it is under way. */
const MOMENTS = ['before', 'at', 'after'] as const

/** How long a run is left alone before it is cancelled. */
const HEAD_START_MS = 5

/** How long to wait for a run that does not settle, in units of the time it may take: one that is late is told from one that hangs. */
const PATIENCE = 10

/** Cancels a run at each moment and looks whether, and when, it answers `Left Aborted`. */
export const checkAbort = async <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  plan: AbortPlan,
): Promise<ReadonlyArray<Violation>> => {
  const found: Array<Violation> = []
  for (const moment of MOMENTS) found.push(...(await checkMoment(reward, batch, plan, moment)))
  return found
}

const checkMoment = async <S>(
  reward: Reward<S>,
  batch: ReadonlyArray<S>,
  { abortWithinMs, clock }: AbortPlan,
  moment: (typeof MOMENTS)[number],
): Promise<ReadonlyArray<Violation>> => {
  const controller = new AbortController()
  if (moment === 'before') controller.abort()
  const ended = run(reward, batch, { signal: controller.signal })
  if (moment === 'after') await within(ended, HEAD_START_MS)
  controller.abort()
  const began = clock()
  // A run that was over when it was cancelled is seen to be over before the next timer.
  const over = await within(ended, 0)
  if (over?._tag === 'Right' && moment !== 'before') return []
  const end = over ?? (await within(ended, abortWithinMs * PATIENCE))
  const tookMs = Math.round(clock() - began)
  const what = `cancelled ${moment === 'after' ? `${HEAD_START_MS} ms after` : moment} the start of a run`
  if (end === undefined) return [violation('abort', `${what}: no answer after ${tookMs} ms`)]
  if (end._tag !== 'Left' || end.error._tag !== 'Aborted') {
    return [violation('abort', `${what}: expected Left Aborted, got ${showRun(end)}`)]
  }
  return tookMs <= abortWithinMs ? [] : [violation('abort', `${what}: answered after ${tookMs} ms`)]
}

/** The run's end, if it comes in time. */
const within = async (ended: Promise<Run>, ms: number): Promise<Run | undefined> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  const end = await Promise.race([ended, late])
  clearTimeout(timer)
  return end
}
