import type { Reward } from '../../../core/reward.js'
import type { Obstacle } from '../obstacle.js'
import { Refusal } from '../refusal.js'
import { orRefuse } from '../sections/or-refuse.js'
import type { Timing } from '../sections/timing.js'
import type { CaptionTiming, LpipsTiming, RecipeTiming, ResizeTiming } from './schema.js'

/** A network's timings; the share of the peak is known when all of the run is over. */
export interface LpipsPart {
  readonly threads: number
  readonly peakGflopPerSecond: number
  readonly peakSize: number
  readonly rows: ReadonlyArray<Omit<LpipsTiming, 'shareOfPeak'>>
}

/** BLIP's timings in one precision, likewise. */
export interface BlipPart {
  readonly threads: number
  readonly peakGflopPerSecond: number
  readonly peakSize: number
  readonly batch: number
  readonly tokens: number
  readonly row: Omit<CaptionTiming, 'shareOfPeak'>
}

/** What one process measured of images. */
export interface ImagePartResult {
  readonly decode?: ReadonlyArray<Timing>
  readonly resize?: ReadonlyArray<ResizeTiming>
  readonly ssim?: ReadonlyArray<Timing>
  readonly lpips?: LpipsPart
  readonly blip?: BlipPart
  readonly recipes?: ReadonlyArray<RecipeTiming>
  /** What kept it, or a part of it, from being measured. */
  readonly missing?: Obstacle
}

/** Scores samples all of which have a score: a batch that fails fast is no speed. */
export const scoreAll = async <S>(reward: Reward<S>, samples: ReadonlyArray<S>): Promise<void> => {
  const outcomes = await orRefuse(reward.score(samples))
  const odd = outcomes.find(({ _tag }) => _tag !== 'Scored')
  if (odd !== undefined) throw new Refusal(`a sample of the benchmark has no score: ${JSON.stringify(odd)}`)
}
