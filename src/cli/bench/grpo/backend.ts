import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { BackendName } from '../../../adapters/tfjs/backend-name.js'
import { installed, openBackend } from '../../../adapters/tfjs/open-backend.js'
import * as tf from '../../../adapters/tfjs/tensors.js'
import { tokenLogProbs } from '../../../grpo/log-probs/token-log-probs.js'
import { grpoLoss, grpoLossAndGrad, grpoLossTensors } from '../../../grpo/loss/grpo-loss.js'
import type { GrpoLossType } from '../../../grpo/loss/trl/options.js'
import { ulmLossAndGrad } from '../../../grpo/loss/ulm/ulm-loss.js'
import { policyLossAndGrad } from '../../../grpo/loss/verl/policy-loss.js'
import { Refusal } from '../refusal.js'
import { callTimingOf, timeCalls } from '../sections/time-calls.js'
import { copyBandwidth } from './copy-bandwidth.js'
import { measureGolden, readGoldenLosses } from './golden-losses.js'
import { LOGIT_SIZE, logitRow, LOSS } from './logits.js'
import type { GrpoPartResult, LogitRow } from './measured.js'
import { missingPackages } from './missing-packages.js'
import { batchOf, byFormula, LOSS_SHAPE, type Shape, SMALL } from './numbers.js'
import type { GrpoEffort } from './parts.js'
import { extraMiB } from './peak-memory.js'
import type { BackendResult } from './schema.js'

/** Loads the programs of a backend. */
const WARM_UP: Shape = [1, 4, 512]

const LOSS_TYPES: ReadonlyArray<GrpoLossType> = ['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo']

/** Of these the numbers lie in this process's memory, on processors that share it. */
const ON_PROCESSOR: ReadonlySet<BackendName> = new Set(['node', 'wasm', 'cpu'])

/**
 * Measures what runs on one backend of tfjs: golden losses, every loss type with its gradient, and the whole way from a tensor of logits to the gradient
 * through the tape.
 *
 * @returns What is missing where the backend does not open.
 */
export const measureBackend = async (
  backend: BackendName,
  effort: GrpoEffort,
  goldenFolder: string,
  onPhase: (phase: string) => void,
): Promise<GrpoPartResult> => {
  const absent = missingPackages(backend)
  if (absent !== undefined) return { missing: absent }
  onPhase('open')
  const opened = await openBackend(backend, installed, true)
  if (E.isLeft(opened)) return { missing: { reason: opened.left, command: null } }
  const { device, isSoftware } = opened.right
  if (isSoftware && !effort.withSoftware)
    return { missing: { reason: `${device} is no GPU, and slow`, command: `corl-bench ${backend}` } }
  const before = tf.memory().numTensors
  onPhase('golden losses')
  const golden = await measureGolden(readGoldenLosses(goldenFolder), {
    grpo: grpoLossAndGrad,
    ulm: ulmLossAndGrad,
    policy: policyLossAndGrad,
  })
  const losses = await timeLosses(backend, effort, onPhase)
  const isProcessor = ON_PROCESSOR.has(backend)
  onPhase('memory')
  const memory = isProcessor ? await copyBandwidth(availableParallelism(), effort.copyRuns) : undefined
  onPhase('logits')
  const logits = await timeLogits(backend, isProcessor, effort)
  return {
    backend: { backend, device, isSoftware, golden, leakedTensors: tf.memory().numTensors - before, losses },
    logits: [logits],
    ...(memory === undefined ? {} : { memoryGigabytesPerSecond: memory }),
  }
}

const timeLosses = async (
  backend: BackendName,
  effort: GrpoEffort,
  onPhase: (phase: string) => void,
): Promise<BackendResult['losses']> => {
  const [rows, tokens] = LOSS_SHAPE
  const { moved, advantages } = batchOf([rows, tokens, 1])
  const logProbs = tf.tensor2d(
    byFormula(rows * tokens, 2, 1).map((value) => value - 2),
    [rows, tokens],
  )
  const inputs = {
    logProbs,
    oldLogProbs: tf.tidy(() => tf.add<tf.Tensor2D>(logProbs, tf.tensor2d(moved.data, [rows, tokens]))),
    advantages: tf.tensor1d(advantages),
    completionMask: tf.ones<tf.Rank.R2>([rows, tokens]),
  }
  const timings = []
  for (const lossType of LOSS_TYPES) {
    onPhase(`loss ${lossType}`)
    const call = async (): Promise<void> => {
      const step = grpoLossTensors(inputs, { lossType, maxCompletionLength: tokens })
      const [loss] = await step.loss.data()
      await step.gradLogProbs.data()
      tf.dispose({ ...step })
      if (!Number.isFinite(loss)) throw new Refusal(`the loss ${lossType} of the benchmark is ${String(loss)}`)
    }
    const times = (await timeCalls({ call }, effort)).call
    timings.push({ ...callTimingOf(`grpo/${backend} loss ${lossType}`, times, rows * tokens), lossType })
  }
  tf.dispose(inputs)
  return timings
}

const timeLogits = async (backend: BackendName, isProcessor: boolean, effort: GrpoEffort): Promise<LogitRow> => {
  const small = onTape(WARM_UP, isProcessor)
  await small.call()
  small.dispose()
  const { call, dispose } = onTape(SMALL, isProcessor)
  // The first call is the one whose memory is watched; a GPU's own is not.
  const extra = isProcessor ? await extraMiB(call) : await call().then(() => null)
  const times = (await timeCalls({ call }, effort, true)).call
  dispose()
  return logitRow(`grpo/${backend}`, SMALL, times, { on: backend, inPlace: false, extraMiB: extra })
}

/** The loss of a tensor of logits and its gradient, by `tf.valueAndGrad`. */
const onTape = (
  shape: Shape,
  isProcessor: boolean,
): { readonly call: () => Promise<void>; readonly dispose: () => void } => {
  const [rows, tokens, vocabulary] = shape
  const { ids, moved, advantages, completionMask } = batchOf(shape)
  const logits = tf.tensor3d(byFormula(rows * tokens * vocabulary, LOGIT_SIZE, 1), [rows, tokens, vocabulary])
  const inputs = {
    ids: tf.tensor2d(ids, [rows, tokens], 'int32'),
    moved: tf.tensor2d(moved.data, [rows, tokens]),
    advantages: tf.tensor1d(advantages),
    completionMask: tf.tensor2d(completionMask.data, [rows, tokens], 'float32'),
  }
  const step = tf.valueAndGrad((z) => {
    const { logProbs } = tokenLogProbs(z as tf.Tensor3D, inputs.ids, { completionMask: inputs.completionMask })
    const oldLogProbs = tf.add<tf.Tensor2D>(logProbs, inputs.moved)
    return grpoLoss({ ...inputs, logProbs, oldLogProbs }, LOSS)
  })
  return {
    call: async () => {
      const { value, grad } = step(logits)
      const read = [...(await value.data()), ...(isProcessor ? [] : await firstOf(grad))]
      tf.dispose([value, grad])
      if (!read.every(Number.isFinite)) throw new Refusal(`the loss of the benchmark is ${String(read[0])}`)
    },
    dispose: () => {
      tf.dispose([logits, ...Object.values(inputs)])
    },
  }
}

/** One number: on a device it is there when all before it has been computed. (On a processor all is, and the backend `wasm` copies what it slices.) */
const firstOf = async (tensor: tf.Tensor): Promise<Iterable<number>> => {
  const first = tf.slice(tensor, [0, 0, 0], [1, 1, 1])
  const read = await first.data()
  first.dispose()
  return read
}
