import { expect } from 'vitest'
import type { Outcome, Reward } from '../../../src/core/index.js'
import { type CompletionSample, format, formatTags, type Variant } from '../../../src/format/index.js'
import { score } from '../../../src/score.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { contradictions } from './contradictions.js'

type Expected = number | { readonly error: string }

interface FormatCase extends GoldenCase, CompletionSample {
  readonly original: { readonly format: Expected; readonly format_tag: Expected }
  readonly intended?: { readonly format?: number; readonly format_tag?: number }
}

const rewards: ReadonlyArray<
  readonly ['format' | 'format_tag', (options: { variant: Variant }) => Reward<CompletionSample>]
> = [
  ['format', format],
  ['format_tag', formatTags],
]

/** What the original raises, as an outcome says it. */
const shown = (outcome: Outcome | undefined): unknown => {
  if (outcome?._tag === 'Scored') return outcome.value
  return outcome?._tag === 'Failed' && outcome.error._tag === 'OriginalRaises'
    ? { error: outcome.error.exception }
    : outcome
}

for (const [field, reward] of rewards) {
  goldenSuite<FormatCase>({
    title: `${field}, released`,
    family: 'text',
    files: /^ulm_format.*\.json$/,
    check: async ({ completion, original }) => {
      const [outcome] = await score(reward({ variant: 'released' }), [{ completion }])
      expect(shown(outcome)).toEqual(original[field])
    },
  })

  goldenSuite<FormatCase>({
    title: `${field}, paper`,
    family: 'text',
    files: /^ulm_format.*\.json$/,
    contradictions,
    check: async ({ completion, original, intended }) => {
      // Without an intended value the definition asks for what the original returns; where that raises, a missing completion is 0.
      const given = intended?.[field] ?? original[field]
      const [outcome] = await score(reward({ variant: 'paper' }), [{ completion }])
      expect(shown(outcome)).toBe(typeof given === 'number' ? given : 0)
    },
  })
}
