import { describe, expect, test } from 'vitest'
import { sameAnswer } from '../../../src/accuracy/index.js'

describe('sameAnswer', () => {
  test.each([
    ['', '', true, true],
    ['.', '', true, true],
    ['B', 'b', true, true],
    [' B. ', 'B', false, false],
    ['B .', 'B', true, true],
    ['B...', 'B', true, true],
    ['B', 'B.', false, false],
    ['.B', 'B', false, false],
    ['\u001cred car\u3000', 'Red Car', true, true],
    ['red  car', 'red car', false, false],
    ['three', '3', true, true],
    ['3', 'three', true, true],
    ['Three.', '3', true, true],
    ['3.', 'THREE', true, true],
    ['seventeen', '17', true, true],
    ['billion', '1000000000', true, true],
    ['1000000000', 'billion', true, true],
    ['three', '03', true, false],
    ['three', '4', false, false],
    ['point', '0', true, true],
    ['0', 'point', true, true],
    ['point', '1', false, false],
    ['1,000', '1000', true, false],
    ['1/2', '0.5', true, false],
    ['twenty-one', '21', true, false],
    ['minus five', '-5', true, false],
    ['50 percent', '50%', true, false],
    ['5cm', '5 cm', true, false],
    ['5cm', '5mm', false, false],
    ['yes', 'no', false, false],
    ['İ', 'i̇', true, true],
  ])('%j, gold %j: paper %s, released %s', (answer, gold, paper, released) => {
    expect(sameAnswer(answer, gold)).toBe(paper)
    expect(sameAnswer(answer, gold, 'paper')).toBe(paper)
    expect(sameAnswer(answer, gold, 'released')).toBe(released)
  })

  test('long texts', () => {
    const long = 'İ x '.repeat(100)
    expect(sameAnswer(` ${long}..`, long)).toBe(true)
    expect(sameAnswer(long, `${long}x`)).toBe(false)
    expect(sameAnswer(`${long}x`, long)).toBe(false)
    expect(sameAnswer(`${'0'.repeat(39)}5${' '.repeat(100)}`, '5')).toBe(true)
    expect(sameAnswer('5', `${'0'.repeat(39)}5`)).toBe(true)
  })
})
