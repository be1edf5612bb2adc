import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { DecoderRun } from '../../../recaption/decoding/decoder-run.js'
import { type CheckpointWeights, readWeights, type WantedTensors } from '../checkpoint-weights.js'
import type { GraphWriter } from '../graph.js'
import { isMadeUp } from '../made-up.js'
import { openGraph } from '../open-graph.js'
import type { Precision } from '../precision.js'
import type { Session, SessionOptions } from '../session.js'
import { floatLayers, type LayerWriter, type LinearNames } from '../transformer/layers.js'
import { quantisedFile } from '../transformer/quantised-file.js'
import {
  type Activations,
  linearLayersOf,
  type QuantisedLayer,
  quantisedLayers,
  quantisedName,
} from '../transformer/quantised-layers.js'
import type { BlipConfig } from './blip-config.js'
import { writeDecoderGraph } from './decoder-graph.js'
import { DecoderSession } from './decoder-session.js'
import { type EncodedImages, encodeImages } from './image-states.js'
import { imageTokens } from '../transformer/tensors.js'
import { tensorsBeyond, textTensors, visionTensors } from './tensors.js'
import { writeVisionGraph } from './vision-graph.js'

/** What a network is opened from. */
export interface OpenBlipOptions extends SessionOptions {
  readonly config: BlipConfig
  /** The file of weights. */
  readonly checkpoint: string
  readonly precision: Precision
  /** The models' folder: graphs lie in it for the moment a session takes to open, weights in 8 bits stay. */
  readonly home: string
}

/** BLIP's two halves, open. */
export interface BlipNetwork {
  /** Whether the file says that its weights are made up. */
  readonly isFormula: boolean
  readonly encode: (
    images: ReadonlyArray<Float32Array>,
    signal?: AbortSignal,
  ) => TE.TaskEither<RewardError, EncodedImages>
  /** A decoder that has read these images. */
  readonly decode: (images: EncodedImages) => DecoderRun
  readonly close: () => Promise<void>
}

/** How one of the two graphs is written. */
type Write = (layersOn: (graph: GraphWriter) => LayerWriter) => GraphWriter

/** Opens a session on a graph. */
type Open = (write: Write) => TE.TaskEither<RewardError, Session>

/**
 * Opens BLIP on a checkpoint where it lies: nothing is converted or copied in float32; in 8 bits the linear layers come from a file of ours,
 * which is written once.
 *
 * @returns `Left BadFile` naming the tensor where a checkpoint is not what its configuration says, `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open.
 */
export const openBlip = (options: OpenBlipOptions): TE.TaskEither<RewardError, BlipNetwork> => {
  const { config, checkpoint } = options
  const wanted = new Map([...visionTensors(config), ...textTensors(config)])
  const writeVision: Write = (layersOn) => writeVisionGraph(config.vision, layersOn)
  const writeDecoder: Write = (layersOn) => writeDecoderGraph(config, layersOn, imageTokens(config.vision))
  return pipe(
    TE.Do,
    TE.bind('weights', () => readWeights(checkpoint, 'BLIP', wanted, tensorsBeyond(config))),
    TE.bind('open', ({ weights }) =>
      options.precision === 'fp32'
        ? TE.right(inFloats(weights, options))
        : inBytes(weights, wanted, { vision: writeVision, decoder: writeDecoder }, options),
    ),
    TE.bind('vision', ({ open }) => open(writeVision)),
    TE.bind('decoder', ({ open, vision }) => pipe(open(writeDecoder), orClose(vision))),
    TE.map(({ weights, vision, decoder }) => ({
      isFormula: isMadeUp(weights.metadata),
      encode: (images, signal) => encodeImages(vision, images, config.vision.imageSize, signal),
      decode: (images) => new DecoderSession(decoder, config.text, images),
      close: async () => {
        await Promise.all([vision.close(), decoder.close()])
      },
    })),
  )
}

const graphOptions = ({ home, ...options }: OpenBlipOptions, beside?: string) => ({
  ...options,
  reward: 'recaption',
  scratchDir: path.join(home, 'graphs'),
  beside,
})

const inFloats =
  (weights: CheckpointWeights, options: OpenBlipOptions): Open =>
  (write) =>
    openGraph(
      (location) => write((graph) => floatLayers(graph, weights.writer(graph, location))),
      graphOptions(options),
    )

/** What is kept of the inputs of each half's layers: images are encoded one by one, texts are decoded side by side. */
const KEPT = { vision: 'coarse', decoder: 'fine' } as const satisfies Record<string, Activations>

const inBytes = (
  weights: CheckpointWeights,
  wanted: WantedTensors,
  halves: Readonly<Record<keyof typeof KEPT, Write>>,
  options: OpenBlipOptions,
): TE.TaskEither<RewardError, Open> => {
  const kept = new Map<string, Activations>()
  const layers: Array<QuantisedLayer> = []
  for (const half of ['vision', 'decoder'] as const) {
    for (const layer of linearLayersOf(halves[half])) {
      const [outputs = 0, inputs = 0] = wanted.get(layer.weight) ?? []
      const [from, to] = layer.rows ?? [0, outputs]
      kept.set(quantisedName(layer), KEPT[half])
      layers.push({ ...layer, outputs: to - from, inputs })
    }
  }
  const activations = (layer: LinearNames): Activations | undefined => kept.get(quantisedName(layer))
  return pipe(
    quantisedFile(options.home, options.checkpoint, weights, layers),
    TE.map(
      (file): Open =>
        (write) =>
          openGraph(
            (location) =>
              write((graph) =>
                quantisedLayers(graph, weights.writer(graph, location), {
                  quantised: file.writer(graph),
                  activations,
                }),
              ),
            graphOptions(options, file.path),
          ),
    ),
  )
}

/** Where the second half does not open, the first one is not left open. */
const orClose =
  (session: Session) =>
  <A>(open: TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
    pipe(
      open,
      TE.orElse((error) => async () => {
        await session.close()
        return E.left(error)
      }),
    )
