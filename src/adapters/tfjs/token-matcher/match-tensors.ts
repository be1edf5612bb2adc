import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, unexpected } from '../../../core/error.js'
import { runInTurns, type Steps } from '../../../core/steps.js'
import { takeFault, watchDevice } from '../../../grpo/log-probs/tensors/device-faults.js'
import type { BestBoth } from '../../../text-image-matching/match-rows.js'
import type { TensorMatcher, TensorPair } from '../../../text-image-matching/tensor-matcher.js'
import { type Packed, packMatches } from './pack-matches.js'

const OWNER = 'text-image-matching'

/** Backends whose tensors are in this process's memory. */
const IN_MEMORY: ReadonlySet<string> = new Set(['cpu', 'wasm'])

/** {@link matchTensors} where there is a device. Where there is none, reading costs nothing and the kernel in float64 is many times as fast. */
export const matchOnDevice: TensorMatcher['matchAll'] = (pairs, context) => async () =>
  IN_MEMORY.has(tf.getBackend()) ? E.right(pairs.map(() => undefined)) : matchTensors(pairs, context)()

/** Compares all pairs on the device, one after another, and reads what comes of them in one transfer. */
export const matchTensors: TensorMatcher['matchAll'] = (pairs, context) => async () => {
  const packed: Array<Packed | undefined> = []
  try {
    await tf.ready()
    const backend = tf.backend()
    watchDevice(backend)
    const run = await runInTurns(packAll(pairs, packed), context)
    if (E.isLeft(run)) return run
    const best = await readAll(packed)
    const fault = takeFault(backend)
    return fault === undefined ? E.right(best) : E.left(lost(fault))
  } catch (cause) {
    return E.left(unexpected(OWNER, cause))
  } finally {
    for (const one of packed) one?.values.dispose()
  }
}

const lost = (fault: string): RewardError => ({
  _tag: 'Unavailable',
  reward: OWNER,
  reason: `the device failed: ${fault}`,
})

function* packAll(pairs: ReadonlyArray<TensorPair>, packed: Array<Packed | undefined>): Steps<undefined> {
  for (const pair of pairs) {
    packed.push(attempt(pair))
    yield
  }
  return undefined
}

/** A tensor of another copy of tfjs, or of a backend that hands nothing out at once, is not known here: it can be read all the same. */
const attempt = (pair: TensorPair): Packed | undefined => {
  try {
    return packMatches(pair)
  } catch {
    return undefined
  }
}

const readAll = async (packed: ReadonlyArray<Packed | undefined>): Promise<ReadonlyArray<BestBoth | undefined>> => {
  const vectors = packed.flatMap((one) => (one === undefined ? [] : [one.values]))
  if (vectors.length === 0) return packed.map(() => undefined)
  const all = tf.concat(vectors)
  try {
    const numbers = await all.data<'float32'>()
    let at = 0
    return packed.map((one) => one?.unpack(numbers.subarray(at, (at += one.values.size))))
  } finally {
    all.dispose()
  }
}
