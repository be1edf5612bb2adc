import type { Obstacle } from '../obstacle.js'
import type { BackendResult, GrpoReport, LogitTiming } from './schema.js'

/** A timing by logits; the share of the memory is known when all of the run is over. */
export type LogitRow = Omit<LogitTiming, 'shareOfMemory'>

/** What one process measured of the GRPO core. */
export interface GrpoPartResult {
  readonly advantages?: GrpoReport['advantages']
  readonly logits?: ReadonlyArray<LogitRow>
  readonly backend?: Omit<BackendResult, 'logits'>
  readonly memoryGigabytesPerSecond?: number
  /** What kept it, or a part of it, from being measured. */
  readonly missing?: Obstacle
}
