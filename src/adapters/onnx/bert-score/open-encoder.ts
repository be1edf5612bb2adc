import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { openCheckpoint } from '../../../models/checkpoint/open-checkpoint.js'
import { readWeights } from '../checkpoint-weights.js'
import { openGraph } from '../open-graph.js'
import type { Session, SessionOptions } from '../session.js'
import { floatLayers } from '../transformer/layers.js'
import type { EncoderConfig } from './encoder-config.js'
import { writeEncoderGraph } from './encoder-graph.js'
import { encoderTensors, hasOlderNames, type NameInFile, olderName, tensorsBeyond } from './tensors.js'

/** What an encoder is opened from. */
export interface OpenEncoderOptions extends SessionOptions {
  readonly config: EncoderConfig
  /** The layer whose states are asked for; 0 for the embeddings. */
  readonly layer: number
  /** The file of weights. */
  readonly checkpoint: string
  /** A folder of our own, where graphs may lie for the moment a session takes to open. */
  readonly scratchDir: string
}

/**
 * Opens an encoder up to a layer, on a checkpoint where it lies: nothing is converted or copied, and later layers are not read.
 *
 * @returns `Left BadFile` naming the tensor where a checkpoint is not what its configuration says, `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open.
 */
export const openEncoder = (options: OpenEncoderOptions): TE.TaskEither<RewardError, Session> => {
  const { config, layer, checkpoint } = options
  return pipe(
    openCheckpoint(checkpoint),
    TE.map(({ tensors }): NameInFile => (hasOlderNames(tensors.keys()) ? olderName : (name) => name)),
    TE.bindTo('nameInFile'),
    TE.bind('weights', ({ nameInFile }) => {
      const wanted = [...encoderTensors(config, layer)].map(([name, shape]) => [nameInFile(name), shape] as const)
      return readWeights(
        checkpoint,
        config.kind === 'bert' ? 'BERT' : 'RoBERTa',
        new Map(wanted),
        tensorsBeyond(config),
      )
    }),
    TE.chain(({ weights, nameInFile }) =>
      openGraph(
        (location) =>
          writeEncoderGraph(config, layer, (graph) => {
            const tensor = weights.writer(graph, location)
            return floatLayers(graph, (name, view) => tensor(nameInFile(name), view))
          }),
        { ...options, reward: 'bert-score' },
      ),
    ),
  )
}
