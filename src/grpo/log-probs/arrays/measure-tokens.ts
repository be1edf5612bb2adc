import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import type { Matrix } from '../../masks/matrix.js'
import { wrongInput } from '../../masks/wrong.js'
import { placeOf, type Tokens } from '../inputs/read-tokens.js'
import type { RowJob, RowKernels, RowSums } from '../rows/row-job.js'

/**
 * Of each chosen token, 0 where the mask is 0.
 *
 * @category model
 * @since 0.5.0
 */
export interface ArrayLogProbs {
  /** Log-probabilities, [B, T], natural logarithms, at most 0. */
  readonly logProbs: Matrix<Float64Array>
  /** Entropies of the distributions that the tokens were chosen from, [B, T], in nats, in [0, log V]. */
  readonly entropies: Matrix<Float64Array>
}

/** The same, row after row, and what their gradient is made of. */
export interface Measured {
  readonly logProbs: Float64Array
  readonly entropies: Float64Array
  readonly sums: RowSums
}

/** As it is handed out. */
export const matrices = ({ logProbs, entropies }: Measured, length: number): ArrayLogProbs => {
  const shape = [logProbs.length / length, length] as const
  return { logProbs: { shape, data: logProbs }, entropies: { shape, data: entropies } }
}

/** What is measured: rows of logits, their chosen tokens, and how long a completion is. */
export interface TokenJob extends RowJob, Tokens {
  readonly owner: string
  readonly length: number
}

/** One pass over the logits. Left `InvalidInput` where they are no distribution, or where the chosen token has no probability at all. */
export const measureTokens = function* (
  kernels: RowKernels,
  job: TokenJob,
): Generator<void, E.Either<RewardError, Measured>> {
  const { logits, vocabulary, ids, rows, temperature } = job
  const count = ids.length
  const sums = { max: new Float64Array(count), sum: new Float64Array(count), weighted: new Float64Array(count) }
  yield* kernels.measure(job, sums)
  const logProbs = new Float64Array(count)
  const entropies = new Float64Array(count)
  for (const row of rows) {
    const [max, sum, weighted] = [sums.max[row] as number, sums.sum[row] as number, sums.weighted[row] as number]
    const id = ids[row] as number
    const chosen = logits[row * vocabulary + id] as number
    const fault = faultOf(max, weighted, chosen)
    if (fault !== undefined) {
      const place = placeOf('logits', row, job.length)
      return E.left(wrongInput(job.owner, fault.isChosen ? `${place}[${id}]` : place, fault.expected, fault.received))
    }
    const logSum = Math.log(sum)
    logProbs[row] = (chosen - max) / temperature - logSum
    // Rounding alone would let it fall below 0.
    entropies[row] = Math.max(0, logSum - weighted / sum)
  }
  return E.right({ logProbs, entropies, sums })
}

interface Fault {
  readonly expected: string
  readonly received: string
  readonly isChosen?: boolean
}

/** One NaN among the logits makes the weighted sum NaN, whatever it does to the others. */
const faultOf = (max: number, weighted: number, chosen: number): Fault | undefined => {
  const expected = 'numbers, of which -Infinity alone may be infinite'
  if (max === Infinity) return { expected, received: 'Infinity' }
  if (max === -Infinity) return { expected: 'a token that is not banned', received: '-Infinity everywhere' }
  if (Number.isNaN(weighted)) return { expected, received: 'NaN' }
  if (chosen !== -Infinity) return undefined
  return { expected: 'a finite logit of the chosen token', received: '-Infinity', isChosen: true }
}
