import type { Batch } from '../plain/batch.js'
import type { PlainSettings } from '../plain/settings.js'

/** What a loss is computed of, and how. */
export interface LossCall {
  readonly batch: Batch
  readonly settings: PlainSettings
}

/** One way to get a loss wrong. */
export interface LossMistake {
  /** Completes "consistent with: ". */
  readonly reason: string
  /** Nothing where it makes no difference, or no sense. */
  readonly make: (call: LossCall) => LossCall | undefined
}

/** A mistake of the settings. */
export const inSettings = (
  reason: string,
  change: (settings: PlainSettings, batch: Batch) => Partial<PlainSettings> | undefined,
): LossMistake => ({
  reason,
  make: ({ batch, settings }) => {
    const changed = change(settings, batch)
    return changed === undefined ? undefined : { batch, settings: { ...settings, ...changed } }
  },
})

/** A mistake of the inputs. */
export const inBatch = (
  reason: string,
  change: (batch: Batch, settings: PlainSettings) => Partial<Batch> | undefined,
): LossMistake => ({
  reason,
  make: ({ batch, settings }) => {
    const changed = change(batch, settings)
    return changed === undefined ? undefined : { batch: { ...batch, ...changed }, settings }
  },
})

/** A type whose weights are clipped to a range. */
export const isClipped = ({ lossType }: PlainSettings): boolean =>
  lossType !== 'cispo' && lossType !== 'sapo' && lossType !== 'vespo'
