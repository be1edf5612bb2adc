/// <reference lib="esnext.disposable" preserve="true" />
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { Baseline } from './rescale.js'

/** A text as its tokens, each a vector that knows the text around it. */
export interface TokenVectors {
  /** Numbers of the tokens, n of them, the special ones around the text included: the first and the last. */
  readonly ids: ReadonlyArray<number>
  /** [n, d], row-major, of any length. */
  readonly vectors: Float32Array
}

/**
 * A network that reads texts (BERT, RoBERTa), of which one layer is looked at.
 *
 * The vectors of a text do not depend on what else is in the call. `Left` of the whole is for what stops all of it.
 *
 * @category model
 * @since 0.4.0
 */
export interface BertScoreModel {
  /** How logs and errors call it. */
  readonly name: string
  /** Numbers of the two tokens that stand around every text, [CLS] and [SEP] or <s> and </s>. */
  readonly specialIds: ReadonlyArray<number>
  /** What scores of unrelated texts come to, where that is published for this network and layer. */
  readonly baseline?: Baseline
  /** Numbers of a text's tokens, as of {@link TokenVectors}. A text longer than the network reads is cut. */
  readonly tokens: (text: string) => Either<RewardError, ReadonlyArray<number>>
  /** An answer for each text, in order: one that cannot be read is `Left` by itself. */
  readonly embed: (
    texts: ReadonlyArray<string>,
    context?: { readonly signal?: AbortSignal | undefined },
  ) => TaskEither<RewardError, ReadonlyArray<Either<RewardError, TokenVectors>>>
  /** Frees what it holds. */
  readonly [Symbol.asyncDispose]?: () => Promise<void>
}
