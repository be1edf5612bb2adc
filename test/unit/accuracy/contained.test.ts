import { describe, expect, test } from 'vitest'
import { contained, hasWords, namesSomething } from '../../../src/accuracy/contained.js'
import { shorten } from '../../../src/accuracy/detail.js'

describe('namesSomething', () => {
  test.each(['', ' ', 'a', 'an', 'the', ' a ', 'the a an', 'the\u3000a', '\nan'])('%j does not', (text) => {
    expect(namesSomething(text)).toBe(false)
  })

  test.each(['b', 'i', 'ab', 'ann', 'ant', 'then', 'a dog', 'the x', 'dog the', 'th', 'them', '1', '.', 'thx', 'A'])(
    '%j does',
    (text) => {
      expect(namesSomething(text)).toBe(true)
    },
  )
})

describe('hasWords', () => {
  test.each([
    ['a dog runs', 'dog', true],
    ['dog', 'dog', true],
    ['dog runs', 'dog', true],
    ['a dog', 'dog', true],
    ['a dog runs', 'dog runs', true],
    ['dogs', 'dog', false],
    ['adog', 'dog', false],
    ['hotdogs', 'dog', false],
    ['hotdog dog', 'dog', true],
    ['dog-house', 'dog', true],
    ['dog_house', 'dog', false],
    ['dog2', 'dog', false],
    ['dogé', 'dog', false],
    ['dog\u0301', 'dog', false],
    ['(dog)', 'dog', true],
    ['', '', false],
    ['dog', '', false],
    ['', 'dog', false],
  ])('in %j, %j: %s', (text, words, expected) => {
    expect(hasWords(text, words)).toBe(expected)
  })
})

describe('contained', () => {
  test.each([
    ['a golden retriever', 'golden retriever', true, true],
    ['golden retrievers', 'golden retriever', true, true],
    ['retriever', 'golden retriever', true, true],
    ['retriev', 'golden retriever', true, false],
    ['', 'golden retriever', true, false],
    ['a', 'a dog', true, false],
    ['the', 'the dog', true, false],
    ['dog', 'cat', false, false],
    ['dog', '', true, true],
    ['', '', true, false],
    ['a', 'a', true, false],
  ])('answer %j, gold %j: released %s, paper %s', (answer, gold, released, paper) => {
    expect(contained(answer, gold, 'released')).toBe(released)
    expect(contained(answer, gold, 'paper')).toBe(paper)
  })
})

describe('shorten', () => {
  test('a text of 80 characters is quoted whole, one of 81 as 79 and an ellipsis', () => {
    expect(shorten('')).toBe('')
    expect(shorten('x'.repeat(80))).toBe('x'.repeat(80))
    expect(shorten('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`)
  })
})
