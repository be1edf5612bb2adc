import { describe, expect, test } from 'vitest'
import { boxedBodies, plainText } from '../../../src/accuracy/plain-text.js'

describe('plainText', () => {
  test.each([
    ['', ''],
    ['plain (B).', 'plain (B).'],
    ['**B**', 'B'],
    ['_B_ `B` $B$', 'B B B'],
    ['"B" “B” „B” «B» ‘B’', 'B B B B B'],
    ["'B'", "'B'"],
    ['\u200bB\u200c\u200d\u2060\ufeff', 'B'],
    ['\\text{B}', 'B'],
    ['\\mathrm {B} \\textbf{C}', 'B C'],
    ['{B}', 'B'],
    ['\\(x^2\\)', '(x^2)'],
    ['\\frac{1}{2}', '1/2'],
    ['\\dfrac {1} {2} \\tfrac{a}{b}', '1/2 a/b'],
    ['\\frac{\\sqrt{2}}{2}', '22'],
    ['10~cm 10\\,cm 10\\;cm', '10 cm 10 cm 10 cm'],
    ['<b>B</b>', ' B '],
    ['<STRONG class="x">B</STRONG><br/>', ' B  '],
    ['a < b', 'a < b'],
    ['1<b 2>', '1 '],
    ['<B>', '<B>'],
    ['<c>C</c>', '<c>C</c>'],
    ['<H1>B</H1> <h7>', ' B  <h7>'],
    ['Ｂ（Ｂ）．', 'B(B).'],
    ['！～', '!~'],
  ])('%j becomes %j', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })
})

describe('boxedBodies', () => {
  test.each([
    ['', []],
    ['{B}', []],
    ['\\boxed', []],
    ['\\boxed{B', []],
    ['\\boxed}', []],
    ['\\boxed{B}', ['B']],
    ['\\boxed{}', ['']],
    ['\\boxed {B}', ['B']],
    ['\\boxed        {B}', ['B']],
    ['\\boxed         {B}', []],
    ['x \\boxed{\\text{B}} y', ['\\text{B}']],
    ['\\boxed{A} or \\boxed{B}', ['A', 'B']],
    ['\\boxed{\\boxed{B}}', ['B', '\\boxed{B}']],
    ['}\\boxed{B}', ['B']],
    ['{\\boxed{B}}', ['B']],
    ['\\boxed{{B}}', ['{B}']],
    ['\\fbox{A}\\boxed{B}', ['B']],
    ['\\boxed{B}}', ['B']],
    ['boxed{B}', []],
    ['\\boxed x{B}', []],
  ])('of %j: %j', (text, bodies) => {
    expect(boxedBodies(text)).toEqual(bodies)
  })
})
