import * as E from 'fp-ts/lib/Either.js'
import { useReferenceBackend } from '../../adapters/tfjs/reference-backend.js'
import { failureOf } from '../exit-code.js'
import type { LossOf } from './case/compute-case.js'

/** The loss on tfjs, loaded once. Ends the command where tfjs is missing: cases of rewards alone do without it. */
export const lossLoader = (): (() => Promise<LossOf>) => {
  let loading: Promise<LossOf> | undefined
  return () => (loading ??= load())
}

const load = async (): Promise<LossOf> => {
  const backend = await useReferenceBackend('grpo')()
  if (E.isLeft(backend)) throw failureOf(backend.left)
  const { grpoLossAndGrad } = await import('../../grpo/loss/grpo-loss.js')
  return grpoLossAndGrad
}
