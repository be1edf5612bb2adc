import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError, unexpected } from '../core/error.js'
import type { BertScoreModel, TokenVectors } from './model.js'

/** The tokens of a text, or why it could not be read. */
export type Answer = E.Either<RewardError, TokenVectors>

/**
 * The tokens of texts that are not known yet, beside those that are. The model is foreign code: what it throws is an error, and each text has an
 * answer of the form that is agreed.
 */
export const embedTexts = (
  model: BertScoreModel,
  texts: ReadonlySet<string>,
  known: ReadonlyMap<string, Answer>,
  signal: AbortSignal | undefined,
): TE.TaskEither<RewardError, ReadonlyMap<string, Answer>> => {
  const fresh = [...texts].filter((text) => !known.has(text))
  const kept = [...known].filter(([text]) => texts.has(text))
  if (fresh.length === 0) return TE.right(new Map(kept))
  return pipe(
    TE.tryCatch(
      async () => model.embed(fresh, { signal })(),
      (cause) => unexpected('bert-score', cause),
    ),
    TE.chainEitherK((answer) => answer),
    TE.filterOrElse(
      (answers) => Array.isArray(answers) && answers.length === fresh.length,
      (answers) => unexpected('bert-score', `expected ${fresh.length} texts of the model, got ${describe(answers)}`),
    ),
    TE.map(
      (answers) => new Map([...kept, ...answers.map((answer, i) => [fresh[i] as string, checked(answer)] as const)]),
    ),
  )
}

const checked = (answer: Answer): Answer =>
  pipe(
    answer,
    E.filterOrElse(
      ({ ids, vectors }) => ids.length > 0 && vectors.length > 0 && vectors.length % ids.length === 0,
      ({ ids, vectors }) =>
        unexpected('bert-score', `the model gave ${vectors.length} numbers for ${ids.length} tokens`),
    ),
  )
