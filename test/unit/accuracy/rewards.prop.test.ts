import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answerInCaption,
  containment,
  exactMatch,
  mcqAccuracy,
  openEndedAccuracy,
} from '../../../src/accuracy/index.js'
import { score } from '../../../src/score.js'

const variants = ['paper', 'released'] as const
const pieces = fc.oneof(
  fc.constantFrom(
    '<answer>',
    '</answer>',
    '<think>',
    '</think>',
    '\\boxed{',
    '}',
    'not ',
    'B',
    'A',
    'Paris',
    'UNK',
    '.',
    '\n',
    ' ',
    'answer is ',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
)
const anyText = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
const anyOptions = fc.oneof(
  fc.constant(null),
  fc.array(anyText, { maxLength: 6 }),
  anyText,
  fc.dictionary(fc.constantFrom('A', 'B', 'c', '__proto__'), anyText),
)

const rewards = variants.flatMap((variant) => [
  mcqAccuracy({ variant }),
  mcqAccuracy({ variant, branch: 'mc' }),
  mcqAccuracy({ variant, credit: 'graded' }),
  openEndedAccuracy({ variant }),
  openEndedAccuracy({ variant, words: 'stemmed', threshold: 0 }),
  exactMatch({ variant }),
  containment({ variant }),
  answerInCaption({ variant }),
])

describe('every accuracy reward', () => {
  test('is in [0, 1] for whatever text, and never fails unexpectedly', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, anyOptions, async (completion, answer, caption, options) => {
        for (const reward of rewards) {
          const [outcome] = await score(reward, [{ completion, answer, caption, question: caption, options }])
          if (outcome?._tag === 'Scored') {
            expect(outcome.value).toBeGreaterThanOrEqual(0)
            expect(outcome.value).toBeLessThanOrEqual(1)
          } else if (outcome?._tag === 'Failed')
            expect(['InvalidInput', 'OriginalRaises']).toContain(outcome.error._tag)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('paper: an empty answer earns nothing where the gold says something', async () => {
    const paper = [
      mcqAccuracy(),
      mcqAccuracy({ credit: 'graded' }),
      openEndedAccuracy(),
      openEndedAccuracy({ threshold: 0 }),
      exactMatch(),
      containment(),
      answerInCaption(),
    ]
    const empty = fc.constantFrom(
      '',
      ' ',
      '\n\u3000',
      '<answer></answer>',
      '<answer> \n</answer>',
      '<think>B Paris</think>\n<answer></answer>',
    )
    await fc.assert(
      fc.asyncProperty(empty, fc.constantFrom('B', 'Paris', 'a', 'three'), async (completion, answer) => {
        for (const reward of paper) {
          const sample = { completion, answer, caption: 'a B of Paris', options: ['a', 'Paris', 'three'] }
          expect(await score(reward, [sample])).toMatchObject([{ _tag: 'Scored', value: 0 }])
        }
      }),
    )
  })
})
