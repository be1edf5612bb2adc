import type { LpipsFeatures } from '../../../lpips/model.js'
import type { Tensor } from '../session.js'

/** Normalised features as the graphs hand them out: a tensor a layer. */
export class Features implements LpipsFeatures {
  readonly count: number
  readonly bytes: number

  constructor(
    readonly layers: ReadonlyArray<Tensor>,
    readonly width: number,
    readonly height: number,
  ) {
    this.count = layers[0]?.shape[0] ?? 0
    this.bytes = layers.reduce((sum, { data }) => sum + data.byteLength, 0)
  }
}
