import { describe, expect, test } from 'vitest'
import { isNegated, MOST_MENTIONS, nextLetter, textMentions } from '../../../src/accuracy/mentions.js'

/** Whether the first B of a text is ruled out. */
const negated = (text: string): boolean => isNegated(text, text.indexOf('B'), text.indexOf('B') + 1)

describe('isNegated', () => {
  test.each([
    'not B',
    'Not B',
    'never B',
    'neither B',
    'nor B',
    'A, not (B)',
    'not the option B',
    'not an answer B',
    'not be "B',
    "isn't B",
    'isn’t B',
    'rather than B',
    'instead of B',
    'except B',
    'without B',
    'excludes B',
    'excluding B',
    'excluded B',
    'exclude [B',
    'cannot be B',
    'anything but B',
    'all but B',
    'other than B',
    'not    B',
    'not A or B',
    'neither (A) nor (B)',
    'B is wrong',
    '(B) is incorrect',
    'B is not',
    'B was false',
    "B isn't right",
    'B isn’t correct',
    "B can't be right",
    'B cannot be correct',
    'B is excluded',
    'B are wrong',
    'B, C and D are wrong',
    'B and C are both incorrect',
    '(B), (C), and (D) are all false',
    'B or C were not',
    'B" is wrong',
    'B.) is wrong',
  ])('%j: ruled out', (text) => {
    expect(negated(text)).toBe(true)
  })

  test.each([
    'B',
    'nothing B',
    'knot B',
    'not that B',
    'not A, B',
    'nothing but B',
    'not     B',
    'A is not, B',
    'B is right',
    'B is correct',
    'B was right',
    'B are correct',
    'B matches',
    'B, C is wrong',
    'B is a wrong',
    'B and C are right',
    'B not',
    'B is, A is not',
    'not the the the the B',
    'not A and B',
    'B and C are noted',
    'concluding B',
  ])('%j: not', (text) => {
    expect(negated(text)).toBe(false)
  })

  test('40 characters before and after are looked at', () => {
    expect(negated(`not B${' '.repeat(50)}`)).toBe(true)
    expect(negated(`${'x '.repeat(30)}not B`)).toBe(true)
    expect(negated(`${' '.repeat(60)}B is wrong`)).toBe(true)
  })
})

/** The letters a text names, out of the first `count`. */
const letters = (text: string, count = 26, masked: Parameters<typeof nextLetter>[3] = []): string => {
  let found = ''
  for (
    let next = nextLetter(text, 0, count, masked);
    next !== undefined;
    next = nextLetter(text, next.end, count, masked)
  ) {
    expect(next.end).toBe(next.start + 1)
    expect('abcdefghijklmnopqrstuvwxyz'.indexOf(text.charAt(next.start).toLowerCase())).toBe(next.index)
    found += text.charAt(next.start)
  }
  return found
}

