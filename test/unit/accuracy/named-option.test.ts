import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedOption, prepareChoices } from '../../../src/accuracy/index.js'
import { letterOf } from '../../../src/accuracy/options.js'

const cities = prepareChoices(['London', 'Paris', 'Rome', 'Berlin'])
const lettersOnly = prepareChoices(undefined)

/** `B`, `several` or `none`. */
const named = (answer: string, choices = cities): string => {
  const verdict = namedOption(answer, choices)
  return verdict._tag === 'One' ? letterOf(verdict.index) : verdict._tag.toLowerCase()
}

describe('prepareChoices', () => {
  test('texts lose markup, case and outer punctuation', () => {
    expect(prepareChoices(['**Paris**.', ' "a (Dog)" ', '[x-y]', '\u00a0\t…', "'n'?!;:,"])).toEqual({
      texts: ['paris', 'a (dog', 'x-y', '…', 'n'],
      count: 5,
    })
  })

  test('without texts every letter is an option', () => {
    expect(lettersOnly).toEqual({ texts: [], count: 26 })
    expect(prepareChoices([])).toEqual({ texts: [], count: 0 })
  })
})

describe('namedOption', () => {
  test.each([
    ['', 'none'],
    [' ', 'none'],
    ['?', 'none'],
    ['*', 'none'],
    ['b', 'B'],
    [' B ', 'B'],
    ['Ｂ', 'B'],
    ['E', 'none'],
    ['**B**', 'B'],
    ['((B))', 'B'],
    ['-B-', 'B'],
    ['<B>', 'B'],
    ['B. Paris', 'B'],
    ['B. London', 'several'],
    ['(b) paris', 'B'],
    ['B: "Paris".', 'B'],
    ['[B]] Paris', 'B'],
    ['A) Paris', 'several'],
    ['E. Paris', 'B'],
    ['B. Oslo', 'B'],
    ['Paris.', 'B'],
    ['It is Paris', 'B'],
    ['London or Paris', 'several'],
    ['A or B', 'several'],
    ['B or B', 'B'],
    ['not B', 'none'],
    ['not B, Paris', 'B'],
    ['not Paris', 'none'],
    ['A, not B', 'A'],
    ['A is the capital of England, so the answer is B', 'B'],
    ['the answer was: B. A is not', 'B'],
    ['B. The answer is clear', 'B'],
    ['the answer = B or C', 'several'],
    ['answer: none. B', 'B'],
    ['answers: A B', 'several'],
    ['the answer isolates A; B', 'several'],
    ['the answer, well, answer: B (A is wrong)', 'B'],
    ['\\boxed{B}', 'B'],
    ['A \\boxed{B} C', 'B'],
    ['\\boxed{B} \\boxed{B}', 'B'],
    ['\\boxed{A} \\boxed{B}', 'several'],
    ['\\boxed{B} \\boxed{x}', 'several'],
    ['\\boxed{x}', 'none'],
    ['B \\boxed{', 'B'],
    ['B \\boxed{}', 'none'],
    ['\\boxed{\\boxed{B}}', 'B'],
    ['Oslo', 'none'],
    ['5', 'none'],
  ])('%j: %s', (answer, expected) => {
    expect(named(answer)).toBe(expected)
  })

  test('without texts', () => {
    expect(['Z', 'z.', 'The answer is Q', 'Paris', 'A or Z'].map((answer) => named(answer, lettersOnly))).toEqual([
      'Z',
      'Z',
      'Q',
      'none',
      'several',
    ])
  })

  test('a text comes before a letter, and of equal texts the first', () => {
    const swapped = prepareChoices(['B', 'A', 'x', 'x'])
    expect(['A', 'b', 'x', '**A**', 'C'].map((answer) => named(answer, swapped))).toEqual(['B', 'A', 'C', 'B', 'C'])
  })

  test('numbers written another way', () => {
    const numbers = prepareChoices(['5', '1,000', '1/2', '20 cm'])
    expect(['five', '1000', '0.5', '20cm', '\\frac{1}{2}', '6', '20'].map((answer) => named(answer, numbers))).toEqual([
      'A',
      'B',
      'C',
      'D',
      'C',
      'none',
      'none',
    ])
  })

  test('signs and decimal points make another number of it', () => {
    const signed = prepareChoices(['5', '-5', '.5', '0.25', '5,000', '-x'])
    const answers = [
      '5',
      '-5',
      '.5',
      '0.5',
      'it is -5.',
      'it is 5.',
      '(-5)',
      'about 0.25',
      '5,000 in all',
      '-x',
      'x',
      '- 5',
    ]
    expect(answers.map((answer) => named(answer, signed))).toEqual([
      'A',
      'B',
      'C',
      'C',
      'B',
      'A',
      'B',
      'D',
      'E',
      'F',
      'none',
      'A',
    ])
    expect(['5-10', '5:10', '10/5'].map((answer) => named(answer, prepareChoices(['5', '10'])))).toEqual([
      'several',
      'none',
      'none',
    ])
  })

  test('scripts without spaces', () => {
    const chinese = prepareChoices(['伦敦', '巴黎', '是', '北京'])
    const answers = [
      '巴黎。',
      '答案是巴黎',
      '是',
      '是。',
      '不是',
      '不是B',
      '不是巴黎',
      '不是伦敦，是巴黎',
      '选B',
      '伦敦或巴黎',
      '我觉得选B、巴黎。',
    ]
    expect(answers.map((answer) => named(answer, chinese))).toEqual([
      'B',
      'B',
      'C',
      'C',
      'none',
      'none',
      'none',
      'B',
      'B',
      'several',
      'B',
    ])
    expect(['答案是Paris。', '答案是Parisian。'].map((answer) => named(answer))).toEqual(['B', 'none'])
  })

  test('capitals that get longer in lower case do not shift what is found', () => {
    expect(named('İİİİ (B)')).toBe('B')
    expect(named('İİİİ Paris')).toBe('none')
    expect(named('İİİİ paris')).toBe('B')
    expect(named('İ', prepareChoices(['x', 'i̇']))).toBe('B')
  })

  test('of a long answer the last 16,384 characters are read', () => {
    expect(named(`C ${'x'.repeat(2 ** 14 - 3)} B`)).toBe('B')
    expect(named(`C ${'x'.repeat(2 ** 14 - 4)} B`)).toBe('several')
    expect(named(`B ${'x '.repeat(2 ** 14)}`)).toBe('none')
  })

  test('an answer that names options more than 32 times has not decided, unless it is always the same', () => {
    expect(named('not C '.repeat(16) + 'B')).toBe('B')
    expect(named('not C '.repeat(40) + 'B')).toBe('several')
    expect(named('B '.repeat(40))).toBe('B')
    expect(named(`${'\\boxed{B}'.repeat(32)}\\boxed{A}`)).toBe('B')
    expect(named(`${'\\boxed{B}'.repeat(31)}\\boxed{A}`)).toBe('several')
  })
})

