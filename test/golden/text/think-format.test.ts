import { expect } from 'vitest'
import { type CompletionSample, thinkFormat } from '../../../src/format/index.js'
import { score } from '../../../src/score.js'
import { type GoldenCase, goldenSuite } from '../support.js'

interface ThinkFormatCase extends GoldenCase, CompletionSample {
  readonly expected: number
}

goldenSuite<ThinkFormatCase>({
  title: 'think-format',
  family: 'text',
  files: /^trl_think_format.*\.json$/,
  check: async ({ completion, expected }) => {
    expect(await score(thinkFormat(), [{ completion }])).toMatchObject([{ _tag: 'Scored', value: expected }])
  },
})
