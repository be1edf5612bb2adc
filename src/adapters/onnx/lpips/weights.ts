import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Checkpoint, StoredTensor } from '../../../models/checkpoint/checkpoint.js'
import { openCheckpoint } from '../../../models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../models/checkpoint/read-tensor.js'
import type { GraphWriter, Value } from '../graph.js'
import { type Backbone, convolutionAttributes, convolutionsOf, type Operators, tapsOf } from './backbones.js'

/** A backbone's tensors: most are used where they lie in the file. */
export interface BackboneWeights {
  /** Adds them to a graph that lies beside the file, which is called `location` there; the arithmetic is float32. */
  readonly operators: (location: string) => (graph: GraphWriter) => Operators
  /** What the file says of itself. */
  readonly metadata: Readonly<Record<string, string>>
  /** The values of a tensor: `features.0.weight`. */
  readonly read: (name: string) => TaskEither<RewardError, Float32Array>
}

/** One tensor of the backbone, its shape known to be right. */
interface Weight {
  readonly name: string
  readonly stored: StoredTensor
  /** Its values, where they cannot be used in place (a view, another element type). */
  readonly values?: Float32Array
}

const badFile = (file: string, expected: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected,
  received,
})

const shapeText = (shape: ReadonlyArray<number>): string => `[${shape.join(', ')}]`

/**
 * Finds a backbone's convolutions in a checkpoint of torchvision's layout: `features.0.weight` and so on, at the top or under a
 * prefix (`module.`, `state_dict.`).
 *
 * @returns `Left BadFile` where a tensor is missing or of another shape.
 */
export const readBackbone =
  (file: string, backbone: Backbone): TaskEither<RewardError, BackboneWeights> =>
  async () => {
    const opened = await openCheckpoint(file)()
    if (E.isLeft(opened)) return opened
    const checkpoint = opened.right
    const prefix = prefixOf(checkpoint, 'features.0.weight')
    const found = new Map<string, Weight>()
    for (const { name, channels, kernel } of convolutionsOf(backbone)) {
      const shapes = { weight: [channels[1], channels[0], kernel, kernel], bias: [channels[1]] }
      for (const [part, shape] of Object.entries(shapes)) {
        const weight = await findWeight(checkpoint, prefix, `${name}.${part}`, shape, backbone)
        if (E.isLeft(weight)) return weight
        found.set(weight.right.name, weight.right)
      }
    }
    return E.right({
      operators: (location) => (graph) => {
        const values = new Map([...found].map(([name, weight]) => [name, writeWeight(graph, weight, location)]))
        return {
          convolve: (layer, input, prefix) => {
            const parts = ['weight', 'bias'].map((part) => values.get(`${layer.name}.${part}`) as Value)
            const name = `${prefix}${layer.name}`
            const sum = graph.node('Conv', `${name}.conv`, [input, ...parts], convolutionAttributes(layer))
            return graph.node('Relu', `${name}.relu`, [sum])
          },
          real: (activation) => activation,
        }
      },
      metadata: checkpoint.metadata,
      read: (name) => realValues(checkpoint, prefix + name),
    })
  }

const prefixOf = (checkpoint: Checkpoint, name: string): string => {
  const key = [...checkpoint.tensors.keys()].find((one) => one === name || one.endsWith(`.${name}`))
  return key === undefined ? '' : key.slice(0, -name.length)
}

const findWeight = async (
  checkpoint: Checkpoint,
  prefix: string,
  name: string,
  shape: ReadonlyArray<number>,
  backbone: Backbone,
): Promise<E.Either<RewardError, Weight>> => {
  const stored = checkpoint.tensors.get(prefix + name)
  const expected = `${name} ${shapeText(shape)} of ${backbone.name}`
  if (stored === undefined) return E.left(badFile(checkpoint.path, expected, 'a checkpoint without it'))
  if (shapeText(stored.shape) !== shapeText(shape)) {
    return E.left(badFile(checkpoint.path, expected, `${stored.dtype} ${shapeText(stored.shape)}`))
  }
  if (!REAL.has(stored.dtype)) return E.left(badFile(checkpoint.path, `real numbers in ${name}`, stored.dtype))
  if (isUsableInPlace(stored)) return E.right({ name, stored })
  return E.map((values: Float32Array) => ({ name, stored, values }))(await realValues(checkpoint, prefix + name)())
}

/** A tensor of real numbers as float32. */
const realValues = (checkpoint: Checkpoint, name: string): TaskEither<RewardError, Float32Array> =>
  pipe(
    readTensor(checkpoint, name),
    TE.map(({ data }) => (data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>))),
  )

const REAL = new Set<string>(['float64', 'float32', 'float16', 'bfloat16'])

/** Halves are widened by the graph when it is loaded. */
const isUsableInPlace = ({ inPlace, dtype }: StoredTensor): boolean => inPlace && dtype !== 'float64'

const writeWeight = (graph: GraphWriter, { name, stored, values }: Weight, location: string): Value => {
  const { dtype, shape, offset, length } = stored
  if (values !== undefined) return graph.constant(name, 'float32', shape, values)
  if (dtype === 'float32') return graph.external(name, { element: dtype, shape, location, offset, length })
  const half = graph.external(`${name}.half`, {
    element: dtype === 'float16' ? 'float16' : 'bfloat16',
    shape,
    location,
    offset,
    length,
  })
  return graph.node('Cast', name, [half], { to: FLOAT32 })
}

/** The number of float32 in the ONNX format. */
const FLOAT32 = 1

/**
 * Reads the linear heads of a file of the LPIPS authors (`lin0.model.1.weight` and so on), a weight a channel.
 *
 * @returns `Left BadFile` where one is missing, of another shape, or holds a number that is not finite.
 */
export const readHeads =
  (file: string, backbone: Backbone): TaskEither<RewardError, ReadonlyArray<Float32Array>> =>
  async () => {
    const opened = await openCheckpoint(file)()
    if (E.isLeft(opened)) return opened
    const checkpoint = opened.right
    const heads: Array<Float32Array> = []
    for (const [k, { channels }] of tapsOf(backbone).entries()) {
      const name = `lin${k}.model.1.weight`
      const key = prefixOf(checkpoint, name) + name
      const stored = checkpoint.tensors.get(key)
      const expected = `${name} [1, ${channels}, 1, 1], a head of LPIPS on ${backbone.name}`
      if (stored === undefined) return E.left(badFile(file, expected, 'a file without it'))
      if (shapeText(stored.shape) !== shapeText([1, channels, 1, 1]) || !REAL.has(stored.dtype)) {
        return E.left(badFile(file, expected, `${stored.dtype} ${shapeText(stored.shape)}`))
      }
      const read = await realValues(checkpoint, key)()
      if (E.isLeft(read)) return read
      const head = read.right
      // Written so that NaN is found, too.
      const odd = head.find((weight) => !(weight >= 0 && weight < Infinity))
      if (odd !== undefined) return E.left(badFile(file, `finite numbers from 0 on in ${name}`, String(odd)))
      heads.push(head)
    }
    return E.right(heads)
  }
