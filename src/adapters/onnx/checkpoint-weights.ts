import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import type { Checkpoint, StoredTensor } from '../../models/checkpoint/checkpoint.js'
import { BYTES } from '../../models/checkpoint/dtype.js'
import { elementCount } from '../../models/checkpoint/layout.js'
import { openCheckpoint } from '../../models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../models/checkpoint/read-tensor.js'
import type { GraphWriter, Value } from './graph.js'

/** The tensors a network needs, by name, with their shapes. */
export type WantedTensors = ReadonlyMap<string, ReadonlyArray<number>>

/** A part of a tensor, or its numbers in another shape: rows of its first axis lie one after another. */
export interface TensorView {
  /** What the view is called in the graph. */
  readonly name: string
  /** From this row to before that one; default: all of them. */
  readonly rows?: readonly [from: number, to: number]
  /** Default: that of the tensor, or of its rows. */
  readonly shape?: ReadonlyArray<number>
}

/** Tensors of a checkpoint, their shapes known to be right: most are used where they lie in the file. */
export interface CheckpointWeights {
  /** Adds tensors to a graph that lies beside the file, which is called `location` there. The same view is added once. */
  readonly writer: (graph: GraphWriter, location: string) => (name: string, view?: TensorView) => Value
  /** What the file says of itself. */
  readonly metadata: Readonly<Record<string, string>>
  /** The values of a tensor, as float32. */
  readonly read: (name: string) => TaskEither<RewardError, Float32Array>
  /** `Left BadFile` naming the first of these tensors, by default of all, that has NaN or an infinity. Reads them one by one. */
  readonly requireFinite: (names?: Iterable<string>) => TaskEither<RewardError, void>
}

/** One tensor. */
interface Weight {
  readonly stored: StoredTensor
  /** Its values, where they cannot be used in place (a view, another element type). */
  readonly values?: Float32Array
}

/**
 * Finds a network's tensors in a checkpoint, under their names or under a prefix (`module.`, `state_dict.`). Tensors that are not wanted
 * (buffers, heads of another task) are let be.
 *
 * @param network - Named in errors.
 * @param unwanted - Tensors that a larger network would have: a layer more, say.
 * @returns `Left BadFile` where a tensor is missing, of another shape, or not of real numbers, and where tensors lie in the same bytes until
 *   they are much larger than the file.
 */
export const readWeights = (
  file: string,
  network: string,
  wanted: WantedTensors,
  unwanted: ReadonlyArray<string> = [],
): TaskEither<RewardError, CheckpointWeights> =>
  pipe(
    openCheckpoint(file),
    TE.chainFirstEitherK((checkpoint) => checkAbsent(checkpoint, network, wanted, unwanted)),
    TE.chain((checkpoint) => weightsOf(checkpoint, network, wanted)),
  )

/** That tensors a network of this size has no use for are not there: with them it would be another one, and what it says wrong. */
const checkAbsent = (
  checkpoint: Checkpoint,
  network: string,
  wanted: WantedTensors,
  unwanted: ReadonlyArray<string>,
): E.Either<RewardError, void> => {
  const prefix = prefixOf(checkpoint, wanted)
  const odd = unwanted.find((name) => checkpoint.tensors.has(prefix + name))
  return odd === undefined
    ? E.right(undefined)
    : E.left(
        badFile(
          checkpoint.path,
          `no ${prefix}${odd} in ${network} of so few layers as config.json says`,
          'a checkpoint with it',
        ),
      )
}

const weightsOf =
  (checkpoint: Checkpoint, network: string, wanted: WantedTensors): TaskEither<RewardError, CheckpointWeights> =>
  async () => {
    const prefix = prefixOf(checkpoint, wanted)
    const found = findTensors(checkpoint, prefix, network, wanted)
    if (E.isLeft(found)) return found
    const weights = new Map<string, Weight>()
    for (const [name, stored] of found.right) {
      const weight = await weightOf(checkpoint, stored)
      if (E.isLeft(weight)) return weight
      weights.set(name, weight.right)
    }
    return E.right({
      writer:
        (graph, location) =>
        (name, view = { name }) =>
          // Wanted tensors alone are asked for.
          graph.once(view.name, () => writeWeight(graph, weights.get(name) as Weight, view, location)),
      metadata: checkpoint.metadata,
      read: (name) => realValues(checkpoint, prefix + name),
      requireFinite: (names = wanted.keys()) => requireFinite(checkpoint, prefix, names),
    })
  }

/** What stands before the first wanted tensor's name that is in the file. */
const prefixOf = ({ tensors }: Checkpoint, wanted: WantedTensors): string => {
  for (const name of wanted.keys()) {
    if (tensors.has(name)) return ''
    const key = [...tensors.keys()].find((one) => one.endsWith(`.${name}`))
    if (key !== undefined) return key.slice(0, -name.length)
  }
  return ''
}

