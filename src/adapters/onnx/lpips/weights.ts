import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { type CheckpointWeights, readWeights } from '../checkpoint-weights.js'
import type { GraphWriter } from '../graph.js'
import { type Backbone, convolutionAttributes, convolutionsOf, type Operators, tapsOf } from './backbones.js'

/** A backbone's tensors: most are used where they lie in the file. */
export interface BackboneWeights extends Pick<CheckpointWeights, 'metadata' | 'read'> {
  /** Adds them to a graph that lies beside the file, which is called `location` there; the arithmetic is float32. */
  readonly operators: (location: string) => (graph: GraphWriter) => Operators
}

type NamedShape = readonly [name: string, shape: ReadonlyArray<number>]

/**
 * Finds a backbone's convolutions in a checkpoint of torchvision's layout: `features.0.weight` and so on, at the top or under a
 * prefix (`module.`, `state_dict.`).
 *
 * @returns `Left BadFile` where a tensor is missing or of another shape.
 */
export const readBackbone = (file: string, backbone: Backbone): TaskEither<RewardError, BackboneWeights> => {
  const wanted = convolutionsOf(backbone).flatMap(({ name, channels, kernel }): ReadonlyArray<NamedShape> => [
    [`${name}.weight`, [channels[1], channels[0], kernel, kernel]],
    [`${name}.bias`, [channels[1]]],
  ])
  return pipe(
    readWeights(file, backbone.name, new Map(wanted)),
    TE.map(({ writer, metadata, read }) => ({
      operators: (location) => (graph) => {
        const tensor = writer(graph, location)
        return {
          convolve: (layer, input, prefix) => {
            const parts = ['weight', 'bias'].map((part) => tensor(`${layer.name}.${part}`))
            const name = `${prefix}${layer.name}`
            const sum = graph.node('Conv', `${name}.conv`, [input, ...parts], convolutionAttributes(layer))
            return graph.node('Relu', `${name}.relu`, [sum])
          },
          real: (activation) => activation,
        }
      },
      metadata,
      read,
    })),
  )
}

/**
 * Reads the linear heads of a file of the LPIPS authors (`lin0.model.1.weight` and so on), a weight a channel.
 *
 * @returns `Left BadFile` where one is missing, of another shape, or holds a number that is not finite.
 */
export const readHeads = (file: string, backbone: Backbone): TaskEither<RewardError, ReadonlyArray<Float32Array>> => {
  const shapes = tapsOf(backbone).map(({ channels }, k): NamedShape => [`lin${k}.model.1.weight`, [1, channels, 1, 1]])
  return pipe(
    readWeights(file, `the heads of LPIPS on ${backbone.name}`, new Map(shapes)),
    TE.chain(({ read }) =>
      TE.traverseSeqArray(([name]: NamedShape) =>
        pipe(
          read(name),
          TE.chainEitherK((head) => checkedHead(file, name, head)),
        ),
      )(shapes),
    ),
  )
}

const checkedHead = (file: string, name: string, head: Float32Array): E.Either<RewardError, Float32Array> => {
  // Written so that NaN is found, too.
  const odd = head.find((weight) => !(weight >= 0 && weight < Infinity))
  const expected = `finite numbers from 0 on in ${name}`
  return odd === undefined ? E.right(head) : E.left({ _tag: 'BadFile', file, expected, received: String(odd) })
}
