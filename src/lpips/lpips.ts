import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../core/abort.js'
import { describe, type RewardError } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import { failed, type Outcome, type Parts, scored } from '../core/outcome.js'
import type { Range } from '../core/range.js'
import type { Reward, ScoreContext } from '../core/reward.js'
import { DistinctImages } from '../image/distinct-images.js'
import type { Image } from '../image/image.js'
import { about, type ImagePairSample, PAIR_FIELDS, pairOf, stopsAll } from '../image/image-pair.js'
import { type ImageSize, resizeTo, sizeFault } from '../image/image-size.js'
import type { ReadImage } from '../image/read-image.js'
import type { LayerDistances, LpipsModel } from './model.js'
import { DistanceRuns, sizeOf } from './run-plan.js'
import type { Edge } from './plan-runs.js'

/**
 * Options of the reward {@link lpips}.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsRewardOptions {
  /** How `image` and `reference` are read. */
  readonly read: ReadImage
  /** `'native'` (default): as they are, both of one size. A number or [width, height] in pixels: resized as Pillow does, bilinear. */
  readonly size?: ImageSize
  /** Whether the distance of each layer is a part of the outcome. */
  readonly layers?: boolean
  /** What the network's activations may take, in bytes; default 1 GiB. Larger batches run in several goes. */
  readonly memoryBytes?: number
}

/** LPIPS is a sum of weighted squares, with no upper bound. */
const LPIPS_RANGE: Range = { min: -Infinity, max: 1 }

const DEFAULT_MEMORY_BYTES = 2 ** 30

/** Pixels held at once, decoded; images that later samples need again are kept beside them. In bytes. */
const WINDOW_BYTES = 2 ** 28

/**
 * Perceptual similarity to the real image: 1 - LPIPS.
 *
 * The range is (-∞, 1], 1 for identical images: LPIPS has no upper bound, so bound it by name where that is wanted (`clamp`).
 * In a batch each distinct image is read, resized and run through the network once.
 *
 * @param model - A loaded network; the reward owns it and frees it.
 * @param options - How images are read, and their size.
 * @returns A reward of samples with `image` and `reference`. `Failed MissingField` where one is absent, `Failed InvalidInput` where it is no image,
 *   too small for the network, or of another size than its partner.
 * @remarks Zhang et al. 2018, version 0.1. The distance is in the outcome's `detail`, and by layer in its parts on request.
 * @category rewards
 * @since 0.2.0
 */
