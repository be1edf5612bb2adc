import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { releasedChoice, releasedQaChoice } from '../../../src/accuracy/released-choice.js'

const question = 'Which?\nA. London\nB. Paris\nN. Rome\nO. Oslo\nC) Berlin'

describe('releasedChoice', () => {
  test.each([
    ['B', 'B', true],
    ['b', 'B', true],
    ['B.', 'b', true],
    [' B ..', 'B', true],
    ['A', 'B', false],
    ['?', 'B', false],
    ['The answer is B', 'B', true],
    ['The answer is B.', 'B', true],
    ['The answer is A', 'B', false],
    ['The answer is b', 'B', false],
    ['Option B', 'B', true],
    ['Option A, not Option B', 'B', false],
    ['I choose B', 'B', true],
    ['answer is Bob', 'B', false],
    ['answer is O', 'O', false],
    ['answer is N', 'N', true],
    ['Paris', 'B', true],
    ['Paris.', 'B', true],
    ['paris', 'B', false],
    ['It is "Paris"', 'B', true],
    ['It is "Paris".', 'B', true],
    ['It is Paris', 'B', false],
    ['"Paris" it is', 'B', false],
    ['London', 'B', false],
    ['Rome', 'N', true],
  ])('%j, gold %j: %s', (prediction, gold, expected) => {
    expect(releasedChoice(prediction, gold, question)).toEqual(E.right(expected))
  })

  test.each([
    ['Oslo', 'O', false],
    ['Berlin', 'C', false],
    ['none', 'C', false],
  ])('%j, gold %j: its option is not found, which raises unless the answer has the gold in it', (prediction, gold) => {
    const verdict = releasedChoice(prediction, gold, question)
    if (prediction.includes(gold)) expect(verdict).toEqual(E.right(false))
    else {
      const reason = `the text of option "${gold}" is looked up and not found in the question`
      expect(verdict).toEqual(E.left({ _tag: 'OriginalRaises', reward: 'mcq', exception: 'TypeError', reason }))
    }
  })

  test('the option of a letter is the first of that letter', () => {
    expect(releasedChoice('one', 'A', 'A. one\nA. two')).toEqual(E.right(true))
    expect(releasedChoice('two', 'A', 'A. one\nA. two')).toEqual(E.right(false))
    expect(E.isLeft(releasedChoice('one', 'A', ' A. one'))).toBe(true)
    expect(E.isLeft(releasedChoice('one', 'A', 'A.one'))).toBe(true)
  })
})

describe('releasedQaChoice', () => {
  test('the same answer is right before any branch', () => {
    expect(releasedQaChoice('three', '3', question)).toEqual(E.right(true))
    expect(releasedQaChoice('nothing', 'Nothing', '')).toEqual(E.right(true))
    expect(releasedQaChoice('Paris', 'B', question)).toEqual(E.right(true))
    expect(releasedQaChoice('London', 'B', question)).toEqual(E.right(false))
    expect(E.isLeft(releasedQaChoice('nothing', 'B', ''))).toBe(true)
  })
})
