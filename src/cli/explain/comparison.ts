import type { Either } from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import type { MapKind, NumberMap } from './heat-map.js'

/** What a reward can show of two images besides its number. */
export interface Comparison {
  /** As they were compared: after any resizing. */
  readonly image: Image
  readonly reference: Image
  /** What else there is to say: net, size, weights. */
  readonly facts: ReadonlyArray<readonly [label: string, text: string]>
  /** What nobody may miss, such as `weights: formula (speed only, scores mean nothing)`. */
  readonly warning?: string
  /** Distances by layer, in order; empty where there are no layers. */
  readonly layers: ReadonlyArray<{ readonly name: string; readonly distance: number }>
  /** Where they differ; of any size, it is laid over the whole of both images. */
  readonly map: NumberMap & { readonly title: string; readonly kind: MapKind }
}

/** What a comparison may use. */
export interface CompareContext {
  readonly signal: AbortSignal
  readonly modelDir: string | undefined
}

/**
 * Compares the two images of a sample once more, for the eye.
 *
 * @param sample - Both are there; what they hold is not known.
 * @param options - The options of the reward in the spec, validated.
 */
export type CompareImages = (
  sample: { readonly image: unknown; readonly reference: unknown },
  options: Readonly<Record<string, unknown>>,
  context: CompareContext,
) => Promise<Either<RewardError, Comparison>>
