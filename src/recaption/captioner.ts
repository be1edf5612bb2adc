/// <reference lib="esnext.disposable" preserve="true" />
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { Image } from '../image/image.js'

/**
 * What says what is to be seen in an image: BLIP on this machine, or a service.
 *
 * @category model
 * @since 0.4.0
 */
export interface Captioner {
  /** How logs and details call it. */
  readonly name: string
  /** Whether the same image always gets the same caption. */
  readonly deterministic: boolean
  /** `'formula'`: made-up weights, whose captions mean nothing; whatever shows them says so. */
  readonly weights?: 'checkpoint' | 'formula'
  /**
   * Captions, in the order of the images: an image that gets none is `Left` by itself, `Left` of the whole is for what stops all of them.
   * A caption does not depend on which other images are in the call.
   */
  readonly caption: (
    images: ReadonlyArray<Image>,
    context?: { readonly signal?: AbortSignal | undefined },
  ) => TaskEither<RewardError, ReadonlyArray<Either<RewardError, string>>>
  /** Frees what it holds. */
  readonly [Symbol.asyncDispose]?: () => Promise<void>
}