describe('nextLetter', () => {
  test.each([
    ['', ''],
    ['B', 'B'],
    ['A B', 'AB'],
    ['(B) [C] {D}', 'BCD'],
    ['B,C/D', 'BCD'],
    ['Bob xB Bx', ''],
    ['B2 2B B_ _B B+ +B C#', ''],
    ["B's, 'B B'", ''],
    ['A-frame x-B e.B B.x B-2 2-B', ''],
    ['B- -B B. .B', 'BBBB'],
    ['B 是', 'B'],
    ['选B', 'B'],
    ['éB', 'B'],
    ['A dog', ''],
    ['A Dog', 'A'],
    ['A', 'A'],
    ['A is', 'A'],
    ['A because', 'A'],
    ['A isolated', ''],
    ['I think', ''],
    ['I is', 'I'],
    ['A it is', 'A'],
    ['answer A dog', 'A'],
    ['option I think', 'I'],
    ['answer is A dog', 'A'],
    ['answer: A dog', 'A'],
    ['答案是A dog', 'A'],
    ['选择A dog', 'A'],
    ['b', ''],
    ['so b', ''],
    ['b.', 'b'],
    [' b:', 'b'],
    ['b]', 'b'],
    ['b)', 'b'],
    ['must be b)', 'b'],
    ['(see b)', ''],
    ['(see x b)', ''],
    ['(b)', 'b'],
    ['x [b]', 'b'],
    ['x (b]', 'b'],
    ['x b.', ''],
    ['option b', 'b'],
    ['choice b', 'b'],
    ['letter "b', 'b'],
    ['choose b', 'b'],
    ['pick b', 'b'],
    ['select b', 'b'],
    ['answer b', 'b'],
    ['answer would be b', 'b'],
    ['choose a dog', ''],
    ['choose a', 'a'],
    ['adoption b', ''],
    [': b', 'b'],
    ['@ [ ` {', ''],
  ])('in %j: %j', (text, expected) => {
    expect(letters(text)).toBe(expected)
  })

  test('letters beyond the options name none', () => {
    expect(letters('A B C D', 2)).toBe('AB')
    expect(letters('Z', 26)).toBe('Z')
    expect(letters('Z', 25)).toBe('')
    expect(letters('A', 0)).toBe('')
  })

  test('what is masked is passed over', () => {
    const mask = (start: number, end: number): { index: number; start: number; end: number } => ({
      index: 0,
      start,
      end,
    })
    expect(letters('A B C D', 26, [mask(0, 1), mask(4, 5)])).toBe('BD')
    expect(letters('A B C D', 26, [mask(0, 3)])).toBe('CD')
    expect(letters('A B C D', 26, [mask(2, 7)])).toBe('A')
    expect(letters('A B C D', 26, [mask(7, 9)])).toBe('ABCD')
    expect(nextLetter('A B', 2, 26, [mask(0, 1)])).toEqual({ index: 1, start: 2, end: 3 })
  })
})

describe('textMentions', () => {
  const spans = (lower: string, texts: ReadonlyArray<string>): unknown =>
    textMentions(lower, texts).map(({ index, start, end }) => [index, start, end])

  test.each([
    ['', ['paris'], []],
    ['paris', ['paris'], [[0, 0, 5]]],
    [
      'in paris, london',
      ['london', 'paris'],
      [
        [1, 3, 8],
        [0, 10, 16],
      ],
    ],
    [
      'paris paris',
      ['paris'],
      [
        [0, 0, 5],
        [0, 6, 11],
      ],
    ],
    ['parisian xparis paris2 paris_', ['paris'], []],
    ['parisparis paris', ['paris'], [[0, 11, 16]]],
    ['(paris)', ['paris'], [[0, 1, 6]]],
    ['巴黎', ['黎'], []],
    ['é paris', ['paris'], [[0, 2, 7]]],
    ['éparis', ['paris'], []],
    ['dark red', ['red', 'dark red'], [[1, 0, 8]]],
    [
      'red dark red',
      ['red', 'dark red'],
      [
        [0, 0, 3],
        [1, 4, 12],
      ],
    ],
    ['a b', ['a', 'b', ''], []],
    ['c++ c', ['c++'], [[0, 0, 3]]],
    ['c++x', ['c++'], [[0, 0, 3]]],
    ['x+1', ['+1'], [[0, 1, 3]]],
    ['5 or 55', ['5'], [[0, 0, 1]]],
    [
      '?? ?',
      ['?'],
      [
        [0, 0, 1],
        [0, 1, 2],
        [0, 3, 4],
      ],
    ],
    ['aa aa aa', ['aa aa'], [[0, 0, 5]]],
  ])('in %j, %j: %j', (lower, texts, expected) => {
    expect(spans(lower, texts)).toEqual(expected)
  })

  test('no more of an option than the most an undecided answer has', () => {
    expect(textMentions('paris '.repeat(100), ['paris'])).toHaveLength(MOST_MENTIONS)
    expect(MOST_MENTIONS).toBe(32)
  })
})
