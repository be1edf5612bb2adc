import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { readWeights } from '../checkpoint-weights.js'
import type { GraphWriter } from '../graph.js'
import { openGraph } from '../open-graph.js'
import type { Session, SessionOptions } from '../session.js'
import { floatLayers, type LayerWriter } from '../transformer/layers.js'
import type { ClipConfig } from './clip-config.js'
import { clipTensors, tensorsBeyond } from './tensors.js'
import { writeTextGraph } from './text-graph.js'
import { writeVisionGraph } from './vision-graph.js'

/** What a network is opened from. */
export interface OpenClipOptions extends SessionOptions {
  readonly config: ClipConfig
  /** The file of weights. */
  readonly checkpoint: string
  /** A folder of our own, where graphs may lie for the moment a session takes to open. */
  readonly scratchDir: string
}

/** CLIP's two towers, open. */
export interface ClipTowers {
  readonly vision: Session
  readonly text: Session
  readonly close: () => Promise<void>
}

/**
 * Opens CLIP on a checkpoint where it lies: nothing is converted or copied.
 *
 * @returns `Left BadFile` naming the tensor where a checkpoint is not what its configuration says, `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open.
 */
export const openClip = (options: OpenClipOptions): TE.TaskEither<RewardError, ClipTowers> => {
  const { config, checkpoint } = options
  return pipe(
    TE.Do,
    TE.bind('weights', () => readWeights(checkpoint, 'CLIP', clipTensors(config), tensorsBeyond(config))),
    TE.let('open', ({ weights }) => (write: (layersOn: (graph: GraphWriter) => LayerWriter) => GraphWriter) => {
      const onFile = (location: string) => write((graph) => floatLayers(graph, weights.writer(graph, location)))
      return openGraph(onFile, { ...options, reward: 'clip' })
    }),
    TE.bind('vision', ({ open }) => open((layersOn) => writeVisionGraph(config, layersOn))),
    TE.bind('text', ({ open, vision }) =>
      pipe(
        open((layersOn) => writeTextGraph(config, layersOn)),
        // Where the second tower does not open, the first one is not left open.
        TE.orElse((error) => async () => {
          await vision.close()
          return E.left(error)
        }),
      ),
    ),
    TE.map(({ vision, text }) => ({
      vision,
      text,
      close: async () => {
        await Promise.all([vision.close(), text.close()])
      },
    })),
  )
}
