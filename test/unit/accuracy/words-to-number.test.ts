import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { wordsToNumber } from '../../../src/accuracy/index.js'
import { LONGEST_NUMBER_WORD, NUMBER_WORDS, numberWord, SCALES } from '../../../src/accuracy/number-words.js'

const UNITS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'
const TEENS = 'sixteen seventeen eighteen nineteen'
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety hundred'

describe('number words', () => {
  test('0 to 19, the tens, hundred and the scales', () => {
    expect(`${UNITS} ${TEENS}`.split(' ').map(numberWord)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(TENS.split(' ').map(numberWord)).toEqual([20, 30, 40, 50, 60, 70, 80, 90, 100])
    expect(SCALES.map(numberWord)).toEqual([1e9, 1e6, 1e3])
    expect(Object.keys(NUMBER_WORDS)).toHaveLength(32)
  })

  test('nothing longer than the longest is looked up, and no name of an object', () => {
    expect(Math.max(...Object.keys(NUMBER_WORDS).map((word) => word.length))).toBe(LONGEST_NUMBER_WORD)
    for (const word of ['', 'Three', 'dozen', 'toString', 'valueOf', '__proto__', 'constructor', 'seventeens'])
      expect(numberWord(word)).toBe(undefined)
    expect(Object.isFrozen(NUMBER_WORDS)).toBe(true)
  })
})

describe('wordsToNumber', () => {
  test.each([
    ['0', 0],
    ['007', 7],
    ['12-3', NaN],
    ['three', 3],
    ['  Three  ', 3],
    ['point', 0],
    ['hundred', 100],
    ['thousand', 1000],
    ['million', 1e6],
    ['twenty-one', 21],
    ['one two', 3],
    ['two hundred', 200],
    ['hundred two', 200],
    ['one hundred one', 101],
    ['one hundred and five', 105],
    ['one hundred twenty three', 123],
    ['one two three four five', 1],
    ['nineteen eighty four', 1524],
    ['two thousand', 2000],
    ['two thousand five', 2005],
    ['two million three thousand', 2004003],
    ['two million three thousand nine hundred and eighty four', 2003984],
    ['one billion two million three thousand four', 1002003004],
    ['two million five', 2000005],
    ['three point one four', 3.14],
    ['point five', 0.5],
    ['three point', 3],
    ['three point ten', 3],
    ['two hundred point five', 200.5],
    ['about three dogs', 3],
    ['three thousand million', NaN],
    ['two million five thousand', 2006005],
    ['one billion two million', 1003000002],
    ['one billion two million three', 1002000003],
  ])('%j is %d', (text, expected) => {
    const given = wordsToNumber(text)
    if (Number.isNaN(expected)) expect(E.isLeft(given)).toBe(true)
    else expect(given).toEqual(E.right(expected))
  })

  test.each([
    ['', 'ValueError', 'no number word'],
    ['dozen', 'ValueError', 'no number word'],
    ['3.5', 'ValueError', 'no number word'],
    ['point one point two', 'ValueError', "'point' twice"],
    ['one thousand two thousand', 'ValueError', "'thousand' twice"],
    ['one million two million', 'ValueError', "'million' twice"],
    ['one billion two billion', 'ValueError', "'billion' twice"],
    ['two thousand three million', 'ValueError', 'scales out of order'],
    ['two million three billion', 'ValueError', 'scales out of order'],
    ['thousand two', 'IndexError', "nothing before 'thousand'"],
    ['million five', 'IndexError', "nothing before 'million'"],
    ['two million thousand', 'IndexError', "nothing before 'thousand'"],
  ])('%j raises', (text, exception, reason) => {
    expect(wordsToNumber(text)).toEqual(
      E.left({ _tag: 'OriginalRaises', reward: 'words-to-number', exception, reason }),
    )
  })
})
