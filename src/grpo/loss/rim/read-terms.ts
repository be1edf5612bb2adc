import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../../core/error.js'
import type { LossTerms } from './loss-terms.js'

/** A gradient by token: one array a row. */
export type TokenGradient = ReadonlyArray<ArrayLike<number>>

/** {@link LossTerms} as plain numbers. */
interface ReadTerms {
  readonly loss: number
  readonly gradients: ReadonlyArray<TokenGradient>
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Computes terms and reads them off the backend, in one transfer.
 *
 * @returns Left `NonFinite` for a loss or a gradient that is NaN or infinite, Left `Unexpected` for what the backend throws.
 */
export const readTerms = (owner: string, terms: () => LossTerms): TE.TaskEither<RewardError, ReadTerms> =>
  pipe(
    TE.tryCatch(
      () => transfer(terms),
      (cause) => unexpected(owner, cause),
    ),
    TE.chainEitherK((read) => finite(owner, read)),
  )

const transfer = async (terms: () => LossTerms): Promise<ReadTerms> => {
  await tf.ready()
  let shapes: ReadonlyArray<tf.Tensor2D['shape']> = []
  let names: ReadonlyArray<string> = []
  const packed = tf.tidy(() => {
    const { loss, gradients, metrics } = terms()
    shapes = gradients.map(({ shape }) => shape)
    names = Object.keys(metrics)
    return tf.concat([loss, ...Object.values(metrics), ...gradients].map((tensor) => tf.reshape(tensor, [-1])))
  })
  try {
    // No -0: what does not count has the gradient 0.
    const data = (await packed.data<'float32'>()).map((value) => value + 0)
    const [loss = NaN, ...metrics] = data.subarray(0, 1 + names.length)
    let at = 1 + names.length
    const gradients = shapes.map(([rows, columns]) => {
      const from = at
      at += rows * columns
      return Array.from({ length: rows }, (_, i) => data.subarray(from + i * columns, from + (i + 1) * columns))
    })
    return { loss, gradients, metrics: Object.fromEntries(names.map((name, k) => [name, metrics[k] as number])) }
  } finally {
    packed.dispose()
  }
}

const finite = (owner: string, read: ReadTerms): E.Either<RewardError, ReadTerms> => {
  const wrong = (value: number, field: string) =>
    E.left({ _tag: 'NonFinite', reward: owner, value, field } satisfies RewardError)
  if (!Number.isFinite(read.loss)) return wrong(read.loss, 'loss')
  for (const gradient of read.gradients) {
    for (const [i, row] of gradient.entries()) {
      const t = Array.from(row).findIndex((number) => !Number.isFinite(number))
      if (t >= 0) return wrong(row[t] as number, `gradient[${i}][${t}]`)
    }
  }
  return E.right(read)
}
