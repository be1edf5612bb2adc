import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../../core/error.js'
import type { Checkpoint, StoredTensor } from '../../../models/checkpoint/checkpoint.js'
import { openCheckpoint } from '../../../models/checkpoint/open-checkpoint.js'
import { type WritableTensor, writeSafetensors } from '../../../models/checkpoint/write-safetensors.js'
import { makeFolders } from '../../../models/make-folders.js'
import type { CheckpointWeights } from '../checkpoint-weights.js'
import type { GraphWriter, Value } from '../graph.js'
import { quantiseChannels, type QuantisedLinear } from './quantise.js'
import { quantisedName, type QuantisedLayer } from './quantised-layers.js'

/** What the file says of itself; a change of the layout is a new number. */
const LAYOUT = { 'corl-rewards': 'int8 weights, layout 1' }

/** A file of weights in 8 bits. */
export interface QuantisedFile {
  readonly path: string
  /** Its tensors in a graph that lies beside it, each added once. */
  readonly writer: (graph: GraphWriter) => (name: string) => Value
}

/**
 * The linear layers of a checkpoint in 8 bits, in a file of ours: written when it is first needed, used where it lies from then on. A checkpoint
 * that was replaced has another one.
 *
 * @param home - The models' folder; the file goes to `quantised` in it.
 * @returns `Left BadFile` where the checkpoint cannot be read or the file not be written, naming the tensor whose numbers are not finite.
 */
export const quantisedFile = (
  home: string,
  checkpoint: string,
  weights: CheckpointWeights,
  layers: ReadonlyArray<QuantisedLayer>,
): TE.TaskEither<RewardError, QuantisedFile> =>
  pipe(
    () => fileOf(home, checkpoint, layers),
    TE.chain((file) =>
      pipe(
        openCheckpoint(file),
        TE.filterOrElse(
          (opened) => isWhole(opened, layers),
          (): RewardError => ({ _tag: 'BadFile', file, expected: LAYOUT['corl-rewards'], received: 'another file' }),
        ),
        // Not there, or damaged: it is made anew.
        TE.orElse(() =>
          pipe(
            write(file, checkpoint, weights, layers),
            TE.chain(() => openCheckpoint(file)),
          ),
        ),
      ),
    ),
    TE.map((opened) => ({ path: opened.path, writer: writerOf(opened) })),
  )

/** Whether a file holds all layers, each as it is written. */
const isWhole = ({ metadata, tensors }: Checkpoint, layers: ReadonlyArray<QuantisedLayer>): boolean =>
  metadata['corl-rewards'] === LAYOUT['corl-rewards'] &&
  layers.every((layer) => {
    const { outputs, inputs } = layer
    const holds = (part: string, dtype: string, shape: ReadonlyArray<number>): boolean => {
      const found = tensors.get(`${quantisedName(layer)}.${part}`)
      return found?.dtype === dtype && found.shape.join() === shape.join()
    }
    return holds('values', 'int8', [inputs, outputs]) && holds('scales', 'float32', [outputs])
  })

/** The file for this checkpoint, as it is now, and these layers. */
const fileOf = async (
  home: string,
  checkpoint: string,
  layers: ReadonlyArray<QuantisedLayer>,
): Promise<E.Either<RewardError, string>> => {
  const folder = path.join(home, 'quantised')
  try {
    const { size, mtimeMs } = await stat(checkpoint)
    await makeFolders(folder)
    const identity = [path.resolve(checkpoint), size, mtimeMs, LAYOUT, layers]
    const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
    return E.right(path.join(folder, `${path.parse(checkpoint).name}-${digest}.safetensors`))
  } catch (cause) {
    const [expected, received] = ['a folder to write to', messageOf(cause)]
    return E.left({ _tag: 'BadFile', file: folder, expected, received, cause })
  }
}

const write = (
  file: string,
  checkpoint: string,
  weights: CheckpointWeights,
  layers: ReadonlyArray<QuantisedLayer>,
): TE.TaskEither<RewardError, void> => {
  let failure: RewardError | undefined
  const quantised = async (layer: QuantisedLayer): Promise<QuantisedLinear> => {
    const made = await quantise(layer, checkpoint, weights)
    if (E.isRight(made)) return made.right
    failure = made.left
    throw new Error(quantisedName(layer))
  }
  const tensors = layers.flatMap((layer): ReadonlyArray<readonly [string, WritableTensor]> => {
    const { outputs, inputs } = layer
    // One layer is in memory at a time: the values are asked for before the scales, and each once.
    let scales: Float32Array = new Float32Array(0)
    const values = async (): Promise<Int8Array> => {
      const made = await quantised(layer)
      scales = made.scales
      return made.values
    }
    const name = quantisedName(layer)
    return [
      [`${name}.values`, lazily('int8', [inputs, outputs], values)],
      [`${name}.scales`, lazily('float32', [outputs], () => scales)],
    ]
  })
  return TE.mapLeft((error: RewardError) => failure ?? error)(writeSafetensors(file, tensors, LAYOUT))
}

const lazily = (dtype: WritableTensor['dtype'], shape: ReadonlyArray<number>, make: () => unknown): WritableTensor =>
  // Sound: above, int8 makes an Int8Array, and float32 a Float32Array.
  ({
    dtype,
    shape,
    get data() {
      return make()
    },
  }) as WritableTensor

const quantise = async (
  { weight, rows, outputs, inputs }: QuantisedLayer,
  checkpoint: string,
  weights: CheckpointWeights,
): Promise<E.Either<RewardError, QuantisedLinear>> => {
  const whole = await weights.read(weight)()
  if (E.isLeft(whole)) return whole
  const [from, to] = rows ?? [0, outputs]
  const numbers = whole.right.subarray(from * inputs, to * inputs)
  // NaN would become 0, infinity take all others' digits: written so that both are found.
  const odd = numbers.find((value) => !Number.isFinite(value))
  if (odd !== undefined)
    return E.left({ _tag: 'BadFile', file: checkpoint, expected: `finite numbers in ${weight}`, received: String(odd) })
  return E.right(quantiseChannels(numbers, outputs, inputs))
}

const writerOf =
  ({ path: file, tensors }: Checkpoint) =>
  (graph: GraphWriter) =>
  (name: string): Value =>
    graph.once(name, () => {
      // The file's name is a digest of its layers.
      const { dtype, shape, offset, length } = tensors.get(name) as StoredTensor
      const element = dtype as 'float32' | 'int8'
      return graph.external(name, { element, shape, location: path.basename(file), offset, length })
    })
