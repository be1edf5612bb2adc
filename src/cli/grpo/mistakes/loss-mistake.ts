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

/** Numbers by token, each from the place `by` columns on; `outside` where there is none. */
export const shifted = <A extends Float64Array | Uint8Array>(
  numbers: A,
  columns: number,
  by: number,
  outside: number,
): A =>
  numbers.map((_, at) => {
    const column = (at % columns) + by
    return column < 0 || column >= columns ? outside : (numbers[at + by] as number)
  }) as A

/** A type whose weights are clipped to a range. */
export const isClipped = ({ lossType }: PlainSettings): boolean =>
  lossType !== 'cispo' && lossType !== 'sapo' && lossType !== 'vespo'
