import { describe } from '../core/error.js'
import { failed, type Outcome } from '../core/outcome.js'

/**
 * Which program a text reward follows: `'paper'`, the definition with the released defects mended (default), or `'released'`,
 * what the published code returns wherever that code works.
 *
 * @category model
 * @since 0.1.0
 */
export type Variant = 'paper' | 'released'

/**
 * A sample with the text a policy wrote. null means that it wrote nothing: that is judged. A field that is not there at all is
 * an error of the caller (`Failed MissingField`).
 *
 * @category model
 * @since 0.1.0
 */
export interface CompletionSample {
  readonly completion: string | null
}

/** Reads `completion` and judges it: what is no text becomes an error that says so. `missing` answers for null. */
export const withCompletion = (
  reward: string,
  sample: CompletionSample,
  missing: Outcome,
  judge: (completion: string) => Outcome,
): Outcome => {
  // A caller from JavaScript may hand in anything.
  const received: unknown = sample
  if (typeof received !== 'object' || received === null) {
    return failed({
      _tag: 'InvalidInput',
      reward,
      field: 'sample',
      expected: 'an object',
      received: describe(received),
    })
  }
  const completion: unknown = sample.completion
  if (typeof completion === 'string') return judge(completion)
  if (completion === null) return missing
  if (completion === undefined) return failed({ _tag: 'MissingField', reward, field: 'completion' })
  return failed({
    _tag: 'InvalidInput',
    reward,
    field: 'completion',
    expected: 'a string or null',
    received: describe(completion),
  })
}
