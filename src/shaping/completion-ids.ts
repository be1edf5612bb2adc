import { describe } from '../core/error.js'
import { failed, type Outcome } from '../core/outcome.js'

/** Token ids as a tokenizer gives them: integers, in a plain or a typed array. */
export type TokenIds =
  | ReadonlyArray<number>
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array

/**
 * A sample with the token ids of what a policy wrote, without prompt and padding.
 *
 * @category model
 * @since 0.1.0
 */
export interface CompletionIdsSample {
  readonly completionIds: TokenIds
}

/** Reads `completionIds` and judges them: what is no array of integers becomes an error that says so. */
export const withCompletionIds = (
  reward: string,
  sample: CompletionIdsSample,
  judge: (ids: TokenIds) => Outcome,
): Outcome => {
  // A caller from JavaScript may hand in anything.
  const received: unknown = sample
  if (typeof received !== 'object' || received === null) return invalid(reward, 'sample', 'an object', received)
  const ids: unknown = sample.completionIds
  if (ids === undefined || ids === null) return failed({ _tag: 'MissingField', reward, field: FIELD, hint: HINT })
  if (isIntegerArray(ids)) return judge(ids)
  if (!Array.isArray(ids)) return invalid(reward, FIELD, 'an array of integers', ids)
  const odd = ids.findIndex((id) => !Number.isSafeInteger(id))
  return odd < 0 ? judge(ids) : invalid(reward, `${FIELD}[${odd}]`, 'an integer', ids[odd])
}

const FIELD = 'completionIds'

const HINT = 'the token ids of the completion, as the tokenizer gave them: length is counted in tokens'

const isIntegerArray = (value: unknown): value is Exclude<TokenIds, ReadonlyArray<number>> =>
  value instanceof Int32Array ||
  value instanceof Uint32Array ||
  value instanceof Uint16Array ||
  value instanceof Int16Array ||
  value instanceof Uint8Array ||
  value instanceof Int8Array ||
  value instanceof Uint8ClampedArray

const invalid = (reward: string, field: string, expected: string, received: unknown): Outcome =>
  failed({
    _tag: 'InvalidInput',
    reward,
    field,
    expected,
    received: ArrayBuffer.isView(received) ? `a ${received.constructor.name}` : describe(received),
  })
