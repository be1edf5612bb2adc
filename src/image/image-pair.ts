import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, unexpected } from '../core/error.js'

/**
 * A sample with the image that was generated and the one it is compared with: whatever the reader of images accepts.
 *
 * @category model
 * @since 0.2.0
 */
export interface ImagePairSample {
  readonly image: unknown
  readonly reference: unknown
}

/** The fields of an {@link ImagePairSample}, in the order in which rewards list and judge them. */
export const PAIR_FIELDS = ['image', 'reference'] as const

/** What a sample holds, or what it lacks. */
export const pairOf = (reward: string, sample: unknown): E.Either<RewardError, ImagePairSample> => {
  if (typeof sample !== 'object' || sample === null) {
    const received = describe(sample)
    return E.left({ _tag: 'InvalidInput', reward, field: 'sample', expected: 'an object', received })
  }
  try {
    const { image, reference } = sample as Partial<ImagePairSample>
    const missing = isAbsent(image) ? 'image' : isAbsent(reference) ? 'reference' : undefined
    if (missing !== undefined) return E.left({ _tag: 'MissingField', reward, field: missing })
    return E.right({ image, reference })
  } catch (cause) {
    return E.left(unexpected(reward, cause))
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null

/** The error as one of this field: the same image may stand in both. */
export const about = (field: string, error: RewardError): RewardError =>
  error._tag === 'InvalidInput' || error._tag === 'MissingField' ? { ...error, field } : error

/** Whether any other image would meet the same error. */
export const stopsAll = ({ _tag }: RewardError): boolean =>
  _tag === 'MissingPackage' || _tag === 'MissingModel' || _tag === 'Unavailable' || _tag === 'Aborted'
