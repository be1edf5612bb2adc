import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import type { LpipsGuard, LpipsModel, LpipsNet } from '../../../lpips/model.js'
import { openGraph, type OpenGraphOptions } from '../open-graph.js'
import type { Precision } from '../precision.js'
import type { SessionOptions } from '../session.js'
import { fileIdentity, shared } from '../shared.js'
import { type Backbone, BACKBONES, tapsOf } from './backbones.js'
import { calibrate, type RunOnce } from './calibrate.js'
import { isMadeUp } from '../made-up.js'
import { int8Operators, quantise } from './int8.js'
import { Network } from './network.js'
import { type BackboneWeights, readBackbone, readHeads } from './weights.js'

/** What a network is opened from. */
export interface OpenLpipsOptions extends SessionOptions {
  readonly net: LpipsNet
  readonly guard: LpipsGuard
  readonly precision: Precision
  /** torchvision's checkpoint and the authors' heads. */
  readonly files: { readonly backbone: string; readonly heads: string }
  /** Whether made-up weights were asked for; files may say so of themselves, too. */
  readonly isFormula?: boolean
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
    const identities = await Promise.all([fileIdentity(backbone), fileIdentity(heads)])
    const key = JSON.stringify(['lpips', options, ...identities])
    return TE.map(held)(shared(key, openOnce(options)))()
  }

const openOnce = (options: OpenLpipsOptions): TE.TaskEither<RewardError, LpipsModel> => {
  const { net, guard, files } = options
  const backbone = BACKBONES[net]
  const graphs: OpenGraphOptions = { ...options, reward: OWNER, checkpoint: files.backbone }
  return pipe(
    TE.Do,
    TE.bind('weights', () => readBackbone(files.backbone, backbone)),
    TE.bind('heads', () => readHeads(files.heads, backbone)),
    TE.bind('operators', ({ weights }) =>
      options.precision === 'int8' ? quantised(weights, backbone, graphs) : TE.right(weights.operators),
    ),
    TE.map(({ weights, heads, operators }) => ({
      network: new Network({ backbone, guard, heads, operators, graphs }),
      isFormula: options.isFormula === true || isMadeUp(weights.metadata),
    })),
    // Whatever is the matter with runtime or device is told now, before any training.
    TE.chainFirst(({ network }) => network.session('compare', false)),
    TE.map(({ network, isFormula }) => ({
      net,
      guard,
      weights: isFormula ? 'formula' : 'checkpoint',
      layers: tapsOf(backbone).map(({ name }) => name),
      minSidePx: backbone.minSidePx,
      pairsPerRun: backbone.pairsPerRun,
      bytesPerPixel: backbone.valuesPerPixel * Float32Array.BYTES_PER_ELEMENT,
      features: (images) => network.features(images),
      compare: (a, b, { planes = false } = {}) => network.compare(a, b, planes),
      [Symbol.asyncDispose]: () => network.close(),
    })),
  )
}

/** Each holder's own view of a shared network: who has disposed of it cannot go on while another one still holds it. */
const held = (model: LpipsModel): LpipsModel => {
  let disposed = false
  const guarded = <A>(run: () => TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
    disposed ? TE.left(disposedOf(OWNER)) : run()
  return {
    ...model,
    features: (images) => guarded(() => model.features(images)),
    compare: (a, b, options) => guarded(() => model.compare(a, b, options)),
    [Symbol.asyncDispose]: () => {
      disposed = true
      return model[Symbol.asyncDispose]()
    },
  }
}

/** The arithmetic in 8 bits, its scales from a run over calibration images in float32. */
const quantised = (
  weights: BackboneWeights,
  backbone: Backbone,
  graphs: OpenGraphOptions,
): TE.TaskEither<RewardError, BackboneWeights['operators']> => {
  const runOnce: RunOnce = (write, feeds) =>
    pipe(
      openGraph(write, graphs),
      TE.chain((session) => async () => {
        const outputs = await session.run(feeds)()
        await session.close()
        return outputs
      }),
    )
  return pipe(
    calibrate(backbone, weights.operators, runOnce),
    TE.chain((peaks) => quantise(weights, backbone, peaks)),
    TE.map((backbone8) => () => int8Operators(backbone8)),
  )
}
