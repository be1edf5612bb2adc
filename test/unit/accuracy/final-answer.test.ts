import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finalAnswer, goldAnswer } from '../../../src/accuracy/index.js'
import { strip } from '../../../src/text/whitespace.js'

const tagged = (text: string): unknown => ({ _tag: 'Tagged', text })
const untagged = (text: string): unknown => ({ _tag: 'Untagged', text })
const several = { _tag: 'Several' }

describe('finalAnswer, paper', () => {
  test.each([
    ['', untagged('')],
    ['B', untagged('B')],
    [' Answer: B\n', untagged('B')],
    ['<answer>B</answer>', tagged('B')],
    ['<answer>\n B\n</answer>', tagged('B')],
    ['<answer></answer>', tagged('')],
    ['<think>A</think>B', untagged('B')],
    ['<think>A</think><answer>B</answer>', tagged('B')],
    ['<think><answer>A</answer></think><answer>B</answer>', tagged('B')],
    ['<think><answer>A</answer></think>', untagged('')],
    ['<think><answer>A</answer></think>x</think>C', untagged('C')],
    ['<think>x<answer>A</answer>', tagged('A')],
    ['<answer>B</answer><answer>B</answer>', tagged('B')],
    ['<answer>B</answer><answer> B </answer>', tagged('B')],
    ['<answer>B</answer><answer>C</answer>', several],
    ['<answer>B</answer><answer></answer>', several],
    ['<answer></answer><answer>B</answer>', several],
    ['<answer>A<answer>B</answer></answer>', tagged('B')],
    ['</answer><answer>B</answer>', tagged('B')],
    ['</answer></answer><answer>B</answer></answer>', tagged('B')],
    ['<answer>B</answer><answer>', tagged('B')],
    ['<answer>B', untagged('B')],
    ['B</answer>', untagged('B')],
    ['</answer>B<answer>', untagged('B')],
    ['<answer>B</answer>x</answer>', tagged('B')],
    ['<ANSWER>B</ANSWER>', untagged('<ANSWER>B</ANSWER>')],
  ])('%j', (completion, expected) => {
    expect(finalAnswer(completion)).toEqual(expected)
    expect(finalAnswer(completion, 'paper')).toEqual(expected)
  })
})

describe('finalAnswer, released', () => {
  test.each([
    ['', untagged('')],
    ['<think>A</think>B', untagged('B')],
    ['<think><answer>A</answer></think><answer>B</answer>', tagged('A')],
    ['<answer>\nB</answer>', untagged('B')],
    ['<answer>B</answer><answer>C</answer>', tagged('B')],
    ['<answer>A<answer>B</answer>', tagged('A<answer>B')],
    ['<answer></answer>', tagged('')],
  ])('%j', (completion, expected) => {
    expect(finalAnswer(completion, 'released')).toEqual(expected)
  })
})

describe('goldAnswer', () => {
  test.each([
    ['', '', ''],
    [' B ', 'B', 'B'],
    ['<answer> B </answer>', 'B', 'B'],
    ['<answer>\nB\n</answer>', 'B', '<answer>\nB\n</answer>'],
    ['<think>x</think><answer>B</answer>', 'B', 'B'],
    ['<answer>A</answer><answer>B</answer>', 'A', 'A'],
    ['<answer>B</answer></think>', 'B', 'B'],
    [' <answer>B ', '<answer>B', '<answer>B'],
    ['Answer: B', 'Answer: B', 'Answer: B'],
    [
      ' <answer>A\n</answer><answer>B\n</answer> ',
      '<answer>A\n</answer><answer>B\n</answer>',
      '<answer>A\n</answer><answer>B\n</answer>',
    ],
  ])('%j: paper %j, released %j', (answer, paper, released) => {
    expect(goldAnswer(answer)).toBe(paper)
    expect(goldAnswer(answer, 'paper')).toBe(paper)
    expect(goldAnswer(answer, 'released')).toBe(released)
  })
})

const pieces = fc.constantFrom('<answer>', '</answer>', '<answer>', '</answer>', '</think>', 'B', 'C', '\n', ' ')
const soup = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))

describe('laws', () => {
  test('the innermost bodies after the last </think>, by regular expression', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const rest = text.split('</think>').at(-1) ?? ''
        const bodies = [...rest.matchAll(/<answer>((?:(?!<answer>)[^])*?)<\/answer>/g)].map(([, body]) =>
          strip(body ?? ''),
        )
        const read = finalAnswer(text)
        if (bodies.length === 0) expect(read._tag).toBe('Untagged')
        else if (new Set(bodies).size > 1) expect(read).toEqual(several)
        else expect(read).toEqual(tagged(bodies[0] ?? ''))
      }),
      { numRuns: 3000 },
    )
  })

  test('released: the first body on one line, else the text', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const body = /<answer>([^\n]*?)<\/answer>/.exec(text)?.[1]
        const read = finalAnswer(text, 'released')
        if (body === undefined) expect(read._tag).toBe('Untagged')
        else expect(read).toEqual(tagged(strip(body)))
      }),
      { numRuns: 3000 },
    )
  })

  test('no text throws, and no answer begins or ends with white space', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 50 }),
        fc.constantFrom('paper', 'released'),
        (text, variant) => {
          const read = finalAnswer(text, variant)
          if (read._tag !== 'Several') expect(strip(read.text)).toBe(read.text)
        },
      ),
    )
  })
})