const badFile = (file: string, expected: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected,
  received,
})

const shapeText = (shape: ReadonlyArray<number>): string => `[${shape.join(', ')}]`

/** Of its bytes, so many times as many may a file's tensors have together: some are tied to others, in the same bytes. */
const MOST_SHARES = 2

/** The wanted tensors. None of their values is read before all of them are known to be there, and to be no more than the file has. */
const findTensors = (
  checkpoint: Checkpoint,
  prefix: string,
  network: string,
  wanted: WantedTensors,
): E.Either<RewardError, ReadonlyMap<string, StoredTensor>> => {
  const found = new Map<string, StoredTensor>()
  const most = MOST_SHARES * checkpoint.size
  let bytes = 0
  for (const [name, shape] of wanted) {
    const stored = findTensor(checkpoint, prefix + name, shape, network)
    if (E.isLeft(stored)) return stored
    const { dtype, length } = stored.right
    bytes += Math.max(length, BYTES[dtype] * elementCount(shape))
    if (bytes > most) {
      const expected = `tensors of at most ${most} bytes together, twice what the file has`
      return E.left(badFile(checkpoint.path, expected, `${bytes} up to ${prefix + name}`))
    }
    found.set(name, stored.right)
  }
  return E.right(found)
}

const findTensor = (
  checkpoint: Checkpoint,
  name: string,
  shape: ReadonlyArray<number>,
  network: string,
): E.Either<RewardError, StoredTensor> => {
  const stored = checkpoint.tensors.get(name)
  const expected = `${name} ${shapeText(shape)} of ${network}`
  if (stored === undefined) return E.left(badFile(checkpoint.path, expected, 'a checkpoint without it'))
  if (shapeText(stored.shape) !== shapeText(shape)) {
    return E.left(badFile(checkpoint.path, expected, `${stored.dtype} ${shapeText(stored.shape)}`))
  }
  if (!REAL.has(stored.dtype)) return E.left(badFile(checkpoint.path, `real numbers in ${name}`, stored.dtype))
  return E.right(stored)
}

const weightOf = async (checkpoint: Checkpoint, stored: StoredTensor): Promise<E.Either<RewardError, Weight>> => {
  if (isUsableInPlace(stored)) return E.right({ stored })
  return E.map((values: Float32Array) => ({ stored, values }))(await realValues(checkpoint, stored.name)())
}

/** A tensor of real numbers as float32. */
const realValues = (checkpoint: Checkpoint, name: string): TaskEither<RewardError, Float32Array> =>
  pipe(
    readTensor(checkpoint, name),
    TE.map(({ data }) => (data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>))),
  )

const requireFinite =
  (checkpoint: Checkpoint, prefix: string, names: Iterable<string>): TaskEither<RewardError, void> =>
  async () => {
    for (const name of names) {
      const values = await realValues(checkpoint, prefix + name)()
      if (E.isLeft(values)) return values
      const odd = values.right.find((value) => !Number.isFinite(value))
      if (odd !== undefined) return E.left(badFile(checkpoint.path, `finite numbers in ${prefix + name}`, String(odd)))
    }
    return E.right(undefined)
  }

const REAL = new Set<string>(['float64', 'float32', 'float16', 'bfloat16'])

/** Halves are widened by the graph when it is loaded. */
const isUsableInPlace = ({ inPlace, dtype }: StoredTensor): boolean => inPlace && dtype !== 'float64'

const writeWeight = (graph: GraphWriter, { stored, values }: Weight, view: TensorView, location: string): Value => {
  const { dtype, shape: whole } = stored
  const rowSize = whole.slice(1).reduce((product, size) => product * size, 1)
  const [from, to] = view.rows ?? [0, whole[0] ?? 1]
  const shape = view.shape ?? (view.rows === undefined ? whole : [to - from, ...whole.slice(1)])
  if (values !== undefined)
    return graph.constant(view.name, 'float32', shape, values.subarray(from * rowSize, to * rowSize))
  const element = dtype as 'float32' | 'float16' | 'bfloat16'
  const bytes = element === 'float32' ? 4 : 2
  const place = { offset: stored.offset + from * rowSize * bytes, length: (to - from) * rowSize * bytes }
  if (element === 'float32') return graph.external(view.name, { element, shape, location, ...place })
  const half = graph.external(`${view.name}.half`, { element, shape, location, ...place })
  return graph.node('Cast', view.name, [half], { to: FLOAT32 })
}

/** The number of float32 in the ONNX format. */
const FLOAT32 = 1
