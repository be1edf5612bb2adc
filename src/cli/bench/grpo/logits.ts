import { availableParallelism } from 'node:os'
import { lossAndLogitGradients } from '../../../grpo/log-probs/loss-and-logit-gradients.js'
import { grpoLossAndGrad } from '../../../grpo/loss/grpo-loss.js'
import { orRefuse } from '../sections/or-refuse.js'
import { type CallTimes, callTimingOf, timeCalls } from '../sections/time-calls.js'
import { copyBandwidth } from './copy-bandwidth.js'
import type { GrpoPartResult, LogitRow } from './measured.js'
import { batchOf, byFormula, BYTES_A_NUMBER, type Shape, showShape } from './numbers.js'
import type { GrpoEffort, GrpoPart } from './parts.js'
import { extraMiB } from './peak-memory.js'

/** Loads programs and starts workers; of so many logits, workers are started. */
const WARM_UP: Shape = [1, 64, 8192]

/** Logits are made in this range about 0. */
export const LOGIT_SIZE = 10

/** The loss that is TRL's default, with a sampling policy that lies behind. */
export const LOSS = { lossType: 'dapo' } as const

/** Times the whole way from logits in memory to the loss and back, on all threads, beside what the memory gives. */
export const measureLogits = async (
  part: GrpoPart,
  shape: Shape,
  inPlace: boolean,
  effort: GrpoEffort,
  onPhase: (phase: string) => void,
): Promise<GrpoPartResult> => {
  const threads = availableParallelism()
  onPhase('memory')
  const memoryGigabytesPerSecond = await copyBandwidth(threads, effort.copyRuns)
  onPhase(showShape(shape))
  await callOf(WARM_UP, true)()
  const call = callOf(shape, inPlace)
  // The first call is the one whose memory is watched.
  const extra = await extraMiB(call)
  const times = (await timeCalls({ call }, effort, true)).call
  return {
    memoryGigabytesPerSecond,
    logits: [logitRow(part, shape, times, { on: 'arrays', inPlace, extraMiB: extra })],
  }
}

/** A call, its numbers made. The gradient goes where the logits are, or into memory that is held from then on. */
const callOf = (shape: Shape, inPlace: boolean): (() => Promise<void>) => {
  const [rows, tokens, vocabulary] = shape
  const logits = { shape, data: byFormula(rows * tokens * vocabulary, LOGIT_SIZE, 1) }
  const into = inPlace ? logits.data : new Float32Array(logits.data.length)
  const { ids, moved, advantages, completionMask } = batchOf(shape)
  return async () => {
    await orRefuse(
      lossAndLogitGradients(
        logits,
        ids,
        ({ logProbs }) => {
          const oldLogProbs = {
            shape: moved.shape,
            data: logProbs.data.map((value, i) => value + (moved.data[i] ?? 0)),
          }
          return grpoLossAndGrad({ logProbs, oldLogProbs, advantages, completionMask }, LOSS)
        },
        { completionMask, into },
      ),
    )
  }
}

/** One row, out of the times of a call. */
export const logitRow = (
  part: GrpoPart,
  shape: Shape,
  times: CallTimes,
  rest: Pick<LogitRow, 'on' | 'inPlace' | 'extraMiB'>,
): LogitRow => {
  const [rows, tokens, vocabulary] = shape
  const bytes = BYTES_A_NUMBER * rows * tokens * vocabulary
  return {
    ...callTimingOf(`${part} ${showShape(shape)}`, times, rows * tokens),
    shape: [...shape],
    gigabytesPerSecond: bytes / times.ms / 1e6,
    ...rest,
  }
}
