import type * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError, unexpected } from '../core/error.js'
import type { Embedded, Embedding } from './model.js'

/** The embedding of one input, or why it has none. */
export type Answer = E.Either<RewardError, Embedding>

/** Asks a model, which is foreign code: what it throws is an error, and each input has an answer. */
export const askModel = (ask: () => Embedded, inputs: number): TE.TaskEither<RewardError, ReadonlyArray<Answer>> =>
  inputs === 0
    ? TE.right([])
    : pipe(
        TE.tryCatch(
          async () => ask()(),
          (cause) => unexpected('clip', cause),
        ),
        TE.chainEitherK((answer) => answer),
        TE.filterOrElse(
          (answers) => Array.isArray(answers) && answers.length === inputs,
          (answers) => unexpected('clip', `expected ${inputs} embeddings of the model, got ${describe(answers)}`),
        ),
      )
