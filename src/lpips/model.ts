/// <reference lib="esnext.disposable" preserve="true" />
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'

/**
 * The backbones that LPIPS has published heads for.
 *
 * @category model
 * @since 0.2.0
 */
export type LpipsNet = 'alex' | 'vgg' | 'squeeze'

/**
 * What keeps the length of a zero feature vector from dividing by zero: `'official'` is f / (|f| + 1e-10), as the authors'
 * package has it; `'torchmetrics'` is f / sqrt(1e-8 + |f|²), which is what ULM-R1 ran.
 *
 * @category model
 * @since 0.2.0
 */
export type LpipsGuard = 'official' | 'torchmetrics'

/**
 * Where a network's numbers come from: files that were named or found, or a formula. Distances of formula weights mean nothing.
 *
 * @category model
 * @since 0.2.0
 */
export type WeightsOrigin = 'checkpoint' | 'formula'

/** Said wherever numbers of formula weights are shown. */
export const FORMULA_NOTE = 'formula (speed only, scores mean nothing)'

/** Normalised features of images of one size, to be compared by the model that made them. */
export interface LpipsFeatures {
  readonly count: number
  readonly width: number
  readonly height: number
  /** What they take, in bytes. */
  readonly bytes: number
}

/** A plane of numbers, row-major. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** The distance of two images, layer by layer: the mean over each layer's plane. */
export interface LayerDistances {
  readonly layers: ReadonlyArray<number>
  /** The planes themselves, at each layer's own size, where they were asked for. */
  readonly planes?: ReadonlyArray<Plane>
}

/** Images or their features. */
export type Operand = ReadonlyArray<Image> | LpipsFeatures

/**
 * A loaded network, as rewards see it. All images of a call have one size.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsModel {
  readonly net: LpipsNet
  readonly guard: LpipsGuard
  readonly weights: WeightsOrigin
  /** Names of the layers compared, in order. */
  readonly layers: ReadonlyArray<string>
  /** Images with a shorter side have no features in the last layer. In pixels. */
  readonly minSidePx: number
  /** What a run holds at its peak, in bytes a pixel of each image. */
  readonly bytesPerPixel: number
  /** How many separate pairs a run takes at most: of a small network, the activations of more of them leave the processor's cache. */
  readonly pairsPerRun: number
  /** One run of the backbone over the images. */
  readonly features: (images: ReadonlyArray<Image>) => TaskEither<RewardError, LpipsFeatures>
  /** Distances of a[k] and b[k]; where `a` holds one, of it and each of `b`. Images go through the backbone in one run. */
  readonly compare: (
    a: Operand,
    b: Operand,
    options?: { readonly planes?: boolean },
  ) => TaskEither<RewardError, ReadonlyArray<LayerDistances>>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}
