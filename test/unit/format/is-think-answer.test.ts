import { describe, expect, test } from 'vitest'
import { isThinkAnswer } from '../../../src/format/index.js'
import { type LayoutFault, layoutFault } from '../../../src/format/is-think-answer.js'

const separators = [
  '',
  '.',
  ' ',
  '\t\n\v\f\r',
  '\u001c\u001d\u001e\u001f',
  '\u0085',
  '\u00a0',
  '\u1680',
  '\u2000\u200a',
  '\u2028\u2029',
  '\u202f\u205f\u3000',
  ' . \n.. ',
]

const others = ['x', ',', '-', '\0', '\ufeff', '\u200b', '\u180e', '…', '。', '\\n', '\ud800', '\udc00', ' x ']

describe.each(['paper', 'released'] as const)('both variants alike: %s', (variant) => {
  test.each(separators)('only dots and white space may stand between the blocks: %j', (separator) => {
    expect(layoutFault(`<think>a</think>${separator}<answer>b</answer>`, variant)).toBe(null)
  })

  test.each(others)('nothing else may: %j', (separator) => {
    expect(layoutFault(`<think>a</think>${separator}<answer>b</answer>`, variant)).toBe(
      'no <answer> right after </think>',
    )
  })

  test.each<[string, string, LayoutFault]>([
    ['nothing at all', '', 'does not begin with <think>'],
    ['a tag cut short', '<think', 'does not begin with <think>'],
    ['a space in front', ' <think>a</think><answer>b</answer>', 'does not begin with <think>'],
    ['capitals', '<Think>a</Think><Answer>b</Answer>', 'does not begin with <think>'],
    ['the answer alone', '<answer>b</answer>', 'does not begin with <think>'],
    ['a newline behind', '<think>a</think><answer>b</answer>\n', 'does not end with </answer>'],
    ['an answer left open', '<think>a</think><answer>b', 'does not end with </answer>'],
    ['an opening tag alone', '<think>', 'does not end with </answer>'],
    ['a think block left open', '<think>a<answer>b</answer>', 'no closing </think>'],
    ['one character of the closing tag missing', '<think>a</think<answer>b</answer>', 'no closing </think>'],
    ['no opening <answer>', '<think>a</think></answer>', 'no <answer> right after </think>'],
    ['a space in the tag', '<think>a</think>< answer>b</answer>', 'no <answer> right after </think>'],
    [
      'the answer within the think block',
      '<think><answer>b</answer></think></answer>',
      'no <answer> right after </think>',
    ],
  ])('%s', (_, text, fault) => {
    expect(layoutFault(text, variant)).toBe(fault)
    expect(isThinkAnswer(text, variant)).toBe(false)
  })

  test.each([
    ['empty blocks', '<think></think><answer></answer>'],
    ['dots match newlines', '<think>\na\n</think>\n<answer>\nb\n</answer>'],
    ['lone surrogates and NUL are characters', '<think>\ud800\0</think><answer>\udc00\0</answer>'],
    ['the think block may speak of <answer>', '<think>I will write <answer> tags</think><answer>b</answer>'],
    ['and of </answer>', '<think>then </answer> ends it</think><answer>b</answer>'],
    ['parts of tags are text', '<think><think </think</think><answer><answer </answer</answer>'],
    ['capital tags are text', '<think><THINK></THINK></think><answer><Answer></Answer></answer>'],
  ])('%s', (_, text) => {
    expect(layoutFault(text, variant)).toBe(null)
    expect(isThinkAnswer(text, variant)).toBe(true)
  })
})

describe('what only the released expression accepts', () => {
  test.each<[string, LayoutFault]>([
    ['<think>a</think><think>c</think><answer>b</answer>', 'no <answer> right after </think>'],
    ['<think><think>a</think><answer>b</answer>', 'more than one <think>'],
    ['<think>a</think><answer><think>b</answer>', 'more than one <think>'],
    ['<think>a</think></think><answer>b</answer>', 'no <answer> right after </think>'],
    ['<think>a</think><answer>b</think></answer>', 'more than one </think>'],
    ['<think>a</think><answer></think></answer>', 'more than one </think>'],
    ['<think>a</think><answer><answer>b</answer>', '<answer> inside the answer'],
    ['<think>a</think><answer>b</answer></answer>', '</answer> inside the answer'],
    ['<think>a</think><answer></answer></answer>', '</answer> inside the answer'],
    ['<think>a</think><answer>b</answer><answer>c</answer>', '<answer> inside the answer'],
    ['<think>a</think>x</think> <answer>b</answer>', 'no <answer> right after </think>'],
    ['<think>a</think> . </think><answer>b</answer>', 'no <answer> right after </think>'],
  ])('%s', (text, fault) => {
    expect(layoutFault(text, 'released')).toBe(null)
    expect(layoutFault(text, 'paper')).toBe(fault)
  })

  test('a cut further on is found, whatever stands between', () => {
    expect(isThinkAnswer(`<think>${'</think>. x'.repeat(50)}</think><answer>b</answer>`, 'released')).toBe(true)
    expect(isThinkAnswer(`<think>${'</think>. x'.repeat(50)}<answer>b</answer>`, 'released')).toBe(false)
  })
})

test('the paper variant is the default', () => {
  expect(isThinkAnswer('<think><think>a</think><answer>b</answer>')).toBe(false)
})
