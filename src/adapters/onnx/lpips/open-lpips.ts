import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../../core/error.js'
import type { Image } from '../../../image/image.js'
import type { LayerDistances, LpipsGuard, LpipsModel, LpipsNet, Operand, WeightsOrigin } from '../../../lpips/model.js'
import { makeGraphFolder } from '../graph-folder.js'
import { imageTensor } from '../image-tensor.js'
import { openSession, type Session, type SessionOptions, type Tensor } from '../session.js'
import { shared } from '../shared.js'
import { type Backbone, BACKBONES, tapsOf } from './backbones.js'
import { Features } from './features.js'
import { distanceName, featureName, type LpipsGraphKind, planeName, writeLpipsGraph } from './lpips-graph.js'
import { type BackboneWeights, readBackbone, readHeads } from './weights.js'

/** The arithmetic of the convolutions. */
export type Precision = 'fp32' | 'int8'

export const PRECISIONS: ReadonlyArray<Precision> = ['fp32', 'int8']

/** What a network is opened from. */
export interface OpenLpipsOptions extends SessionOptions {
  readonly net: LpipsNet
  readonly guard: LpipsGuard
  readonly precision: Precision
  /** torchvision's checkpoint and the authors' heads. */
  readonly files: { readonly backbone: string; readonly heads: string }
  readonly origin: WeightsOrigin
  /** A folder of our own, where graphs may lie for the moment a session takes to open. */
  readonly scratchDir: string
}

const OWNER = 'lpips'

/**
 * Opens LPIPS on checkpoints where they lie: nothing is converted or copied. Sessions are opened when first needed, shared by all
 * who ask for the same, and freed with the last of them.
 *
 * @returns `Left BadFile` where a checkpoint is not what it should be, `Left MissingPackage` without onnxruntime-node, `Left Unavailable`
 *   where the device does not open.
 */
export const openLpips =
  (options: OpenLpipsOptions): TE.TaskEither<RewardError, LpipsModel> =>
  async () => {
    const { backbone, heads } = options.files
    const identities = await Promise.all([identityOf(backbone), identityOf(heads)])
    const key = JSON.stringify(['lpips', options, ...identities])
    return shared(key, openOnce(options))()
  }

/** A file that was replaced is another file. */
const identityOf = async (file: string): Promise<string> => {
  const { dev, ino, size, mtimeMs } = await stat(file).catch(() => ({ dev: 0, ino: 0, size: 0, mtimeMs: 0 }))
  return [path.resolve(file), dev, ino, size, mtimeMs].join(':')
}

const openOnce = (options: OpenLpipsOptions): TE.TaskEither<RewardError, LpipsModel> => {
  const backbone = BACKBONES[options.net]
  return pipe(
    TE.Do,
    TE.bind('weights', () => readBackbone(options.files.backbone, backbone)),
    TE.bind('heads', () => readHeads(options.files.heads, backbone)),
    TE.map(({ weights, heads }) => new Network(options, backbone, weights, heads)),
    // Whatever is the matter with runtime or device is told now, before any training.
    TE.chainFirst((network) => network.session('compare', false)),
    TE.map(modelOf),
  )
}

const modelOf = (network: Network): LpipsModel => {
  const { options, backbone } = network
  return {
    net: options.net,
    guard: options.guard,
    weights: options.origin,
    layers: tapsOf(backbone).map(({ name }) => name),
    minSidePx: backbone.minSidePx,
    bytesPerPixel: backbone.valuesPerPixel * Float32Array.BYTES_PER_ELEMENT,
    features: (images) => network.features(images),
    compare: (a, b, { planes = false } = {}) => network.compare(a, b, planes),
    [Symbol.asyncDispose]: () => network.close(),
  }
}

/** The sessions of one network, each opened when first needed. */
class Network {
  private readonly sessions = new Map<string, Promise<E.Either<RewardError, Session>>>()

  constructor(
    readonly options: OpenLpipsOptions,
    readonly backbone: Backbone,
    private readonly weights: BackboneWeights,
    private readonly heads: ReadonlyArray<Float32Array>,
  ) {}

  features(images: ReadonlyArray<Image>): TE.TaskEither<RewardError, Features> {
    const { width, height } = images[0] as Image
    return pipe(
      this.session('features', false),
      TE.chain((session) => session.run({ images: imageTensor(images) })),
      TE.map((outputs) => new Features(this.perLayer(outputs, featureName), width, height)),
    )
  }

  compare(a: Operand, b: Operand, planes: boolean): TE.TaskEither<RewardError, ReadonlyArray<LayerDistances>> {
    // The only kind with features on the right has them on both sides.
    if (b instanceof Features && !(a instanceof Features)) return this.compare(b, a, planes)
    const kind = a instanceof Features ? (b instanceof Features ? 'link' : 'against') : 'compare'
    return pipe(
      this.session(kind, planes),
      TE.chain((session) => session.run({ ...feedsOf('a', a), ...feedsOf('b', b) })),
      TE.map((outputs) => this.distances(outputs, planes)),
    )
  }

  session(kind: LpipsGraphKind, planes: boolean): TE.TaskEither<RewardError, Session> {
    return async () => {
      const key = `${kind}${planes ? '-planes' : ''}`
      const opening = this.sessions.get(key) ?? this.open(kind, planes)
      this.sessions.set(key, opening)
      const opened = await opening
      if (E.isLeft(opened)) this.sessions.delete(key)
      return opened
    }
  }

  async close(): Promise<void> {
    const opened = await Promise.all(this.sessions.values())
    await Promise.all(opened.map((session) => (E.isRight(session) ? session.right.close() : undefined)))
  }

  /** The graph's folder is needed until the session is there: the runtime has mapped the weights by then. */
  private async open(kind: LpipsGraphKind, planes: boolean): Promise<E.Either<RewardError, Session>> {
    const { files, scratchDir } = this.options
    try {
      const folder = await makeGraphFolder(files.backbone, [
        scratchDir,
        path.join(path.dirname(files.backbone), '.corl-graphs'),
      ])
      try {
        const { backbone, heads } = this
        const weights = this.weights.write(folder.location)
        const graph = writeLpipsGraph({ kind, backbone, guard: this.options.guard, heads, planes, weights })
        return await openSession(OWNER, await folder.write(kind, graph.toBytes()), this.options)()
      } finally {
        await folder.remove()
      }
    } catch (cause) {
      return E.left({
        _tag: 'BadFile',
        file: files.backbone,
        expected: 'a file that can be linked or copied into a folder of graphs',
        received: messageOf(cause),
        cause,
      })
    }
  }

  private perLayer(outputs: Readonly<Record<string, Tensor>>, name: (k: number) => string): ReadonlyArray<Tensor> {
    return tapsOf(this.backbone).map((_, k) => outputs[name(k)] as Tensor)
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

const planeOf = ({ shape, data }: Tensor, pair: number) => {
  const [height, width] = [shape[2] as number, shape[3] as number]
  return { width, height, data: data.slice(pair * width * height, (pair + 1) * width * height) }
}

const feedsOf = (name: string, operand: Operand): Readonly<Record<string, Tensor>> => {
  if (!(operand instanceof Features)) return { [name]: imageTensor(operand as ReadonlyArray<Image>) }
  return Object.fromEntries(operand.layers.map((layer, k) => [`${name}.${featureName(k)}`, layer]))
}