const decorations: ReadonlyArray<(letter: string) => string> = [
  (x) => x,
  (x) => `(${x})`,
  (x) => `[${x}]`,
  (x) => `**${x}**`,
  (x) => `$${x}$`,
  (x) => `"${x}"`,
  (x) => `“${x}”`,
  (x) => `\`${x}\``,
  (x) => `${x}.`,
  (x) => `${x})`,
  (x) => `${x}:`,
  (x) => `<b>${x}</b>`,
  (x) => `\\boxed{${x}}`,
  (x) => `\\text{${x}}`,
  (x) => `*${x}*`,
  (x) => `{${x}}`,
  (x) => `\u200b${x}`,
  (x) => `__${x}__`,
]
const sentences: ReadonlyArray<(answer: string) => string> = [
  (x) => x,
  (x) => `The answer is ${x}`,
  (x) => `The answer is ${x}.`,
  (x) => `Answer: ${x}`,
  (x) => `**Answer:** ${x}`,
  (x) => `Option ${x}`,
  (x) => `I choose ${x}`,
  (x) => `The correct option is ${x}`,
  (x) => `answer is option ${x}`,
  (x) => `Final answer: ${x}.`,
  (x) => `答案是${x}`,
]

describe('laws', () => {
  const letter = fc.integer({ min: 0, max: 3 })
  const decorated = (index: number): fc.Arbitrary<string> =>
    fc
      .tuple(fc.boolean(), fc.array(fc.constantFrom(...decorations), { maxLength: 2 }))
      .map(([small, wraps]) =>
        wraps.reduce((text, wrap) => wrap(text), small ? letterOf(index).toLowerCase() : letterOf(index)),
      )

  test('a letter in any decoration, alone', () => {
    for (const [index, wrap] of [0, 1, 2, 3].flatMap((index) => decorations.map((wrap) => [index, wrap] as const))) {
      expect([wrap(letterOf(index)), named(wrap(letterOf(index)))]).toEqual([wrap(letterOf(index)), letterOf(index)])
      expect(named(wrap(letterOf(index).toLowerCase()))).toBe(letterOf(index))
    }
  })

  test('a letter in any two decorations, in a sentence', () => {
    fc.assert(
      fc.property(
        letter.chain((index) => fc.tuple(fc.constant(index), decorated(index))),
        fc.constantFrom(...sentences),
        ([index, text], sentence) => {
          expect(named(sentence(text))).toBe(letterOf(index))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('two different capitals never name one', () => {
    fc.assert(
      fc.property(
        letter,
        letter,
        fc.constantFrom(' or ', ', ', ' and ', '/', ' ', '\n', ' vs. ', '; '),
        fc.constantFrom(...sentences),
        (a, b, between, sentence) => {
          fc.pre(a !== b)
          expect(named(sentence(`${letterOf(a)}${between}${letterOf(b)}`))).toBe('several')
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a text names its option in whatever order they are', () => {
    const texts = ['London', 'Paris', 'New York', 'York', '42', 'a red car']
    fc.assert(
      fc.property(
        fc.shuffledSubarray(texts, { minLength: 6 }),
        fc.nat({ max: 5 }),
        fc.constantFrom(...sentences),
        (order, i, sentence) => {
          const verdict = namedOption(sentence(order[i] ?? ''), prepareChoices(order))
          expect(verdict).toEqual({ _tag: 'One', index: i })
        },
      ),
    )
  })
})
