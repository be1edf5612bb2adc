import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { DecoderRun } from '../../../recaption/decoding/decoder-run.js'
import { readWeights } from '../checkpoint-weights.js'
import { isMadeUp } from '../made-up.js'
import { openGraph } from '../open-graph.js'
import type { Session, SessionOptions } from '../session.js'
import { floatLayers } from '../transformer/layers.js'
import type { BlipConfig } from './blip-config.js'
import { writeDecoderGraph } from './decoder-graph.js'
import { DecoderSession } from './decoder-session.js'
import { type EncodedImages, encodeImages } from './image-states.js'
import { imageTokens, textTensors, visionTensors } from './tensors.js'
import { writeVisionGraph } from './vision-graph.js'

/** What a network is opened from. */
export interface OpenBlipOptions extends SessionOptions {
  readonly config: BlipConfig
  /** The file of weights. */
  readonly checkpoint: string
  /** A folder of our own, where graphs may lie for the moment a session takes to open. */
  readonly scratchDir: string
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

/**
 * Opens BLIP on a checkpoint where it lies: nothing is converted or copied.
 *
 * @returns `Left BadFile` naming the tensor where a checkpoint is not what its configuration says, `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open.
 */
export const openBlip = (options: OpenBlipOptions): TE.TaskEither<RewardError, BlipNetwork> => {
  const { config, checkpoint } = options
  const graphs = { ...options, reward: 'recaption' }
  const wanted = new Map([...visionTensors(config), ...textTensors(config)])
  return pipe(
    TE.Do,
    TE.bind('weights', () => readWeights(checkpoint, 'BLIP', wanted)),
    TE.bind('vision', ({ weights }) =>
      openGraph(
        (location) => writeVisionGraph(config.vision, (graph) => floatLayers(graph, weights.writer(graph, location))),
        graphs,
      ),
    ),
    TE.bind('decoder', ({ weights, vision }) =>
      pipe(
        openGraph(
          (location) =>
            writeDecoderGraph(
              config,
              (graph) => floatLayers(graph, weights.writer(graph, location)),
              imageTokens(config.vision),
            ),
          graphs,
        ),
        orClose(vision),
      ),
    ),
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
