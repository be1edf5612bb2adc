import type { ImagePartResult } from './images/measured.js'
import type { GrpoPartResult } from './grpo/measured.js'
import type { GrpoEffort, GrpoPart } from './grpo/parts.js'
import type { ImageEffort, ImagePart } from './images/parts.js'
import type { RewardSpec } from '../../presets/index.js'
import type { Agreement, Contract, Memory, OutcomeCounts, Speed } from './report.js'

/** How much is measured. */
export interface Effort {
  readonly batchSizes: ReadonlyArray<number>
  /** Scored one at a time, for the percentiles. */
  readonly singleMs: number
  /** At each larger batch size. */
  readonly batchMs: number
  readonly warmupMs: number
  /** A batch size that would take longer than this in all is left out. */
  readonly sizeLimitMs: number
  /** Fresh processes for the cold start. */
  readonly starts: number
  /** Samples scored while the memory is watched. */
  readonly memorySamples: number
  /** A process that has not answered by then is ended. */
  readonly timeoutMs: number
}

/** The default run: all rewards of text in well under a minute. */
export const FULL: Effort = {
  batchSizes: [1, 8, 64, 512, 4096],
  singleMs: 800,
  batchMs: 300,
  warmupMs: 100,
  sizeLimitMs: 5000,
  starts: 3,
  memorySamples: 65_536,
  timeoutMs: 120_000,
}

/** `--quick`. */
export const QUICK: Effort = {
  batchSizes: [1, 64, 512],
  singleMs: 150,
  batchMs: 100,
  warmupMs: 50,
  sizeLimitMs: 1000,
  starts: 1,
  memorySamples: 16_384,
  timeoutMs: 60_000,
}

/** A reward of this package, or one that a module of the user exports. */
export type Target =
  | {
      readonly kind: 'builtin'
      /** What its figures are told under: the reward's own id, or one with what sets it apart. */
      readonly id: string
      /** The id that its workload and golden data go by. */
      readonly reward: string
      /** Of the golden data's variants the one it is held against; default: all. */
      readonly variant?: string
      readonly spec: RewardSpec
      readonly example?: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'module'; readonly id: string; readonly url: string; readonly exported: string }

/** What a fresh process is asked to do: look what a module exports, time a cold start, measure everything of a reward, or a part of images or of the GRPO core. */
export type Job =
  | { readonly task: 'inspect'; readonly url: string }
  | { readonly task: 'start'; readonly target: Target }
  | { readonly task: 'measure'; readonly target: Target; readonly effort: Effort; readonly goldenFolder: string }
  | { readonly task: 'images'; readonly part: ImagePart; readonly effort: ImageEffort }
  | { readonly task: 'grpo'; readonly part: GrpoPart; readonly effort: GrpoEffort; readonly goldenFolder: string }

/** What one process measures. */
export interface Measurement {
  readonly coldStartMs: number
  readonly memory: Memory
  readonly outcomes: OutcomeCounts
  readonly speed: Speed
  readonly agreement: Agreement | null
  readonly contract: Contract | null
}

/** The answer to each task. */
export interface Answers {
  readonly inspect: ReadonlyArray<string>
  readonly start: number
  readonly measure: Measurement
  readonly images: ImagePartResult
  readonly grpo: GrpoPartResult
}

/** What the process says: what it is at, then its answer or why there is none. */
export type Message =
  | { readonly _tag: 'Phase'; readonly phase: string }
  | { readonly _tag: 'Answer'; readonly answer: Answers[Job['task']] }
  | { readonly _tag: 'Refused'; readonly message: string }
