import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import { failed, type Outcome, type Parts, scored } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { DistinctImages } from '../image/distinct-images.js'
import { checkedImage, type Image } from '../image/image.js'
import { about, type ImagePairSample, PAIR_FIELDS, pairOf, stopsAll } from '../image/image-pair.js'
import { resizeTo } from '../image/image-size.js'
import { imageFault, pairFault } from './image-fault.js'
import { FORMULA_NOTE, type LayerDistances, type LpipsModel } from './model.js'
import type { Edge } from './plan-runs.js'
import type { LpipsRewardOptions } from './reward-options.js'
import { DistanceRuns } from './run-plan.js'
import { totalDistance } from './total-distance.js'

/** What a run may take unless said otherwise: enough for a pair of 1024 x 1024 on the largest network, and for a group of 16 at 224 x 224. */
const DEFAULT_MEMORY_BYTES = 2 ** 32

/** Pixels held at once, decoded; images that later samples need again are kept beside them. In bytes. */
const WINDOW_BYTES = 2 ** 28

/** Samples whose images are read before the memory they take is looked at. */
const SAMPLES_AT_ONCE = 4

/** One batch on its way through the network. */
export class LpipsBatch {
  private readonly images: DistinctImages
  private readonly runs: DistanceRuns
  private readonly outcomes: Array<Outcome>
  /** By sample: the images' numbers, and the last sample that holds an image. */
  private readonly pairs: ReadonlyArray<Edge | undefined>
  private readonly lastUse = new Map<number, number>()
  private readonly signal: AbortSignal | undefined
  private readonly memoryBytes: number

  constructor(
    private readonly model: LpipsModel,
    private readonly options: LpipsRewardOptions,
    batch: ReadonlyArray<ImagePairSample>,
    context: ScoreContext = {},
  ) {
    this.signal = context.signal
    this.memoryBytes = options.memoryBytes ?? DEFAULT_MEMORY_BYTES
    this.outcomes = new Array<Outcome>(batch.length)
    const owner = { reward: 'lpips', field: 'image' }
    const { read, size = 'native' } = options
    this.images = new DistinctImages('lpips', (input) =>
      pipe(
        read(input, owner, { signal: this.signal }),
        TE.chainEitherK((image) => checkedImage(image, owner)),
        TE.chainEitherK((image) => resizeTo(image, size, owner)),
      ),
    )
    this.runs = new DistanceRuns(model, this.memoryBytes, (number) => this.imageOf(number), this.signal)
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
      const problem = E.isLeft(image)
        ? about(field, image.left)
        : imageFault(this.model, image.right, field, this.memoryBytes)
      if (problem !== undefined) return problem
    }
    return pairFault(this.imageOf(pair[0]), this.imageOf(pair[1]))
  }

  private imageOf(number: number): Image {
    // Only asked for where it is known to be there.
    return (this.images.get(number) as E.Right<Image>).right
  }

  private outcomeOf({ layers }: LayerDistances): Outcome {
    const distance = totalDistance(layers)
    if (E.isLeft(distance)) return failed(distance.left)
    const { net, weights } = this.model
    const detail = { distance: distance.right, net, ...(weights === 'formula' ? { weights: FORMULA_NOTE } : {}) }
    const outcome = scored(1 - distance.right, detail)
    if (this.options.layers !== true) return outcome
    const parts: Parts = Object.fromEntries(layers.map((layer, k) => [this.model.layers[k] as string, scored(layer)]))
    return { ...outcome, parts }
  }
}
