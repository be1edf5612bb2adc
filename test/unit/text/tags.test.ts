import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstInlineAnswer, withoutMarkup, withoutThinkBlocks } from '../../../src/text/tags.js'
import { strip } from '../../../src/text/whitespace.js'

describe('firstInlineAnswer', () => {
  test.each([
    ['', undefined],
    ['<answer>', undefined],
    ['</answer>', undefined],
    ['</answer><answer>', undefined],
    ['<answer></answer>', ''],
    ['<answer> B </answer>', 'B'],
    ['<answer>\u3000B\u001c</answer>', 'B'],
    ['x<answer>B</answer>y<answer>C</answer>', 'B'],
    ['<answer>a<answer>B</answer>', 'a<answer>B'],
    ['<answer>\nB</answer>', undefined],
    ['<answer>B\n</answer>', undefined],
    ['<answer>\n<answer>B</answer>', 'B'],
    ['<answer>a<answer>b\n<answer>C</answer>', 'C'],
    ['<answer>a\n</answer><answer>B</answer>', 'B'],
    ['<answer>B</answer>\n', 'B'],
    ['<answer>\r\u2028B</answer>', 'B'],
    ['<think><answer>A</answer></think><answer>B</answer>', 'A'],
    ['\n<answer>B</answer>', 'B'],
  ])('%j: %j', (text, body) => {
    expect(firstInlineAnswer(text)).toBe(body)
  })
})

describe('withoutThinkBlocks', () => {
  test.each([
    ['', ''],
    ['a', 'a'],
    ['<think>a</think>b', 'b'],
    ['a<think>b</think>c<think>d</think>e', 'ace'],
    ['a<think>b', 'a<think>b'],
    ['a</think>b', 'a</think>b'],
    ['<think>a<think>b</think>c</think>d', 'c</think>d'],
    ['<think>a</think>b<think>c', 'b<think>c'],
    ['<think>a\nb</think>\nc', '\nc'],
    ['</think><think>', '</think><think>'],
  ])('%j becomes %j', (text, rest) => {
    expect(withoutThinkBlocks(text)).toBe(rest)
  })
})

describe('withoutMarkup', () => {
  test.each([
    ['', ''],
    [' a ', 'a'],
    ['Answer: B', 'B'],
    ['Answer B', 'B'],
    ['Answer:: B', ': B'],
    ['answer: B', 'answer: B'],
    ['The Answer: B Answer', 'The  B'],
    ['<answer>B', 'B'],
    ['B</answer>', 'B'],
    ['</think>B', 'B'],
    ['<think>B', 'B'],
    ['<think>A</think>B', 'B'],
    ['<Answer>B', '<>B'],
    ['< answer>B', '< answer>B'],
    ['<an<answer>swer>B', '<answer>B'],
    ['AnsAnswer:wer: B', 'Answer: B'],
  ])('%j becomes %j', (text, rest) => {
    expect(withoutMarkup(text)).toBe(rest)
  })
})

const pieces = fc.constantFrom(
  '<answer>',
  '</answer>',
  '<think>',
  '</think>',
  'Answer',
  ':',
  '\n',
  ' ',
  'a',
  '<',
  '\u2028',
)
const soup = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))
const runs = { numRuns: 3000 }

describe('against the regular expressions they stand for', () => {
  test('the first answer on one line', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const body = /<answer>([^\n]*?)<\/answer>/.exec(text)?.[1]
        expect(firstInlineAnswer(text)).toBe(body === undefined ? undefined : strip(body))
      }),
      runs,
    )
  })

  test('think blocks and markup', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const rest = text.replace(/<think>[^]*?<\/think>/g, '')
        expect(withoutThinkBlocks(text)).toBe(rest)
        expect(withoutMarkup(text)).toBe(
          strip(rest.replace(/<think>|<\/think>|<answer>|<\/answer>|Answer:|Answer/g, '')),
        )
      }),
      runs,
    )
  })
})
