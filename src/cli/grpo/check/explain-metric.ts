import * as E from 'fp-ts/lib/Either.js'
import type { LossOf } from '../case/compute-case.js'
import type { LossCall } from '../mistakes/loss-mistake.js'
import { LOSS_MISTAKES } from '../mistakes/loss-mistakes.js'
import { inputsOf } from '../plain/batch.js'
import { optionsOf } from '../plain/settings.js'
import { bestOf, type Judged } from './best-of.js'
import { type Quantity, worstExcess } from './quantity.js'
import type { MetricMistake } from '../mistakes/metric-mistakes.js'

/** The mistakes of a loss that give the trainer's metric, though its loss may be right; those alone that the library's loss can be made to make. */
export const explainLossMetric = async (
  metric: string,
  departed: Quantity,
  call: LossCall,
  lossOf: LossOf,
): Promise<ReadonlyArray<string>> => {
  const judged: Array<Judged> = []
  for (const { reason, make } of LOSS_MISTAKES) {
    const wrong = make(call)
    const options = wrong === undefined ? undefined : optionsOf(wrong.settings)
    if (wrong === undefined || options === undefined || !Number.isFinite(options.epsilon)) continue
    const answer = await lossOf(inputsOf(wrong.batch), options)()
    const value = E.isRight(answer) ? answer.right.metrics[metric] : undefined
    if (value !== undefined) judged.push({ reason, excess: worstExcess({ ...departed, want: [value] }) })
  }
  return bestOf(judged)
}

/** Of ways to log it, those that give the trainer's number. */
export const explainMetric = (departed: Quantity, mistakes: ReadonlyArray<MetricMistake>): ReadonlyArray<string> =>
  bestOf(mistakes.map(({ reason, value }) => ({ reason, excess: worstExcess({ ...departed, want: [value] }) })))
