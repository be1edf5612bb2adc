import { expect, test } from 'vitest'
import { mcqAccuracy } from '../../../src/accuracy/index.js'
import { score } from '../../../src/score.js'
import { cityVerdicts } from './verdicts-cities.js'
import { otherVerdicts } from './verdicts-others.js'

test.each([...cityVerdicts, ...otherVerdicts])(
  '%j, gold %s: %j is worth %d, in an answer tag and without',
  async (options, answer, text, value) => {
    const tagged = `<think>A, B, C or D?</think>\n<answer>${text}</answer>`
    const outcomes = await score(
      mcqAccuracy(),
      [tagged, text].map((completion) => ({ completion, answer, ...(options === null ? {} : { options }) })),
    )
    expect(outcomes).toMatchObject([
      { _tag: 'Scored', value },
      { _tag: 'Scored', value },
    ])
  },
)
