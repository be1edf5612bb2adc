import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import type { Image } from '../../../image/image.js'
import type { LayerDistances, LpipsGuard, Operand, Plane } from '../../../lpips/model.js'
import type { GraphWriter } from '../graph.js'
import { imageTensor } from '../image-tensor.js'
import { openGraph, type OpenGraphOptions } from '../open-graph.js'
import type { Session, Tensor } from '../session.js'
import { type Backbone, type Operators, tapsOf } from './backbones.js'
import { Features } from './features.js'
import { distanceName, featureName, type LpipsGraphKind, planeName, writeLpipsGraph } from './lpips-graph.js'

/** What a network is made of. */
export interface NetworkInit {
  readonly backbone: Backbone
  readonly guard: LpipsGuard
  readonly heads: ReadonlyArray<Float32Array>
  /** The backbone's arithmetic in a graph beside the checkpoint, which is called `location` there. */
  readonly operators: (location: string) => (graph: GraphWriter) => Operators
  readonly graphs: OpenGraphOptions
}

/** The sessions of one network, each opened when first needed. */
export class Network {
  private readonly sessions = new Map<string, Promise<E.Either<RewardError, Session>>>()
  private closed = false

  constructor(private readonly init: NetworkInit) {}

  features(images: ReadonlyArray<Image>): TE.TaskEither<RewardError, Features> {
    const [first] = images
    if (first === undefined || !alike(images)) return TE.left(unlike('images', 'images of one size, at least one'))
    const { width, height } = first
    return pipe(
      this.session('features', false),
      TE.chain((session) => session.run({ images: imageTensor(images) })),
      TE.map((outputs) => new Features(this.perLayer(outputs, featureName), width, height)),
    )
  }

  compare(a: Operand, b: Operand, planes: boolean): TE.TaskEither<RewardError, ReadonlyArray<LayerDistances>> {
    // The only kind with features on the right has them on both sides.
    if (b instanceof Features && !(a instanceof Features)) return this.compare(b, a, planes)
    const counts = [countOf(a), countOf(b)] as const
    if (counts[0] === 0 || !(counts[0] === 1 || counts[0] === counts[1]) || !alike([...sizesOf(a), ...sizesOf(b)])) {
      return TE.left(unlike('b', 'images of one size, as many as in `a`, or one there'))
    }
    const kind = a instanceof Features ? (b instanceof Features ? 'link' : 'against') : 'compare'
    return pipe(
      this.session(kind, planes),
      TE.chain((session) => session.run({ ...feedsOf('a', a), ...feedsOf('b', b) })),
      TE.map((outputs) => this.distances(outputs, planes)),
    )
  }

  session(kind: LpipsGraphKind, planes: boolean): TE.TaskEither<RewardError, Session> {
    return async () => {
      if (this.closed) return E.left(disposedOf(this.init.graphs.reward))
      const key = `${kind}${planes ? '-planes' : ''}`
      const opening = this.sessions.get(key) ?? this.open(kind, planes)()
      this.sessions.set(key, opening)
      const opened = await opening
      if (E.isLeft(opened)) this.sessions.delete(key)
      return opened
    }
  }

  async close(): Promise<void> {
    this.closed = true
    const opened = await Promise.all(this.sessions.values())
    await Promise.all(opened.flatMap((session) => (E.isRight(session) ? [session.right.close()] : [])))
  }

  private open(kind: LpipsGraphKind, planes: boolean): TE.TaskEither<RewardError, Session> {
    const { operators, graphs, ...init } = this.init
    return openGraph((location) => writeLpipsGraph({ ...init, kind, planes, operators: operators(location) }), graphs)
  }

  private perLayer(outputs: Readonly<Record<string, Tensor>>, name: (k: number) => string): ReadonlyArray<Tensor> {
    return tapsOf(this.init.backbone).map((_, k) => outputs[name(k)] as Tensor)
  }

  private distances(outputs: Readonly<Record<string, Tensor>>, planes: boolean): ReadonlyArray<LayerDistances> {
    const means = this.perLayer(outputs, distanceName)
    const maps = planes ? this.perLayer(outputs, planeName) : undefined
    return Array.from({ length: means[0]?.data.length ?? 0 }, (_, pair) => ({
      layers: means.map(({ data }) => data[pair] as number),
      ...(maps === undefined ? {} : { planes: maps.map((map) => planeOf(map, pair)) }),
    }))
  }
}

const planeOf = ({ shape, data }: Tensor, pair: number): Plane => {
  const [height, width] = [shape[1] as number, shape[2] as number]
  return { width, height, data: data.slice(pair * width * height, (pair + 1) * width * height) }
}

const feedsOf = (name: string, operand: Operand): Readonly<Record<string, Tensor>> => {
  if (!(operand instanceof Features)) return { [name]: imageTensor(operand as ReadonlyArray<Image>) }
  return Object.fromEntries(operand.layers.map((layer, k) => [`${name}.${featureName(k)}`, layer]))
}

type Size = Pick<Image, 'width' | 'height'>

const countOf = (operand: Operand): number =>
  operand instanceof Features ? operand.count : (operand as ReadonlyArray<Image>).length

const sizesOf = (operand: Operand): ReadonlyArray<Size> =>
  operand instanceof Features ? [operand] : (operand as ReadonlyArray<Image>)

const alike = (sizes: ReadonlyArray<Size>): boolean =>
  sizes.every(({ width, height }) => width === sizes[0]?.width && height === sizes[0].height)

const unlike = (field: string, expected: string): RewardError => ({
  _tag: 'InvalidInput',
  reward: 'lpips',
  field,
  expected,
  received: 'none, another count, or another size',
})