export const lpips = (model: LpipsModel, options: LpipsRewardOptions): Reward<ImagePairSample> => ({
  ...made(model, options),
  [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
})

const made = (model: LpipsModel, options: LpipsRewardOptions): Reward<ImagePairSample> => {
  const fault = faultOf(model, options)
  if (fault !== undefined) return rejected('lpips', fault)
  return makeReward<ImagePairSample>(
    { name: 'lpips', range: LPIPS_RANGE, fields: PAIR_FIELDS },
    (batch, context) => () => new LpipsBatch(model, options, batch, context).score(),
  )
}

const faultOf = (model: LpipsModel, { read, size, memoryBytes = 1 }: LpipsRewardOptions): RewardError | undefined => {
  const wrong = (option: string, expected: string, received: unknown): RewardError => ({
    _tag: 'InvalidOption',
    reward: 'lpips',
    option,
    expected,
    received: describe(received),
  })
  if (typeof read !== 'function') return wrong('read', 'a function that reads images', read)
  if (!(memoryBytes > 0)) return wrong('memoryBytes', 'a positive number of bytes', memoryBytes)
  return sizeFault('lpips', size, model.minSidePx)
}

class LpipsBatch {
  private readonly images: DistinctImages
  private readonly runs: DistanceRuns
  private readonly outcomes: Array<Outcome>
  /** By sample: the images' numbers, and the last sample that holds an image. */
  private readonly pairs: ReadonlyArray<Edge | undefined>
  private readonly lastUse = new Map<number, number>()
  private readonly signal: AbortSignal | undefined

  constructor(
    private readonly model: LpipsModel,
    private readonly options: LpipsRewardOptions,
    batch: ReadonlyArray<ImagePairSample>,
    context: ScoreContext = {},
  ) {
    this.signal = context.signal
    this.outcomes = new Array<Outcome>(batch.length)
    const owner = { reward: 'lpips', field: 'image' }
    const { read, size = 'native' } = options
    this.images = new DistinctImages('lpips', (input) =>
      pipe(
        read(input, owner, { signal: this.signal }),
        TE.chainEitherK((image) => resizeTo(image, size, owner)),
      ),
    )
    this.runs = new DistanceRuns(
      model,
      options.memoryBytes ?? DEFAULT_MEMORY_BYTES,
      (number) => this.imageOf(number),
      this.signal,
    )
    this.pairs = batch.map((sample, i) => this.pairOf(sample, i))
  }

  async score(): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> {
    for (let from = 0; from < this.pairs.length;) {
      const to = await this.fill(from)
      if (this.signal?.aborted === true) return E.left(aborted(this.signal))
      const obstacle = this.images.failures().find(stopsAll)
      if (obstacle !== undefined) return E.left(obstacle)
      const done = await this.scoreWindow(from, to)
      if (E.isLeft(done)) return done
      from = to
    }
    return E.right(this.outcomes)
  }

  private pairOf(sample: unknown, i: number): Edge | undefined {
    const pair = pairOf('lpips', sample)
    if (E.isLeft(pair)) {
      this.outcomes[i] = failed(pair.left)
      return undefined
    }
    const numbers = PAIR_FIELDS.map((field) => this.images.numberOf(pair.right[field]))
    for (const number of numbers) this.lastUse.set(number, i)
    return numbers as unknown as Edge
  }

  /** Loads images from this sample on, as many as may be held; answers the sample to go on from. */
  private async fill(from: number): Promise<number> {
    let to = from
    do {
      const next = Math.min(this.pairs.length, to + SAMPLES_AT_ONCE)
      await this.images.load(
        this.pairs.slice(to, next).flatMap((pair) => pair ?? []),
        this.signal,
      )
      to = next
    } while (to < this.pairs.length && this.images.bytes < WINDOW_BYTES && this.signal?.aborted !== true)
    return to
  }

  private async scoreWindow(from: number, to: number): Promise<E.Either<RewardError, void>> {
    const samples = new Map<string, { readonly edge: Edge; readonly samples: Array<number> }>()
    for (let i = from; i < to; i++) {
      const edge = this.edgeOf(i)
      if (edge === undefined) continue
      const key = edge.join()
      const entry = samples.get(key) ?? { edge, samples: [] }
      samples.set(key, entry)
      entry.samples.push(i)
    }
    const needed = new Set([...this.lastUse].flatMap(([n, last]) => (last >= to ? [this.images.pixelsOf(n)] : [])))
    const edges = [...samples.values()].map(({ edge }) => edge)
    const done = await this.runs.compare(
      edges,
      (number) => needed.has(number),
      (edge, distances) => {
        for (const i of samples.get(edge.join())?.samples ?? []) this.outcomes[i] = this.outcomeOf(distances)
      },
    )()
    this.images.retain((number) => (this.lastUse.get(number) ?? -1) >= to)
    return done
  }

  /** The comparison a sample needs; none where its outcome is known already. */
  private edgeOf(i: number): Edge | undefined {
    const pair = this.pairs[i]
    if (pair === undefined) return undefined
    const problem = this.problemOf(pair)
    if (problem !== undefined) {
      this.outcomes[i] = failed(problem)
      return undefined
    }
    const [a, b] = [this.images.pixelsOf(pair[0]), this.images.pixelsOf(pair[1])]
    if (a !== b) return a < b ? [a, b] : [b, a]
    this.outcomes[i] = this.outcomeOf({ layers: this.model.layers.map(() => 0) })
    return undefined
  }

  private problemOf(pair: Edge): RewardError | undefined {
    for (const [k, field] of PAIR_FIELDS.entries()) {
      const image = this.images.get(pair[k] as number)
      if (E.isLeft(image)) return about(field, image.left)
      const { width, height } = image.right
      const { minSidePx, net } = this.model
      if (Math.min(width, height) < minSidePx) {
        return this.invalid(
          field,
          `an image of at least ${minSidePx} x ${minSidePx} pixels (${net})`,
          sizeOf(image.right),
        )
      }
    }
    const [image, reference] = [this.imageOf(pair[0]), this.imageOf(pair[1])]
    return sizeOf(image) === sizeOf(reference)
      ? undefined
      : this.invalid(
          'image',
          `the reference's size, ${sizeOf(reference)} (or set \`size\` to resize both)`,
          sizeOf(image),
        )
  }

  private imageOf(number: number): Image {
    // Only asked for where it is known to be there.
    return (this.images.get(number) as E.Right<Image>).right
  }

  private outcomeOf({ layers }: LayerDistances): Outcome {
    const distance = layers.reduce((sum, layer) => sum + layer, 0)
    const { net, weights } = this.model
    const outcome = scored(1 - distance, { distance, net, ...(weights === 'formula' ? { weights: FORMULA_NOTE } : {}) })
    if (this.options.layers !== true) return outcome
    const parts: Parts = Object.fromEntries(layers.map((layer, k) => [this.model.layers[k] as string, scored(layer)]))
    return { ...outcome, parts }
  }

  private invalid(field: string, expected: string, received: string): RewardError {
    return { _tag: 'InvalidInput', reward: 'lpips', field, expected, received }
  }
}

/** Samples whose images are read before the memory they take is looked at. */
const SAMPLES_AT_ONCE = 16

/** Said wherever numbers of formula weights are shown. */
export const FORMULA_NOTE = 'formula (speed only, scores mean nothing)'
