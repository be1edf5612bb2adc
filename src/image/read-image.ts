import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { Image, ImageOwner } from './image.js'

/**
 * Reads whatever stands for an image in a sample: the port that rewards of images take as an argument.
 *
 * @param input - What the caller gave. The port decides what it accepts, and says so in its errors.
 * @param owner - The reward and the field that the image belongs to, named in errors.
 * @param context - `signal`: stop waiting when it fires.
 * @returns `Left InvalidInput` for an input that is no image, `Left MissingPackage` where a decoder is not installed,
 *   `Left Aborted`; else the image.
 * @category model
 * @since 0.2.0
 */
export type ReadImage = (
  input: unknown,
  owner: ImageOwner,
  context?: { readonly signal?: AbortSignal | undefined },
) => TaskEither<RewardError, Image>
