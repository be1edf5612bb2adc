import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type RewardError, showError } from '../../../core/error.js'
import type { BackendResult } from './schema.js'

type Rows = ReadonlyArray<ArrayLike<number>>

/** A loss of an original program with its gradients. An input that is a text is the array of that name. */
export interface GoldenLoss {
  readonly id: string
  readonly loss: 'grpo' | 'ulm' | 'policy'
  readonly options: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly expected: {
    readonly loss: number
    /** By the name of the field in our answer. */
    readonly gradients: Readonly<Record<string, Rows>>
  }
}

/** The file of golden losses. */
export interface GoldenLosses {
  readonly origin: string
  readonly versions: Readonly<Record<string, string>>
  /** Largest differences that count as agreement, and why: of the loss, of its own size; of a gradient, of its largest entry. */
  readonly tolerance: { readonly loss: number; readonly lossRelative: number; readonly gradientOfLargest: number }
  readonly toleranceReason: string
  readonly arrays: Readonly<Record<string, unknown>>
  readonly cases: ReadonlyArray<GoldenLoss>
}

/** What a loss answers: `loss`, and a gradient by each name. */
export type LossCall = (inputs: never, options: never) => TaskEither<RewardError, { readonly loss: number }>

/** Differences that are told one by one. */
const MAX_DIFFERENCES = 10

export const readGoldenLosses = (folder: string): GoldenLosses =>
  JSON.parse(readFileSync(join(folder, 'grpo', 'losses.json'), 'utf8')) as GoldenLosses

/** Computes each of the losses, and holds it and its gradients against what the original gave. */
export const measureGolden = async (
  { arrays, cases, tolerance }: GoldenLosses,
  calls: Readonly<Record<GoldenLoss['loss'], LossCall>>,
): Promise<BackendResult['golden']> => {
  const differences: Array<BackendResult['golden']['differences'][number]> = []
  for (const { id, loss, inputs, options, expected } of cases) {
    // Sound: the file was made for these calls.
    const answer = await calls[loss](withArrays(inputs, arrays) as never, options as never)()
    const what = E.isLeft(answer) ? showError(answer.left) : differenceFrom(expected, answer.right, tolerance)
    if (what !== undefined) differences.push({ id, what })
  }
  return {
    agreed: cases.length - differences.length,
    cases: cases.length,
    differences: differences.slice(0, MAX_DIFFERENCES),
  }
}

const withArrays = (inputs: GoldenLoss['inputs'], arrays: GoldenLosses['arrays']): GoldenLoss['inputs'] =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      if (typeof value === 'string') return [name, arrays[value]]
      // The branches of ULM-R1's loss.
      return [name, Array.isArray(value) ? value : withArrays(value as GoldenLoss['inputs'], arrays)]
    }),
  )

/** The first that departs, in words. */
const differenceFrom = (
  expected: GoldenLoss['expected'],
  answer: { readonly loss: number },
  tolerance: GoldenLosses['tolerance'],
): string | undefined => {
  const { loss, gradients } = expected
  const bound = tolerance.loss + tolerance.lossRelative * Math.abs(loss)
  if (!(Math.abs(answer.loss - loss) <= bound)) return `loss: expected ${loss}, got ${answer.loss}`
  for (const [name, rows] of Object.entries(gradients)) {
    const got = (answer as unknown as Readonly<Record<string, Rows | undefined>>)[name]
    const largest = Math.max(...rows.map((row) => Math.max(...Array.from(row, Math.abs))))
    for (const [i, row] of rows.entries()) {
      for (const [t, slope] of Array.from(row).entries()) {
        const value = got?.[i]?.[t]
        if (value === undefined || !(Math.abs(value - slope) <= tolerance.gradientOfLargest * largest))
          return `${name}[${i}][${t}]: expected ${slope}, got ${String(value)}`
      }
    }
  }
  return undefined
}
