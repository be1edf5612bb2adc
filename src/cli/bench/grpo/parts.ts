import { BACKENDS } from '../../../adapters/tfjs/backend-name.js'
import type { CallEffort } from '../sections/time-calls.js'

/** What one process measures of the GRPO core; a filter names it as it does a reward. By backend: losses, and what stands on the backend's tensors. */
export const GRPO_PARTS = [
  'grpo/advantages',
  'grpo/logits',
  'grpo/logits-large',
  ...BACKENDS.map((backend) => `grpo/${backend}` as const),
] as const

export type GrpoPart = (typeof GRPO_PARTS)[number]

/** How much is measured of the GRPO core. */
export interface GrpoEffort extends CallEffort {
  /** Whether advantages of several rewards are measured, too. */
  readonly withSeveralRewards: boolean
  /** Copies whose best is what the memory gives. */
  readonly copyRuns: number
  /** Whether a processor that plays the GPU is measured: it takes long, and says nothing of one. */
  readonly withSoftware: boolean
  /** A process that has not answered by then is ended. */
  readonly timeoutMs: number
}

/** @param filter - A backend in software is measured where the filter names it. */
export const grpoEffort = (quick: boolean, filter: string | undefined): GrpoEffort => ({
  minRuns: 3,
  budgetMs: quick ? 100 : 1000,
  withSeveralRewards: !quick,
  copyRuns: quick ? 4 : 12,
  withSoftware: filter?.includes('webgpu') === true,
  timeoutMs: 300_000,
})

/** What needs much memory: a quick run leaves it out unless it is asked for by a filter with this in it. */
export const SLOW_GRPO: ReadonlyMap<GrpoPart, string> = new Map([['grpo/logits-large', 'large']])
