import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'
import type { LayerDistances, LpipsFeatures, LpipsModel } from './model.js'
import { type Edge, planRuns, type Run } from './plan-runs.js'

/** Called with the result of each comparison. */
export type OnDistance = (edge: Edge, distances: LayerDistances) => void

/**
 * Compares images of one batch: each goes through the backbone once, in runs that fit the memory allowed. Features that several
 * runs need are stored within the same allowance; only where that is too small is one computed again.
 */
export class DistanceRuns {
  /** Stored features, the least recently used first. */
  private readonly stored = new Map<number, LpipsFeatures>()
  private bytes = 0

  constructor(
    private readonly model: LpipsModel,
    private readonly memoryBytes: number,
    private readonly imageOf: (image: number) => Image,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * Runs the comparisons of these edges.
   *
   * @param isNeededLater - Whether more edges of an image will come.
   */
  compare(
    edges: ReadonlyArray<Edge>,
    isNeededLater: (image: number) => boolean,
    onDistance: OnDistance,
  ): TaskEither<RewardError, void> {
    return async () => {
      const plan = planRuns(edges, {
        capacityOf: (image) => this.capacityOf(image),
        pairsPerRun: this.model.pairsPerRun,
        classOf: (image) => sizeOf(this.imageOf(image)),
        isKept: (image) => this.stored.has(image) || isNeededLater(image),
      })
      for (const run of plan) {
        if (this.signal?.aborted === true) return E.left(aborted(this.signal))
        const done = await this.execute(run, onDistance)
        if (E.isLeft(done)) return done
      }
      for (const image of this.stored.keys()) if (!isNeededLater(image)) this.drop(image)
      return E.right(undefined)
    }
  }

  private capacityOf(image: number): number {
    const { width, height } = this.imageOf(image)
    return Math.max(1, Math.floor(this.memoryBytes / (this.model.bytesPerPixel * width * height)))
  }

  private async execute(run: Run, onDistance: OnDistance): Promise<E.Either<RewardError, void>> {
    const tell =
      (edges: ReadonlyArray<Edge>) =>
      (distances: ReadonlyArray<LayerDistances>): void =>
        edges.forEach((edge, i) => onDistance(edge, distances[i] as LayerDistances))
    const images = (numbers: ReadonlyArray<number>): ReadonlyArray<Image> => numbers.map(this.imageOf)
    switch (run.kind) {
      case 'pairs': {
        const [a, b] = [run.edges.map((edge) => edge[0]), run.edges.map((edge) => edge[1])]
        return E.map(tell(run.edges))(await this.model.compare(images(a), images(b))())
      }
      case 'star':
        return E.map(tell(edgesOf(run)))(await this.model.compare(images([run.hub]), images(run.leaves))())
      case 'against': {
        const hub = await this.featuresOf(run.hub)
        if (E.isLeft(hub)) return hub
        return E.map(tell(edgesOf(run)))(await this.model.compare(hub.right, images(run.leaves))())
      }
      case 'link': {
        const a = await this.featuresOf(run.edge[0])
        if (E.isLeft(a)) return a
        const b = await this.featuresOf(run.edge[1])
        if (E.isLeft(b)) return b
        return E.map(tell([run.edge]))(await this.model.compare(a.right, b.right)())
      }
    }
  }

  private async featuresOf(image: number): Promise<E.Either<RewardError, LpipsFeatures>> {
    const known = this.stored.get(image)
    if (known !== undefined) {
      this.stored.delete(image)
      this.stored.set(image, known)
      return E.right(known)
    }
    const made = await this.model.features([this.imageOf(image)])()
    if (E.isLeft(made)) return made
    this.bytes += made.right.bytes
    this.stored.set(image, made.right)
    for (const oldest of this.stored.keys()) {
      if (this.bytes <= this.memoryBytes || oldest === image) break
      this.drop(oldest)
    }
    return made
  }

  private drop(image: number): void {
    this.bytes -= this.stored.get(image)?.bytes ?? 0
    this.stored.delete(image)
  }
}

const edgesOf = ({ hub, leaves }: Extract<Run, { readonly hub: number }>): ReadonlyArray<Edge> =>
  leaves.map((leaf) => (hub < leaf ? [hub, leaf] : [leaf, hub]))

/** Images of one size go through a run together. */
export const sizeOf = ({ width, height }: Image): string => `${width} x ${height}`
