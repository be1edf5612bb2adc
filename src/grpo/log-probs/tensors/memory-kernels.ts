import type * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { atOnce } from '../arrays/drive.js'
import { type Measured, measureTokens, type TokenJob } from '../arrays/measure-tokens.js'
import { slopeTokens } from '../arrays/slope-tokens.js'
import { readTokens, type Sizes } from '../inputs/read-tokens.js'
import { wasmRows } from '../rows/wasm-rows.js'
import type { BackwardInputs, CallAttributes, CallInputs, Forward, TensorKernels } from './call.js'

/** How the numbers of a backend that keeps them in this process's memory are reached, without a copy. */
export interface MemoryAccess {
  readonly read: (backend: unknown, tensor: tf.TensorInfo) => ArrayLike<number>
  /** A new tensor of float32, zeros or anything. Views taken before may lose their memory to it. */
  readonly make: (backend: unknown, shape: ReadonlyArray<number>) => tf.TensorInfo
}

const OWNER = 'tokenLogProbs'

/** Numbers that another backend holds come here, which may move the others: views are taken afterwards. */
const fetchAll = (read: (tensor: tf.TensorInfo) => unknown, inputs: CallInputs | BackwardInputs): void => {
  for (const tensor of Object.values(inputs) as ReadonlyArray<tf.TensorInfo>) read(tensor)
}

const jobOf = (
  read: (tensor: tf.TensorInfo) => ArrayLike<number>,
  { logits, ids, mask }: CallInputs,
  temperature: number,
): E.Either<RewardError, TokenJob> => {
  const sizes = logits.shape as unknown as Sizes
  const tokens = readTokens(OWNER, read(ids), read(mask), sizes)
  if (E.isLeft(tokens)) return tokens
  const data = read(logits)
  const numbers = data instanceof Float32Array ? data : Float32Array.from(data)
  return E.right({
    owner: OWNER,
    logits: numbers,
    vocabulary: sizes[2],
    length: sizes[1],
    temperature,
    ...tokens.right,
  })
}

const measure = (job: E.Either<RewardError, TokenJob>): E.Either<RewardError, Measured> =>
  E.isLeft(job) ? job : atOnce(measureTokens(wasmRows(), job.right))

/** The passes over arrays, for tensors whose numbers lie in this process's memory. */
export const memoryKernels = (access: MemoryAccess): TensorKernels => ({
  forward: (backend, inputs, { temperature, report }): Forward => {
    const shape = inputs.ids.shape
    const make = (): tf.TensorInfo => access.make(backend, shape)
    const made: Forward = [make(), make(), make(), make()]
    const read = (tensor: tf.TensorInfo): ArrayLike<number> => access.read(backend, tensor)
    fetchAll(read, inputs)
    const measured = measure(jobOf(read, inputs, temperature))
    if (E.isLeft(measured)) {
      report.fault = measured.left
      return made
    }
    const [logProbs, entropies, max, logSum] = made.map((tensor) => read(tensor) as Float32Array) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    const { sums } = measured.right
    logProbs.set(measured.right.logProbs)
    entropies.set(measured.right.entropies)
    max.set(sums.max)
    // A row that does not count has the sum 0.
    for (let row = 0; row < logSum.length; row++)
      logSum[row] = Math.log(sums.sum[row] === 0 ? 1 : (sums.sum[row] as number))
    return made
  },
  backward: (backend, inputs, attributes): tf.TensorInfo => slope(access, backend, inputs, attributes),
})

const slope = (
  access: MemoryAccess,
  backend: unknown,
  inputs: BackwardInputs,
  { temperature, report }: CallAttributes,
): tf.TensorInfo => {
  const made = access.make(backend, inputs.logits.shape)
  const read = (tensor: tf.TensorInfo): ArrayLike<number> => access.read(backend, tensor)
  fetchAll(read, inputs)
  const out = read(made) as Float32Array
  const job = jobOf(read, inputs, temperature)
  const doubles = (tensor: tf.TensorInfo): Float64Array => Float64Array.from(read(tensor))
  const [logProbs, entropies, max] = [doubles(inputs.logProbs), doubles(inputs.entropies), doubles(inputs.max)]
  const sums = { max, sum: doubles(inputs.logSum).map(Math.exp), weighted: new Float64Array(max.length) }
  const gradients = { gradLogProbs: read(inputs.gradLogProbs), gradEntropies: read(inputs.gradEntropies) }
  const done = E.isLeft(job)
    ? job
    : atOnce(slopeTokens(wasmRows(), job.right, { logProbs, entropies, sums }, gradients, out))
  if (E.isLeft(done)) {
    report.fault = done.left
    out.fill(NaN)
  }
  return made
}
