/// <reference lib="esnext.disposable" preserve="true" />
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'

/** A point of the space that images and texts share; of any length. */
export type Embedding = Float32Array

/** What a call of the model brings along. */
export interface EmbedContext {
  readonly signal?: AbortSignal | undefined
}

/** An answer for each input, in order: what cannot be embedded is `Left` by itself. */
export type Embedded = TaskEither<RewardError, ReadonlyArray<Either<RewardError, Embedding>>>

/**
 * A network that sees images and reads texts, and puts both into one space (CLIP, Radford et al. 2021).
 *
 * An embedding does not depend on what else is in the call. `Left` of the whole is for what stops all of it.
 *
 * @category model
 * @since 0.4.0
 */
export interface ClipModel {
  /** How logs and errors call it. */
  readonly name: string
  readonly embedImages: (images: ReadonlyArray<Image>, context?: EmbedContext) => Embedded
  /** A text longer than the network reads is cut. */
  readonly embedTexts: (texts: ReadonlyArray<string>, context?: EmbedContext) => Embedded
  /** Frees what it holds. */
  readonly [Symbol.asyncDispose]?: () => Promise<void>
}
