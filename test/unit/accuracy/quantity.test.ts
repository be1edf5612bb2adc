import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuantity, sameQuantity } from '../../../src/accuracy/index.js'

const q = (numerator: bigint, denominator = 1n, unit = ''): unknown => ({ numerator, denominator, unit })

describe('digits', () => {
  test.each([
    ['0', q(0n)],
    ['5', q(5n)],
    ['+5', q(5n)],
    ['-5', q(-5n)],
    ['  5  ', q(5n)],
    ['007', q(7n)],
    ['5.', q(5n)],
    ['3.0', q(30n, 10n)],
    ['.5', q(5n, 10n)],
    ['-.25', q(-25n, 100n)],
    ['1,000', q(1000n)],
    ['1,234,567.8', q(12345678n, 10n)],
    ['1/2', q(1n, 2n)],
    ['-1/2', q(-1n, 2n)],
    ['1e3', q(1000n)],
    ['1E3', q(1000n)],
    ['2e+2', q(200n)],
    ['1e-3', q(1n, 1000n)],
    ['1.5e1', q(150n, 10n)],
    ['1e30', q(10n ** 30n)],
    ['1e-30', q(1n, 10n ** 30n)],
    ['50%', q(50n, 1n, '%')],
    ['50 %', q(50n, 1n, '%')],
    ['50 percent', q(50n, 1n, '%')],
    ['50 per cent', q(50n, 1n, '%')],
    ['5cm', q(5n, 1n, 'cm')],
    ['5 CM', q(5n, 1n, 'cm')],
    ['5 cm²', q(5n, 1n, 'cm²')],
    ['5m2', q(5n, 1n, 'm2')],
    ['20°c', q(20n, 1n, '°c')],
    ['3 dogs', q(3n, 1n, 'dogs')],
    ['1/2 cup', q(1n, 2n, 'cup')],
    ['9'.repeat(40), q(10n ** 40n - 1n)],
  ])('%j', (text, expected) => {
    expect(parseQuantity(text)).toEqual(expected)
  })

  test.each([
    '',
    ' ',
    '-',
    '.',
    ',',
    '+',
    'e3',
    '1,00',
    '1,0000',
    '1000,000',
    ',100',
    '1.2.3',
    '1:30',
    '1/2/3',
    '1/0',
    '1/',
    '/2',
    '1e31',
    '1e-31',
    '1e100',
    '5 big dogs',
    '5 cm x',
    '5-6',
    '5cm4',
    '--5',
    '5 $',
    '$5',
    '9'.repeat(41),
    'x5',
    '٣',
  ])('%j is none', (text) => {
    expect(parseQuantity(text)).toBe(undefined)
  })

  test('a text of 80 characters is read, one of 81 is not', () => {
    expect(parseQuantity(`5${' '.repeat(79)}`)).toEqual(q(5n))
    expect(parseQuantity(`5${' '.repeat(80)}`)).toBe(undefined)
  })
})

describe('words', () => {
  test.each([
    ['zero', q(0n)],
    ['five', q(5n)],
    [' Five ', q(5n)],
    ['minus five', q(-5n)],
    ['negative five', q(-5n)],
    ['plus five', q(5n)],
    ['twenty-one', q(21n)],
    ['twenty one', q(21n)],
    ['ninety nine', q(99n)],
    ['hundred', q(100n)],
    ['one hundred', q(100n)],
    ['a hundred', q(100n)],
    ['a hundred and one', q(101n)],
    ['one hundred and five', q(105n)],
    ['nine hundred ninety nine', q(999n)],
    ['nineteen hundred', q(1900n)],
    ['twelve hundred', q(1200n)],
    ['ninety nine hundred', q(9900n)],
    ['thousand', q(1000n)],
    ['a million', q(1000000n)],
    ['two thousand', q(2000n)],
    ['two thousand and five', q(2005n)],
    ['two million three thousand nine hundred and eighty four', q(2003984n)],
    ['one billion', q(10n ** 9n)],
    ['hundred thousand', q(100000n)],
    ['fifty percent', q(50n, 1n, '%')],
    ['fifty %', q(50n, 1n, '%')],
    ['three point one four', q(314n, 100n)],
    ['zero point five', q(5n, 10n)],
    ['minus one point five', q(-15n, 10n)],
    ['two point zero', q(20n, 10n)],
  ])('%j', (text, expected) => {
    expect(parseQuantity(text)).toEqual(expected)
  })

  test.each([
    'one two',
    'twenty thirty',
    'twenty eleven',
    'ten one',
    'hundred hundred',
    'one hundred hundred',
    'two thousand thousand',
    'two thousand three million',
    'thousand million',
    'and five',
    'five and',
    'one hundred and',
    'and',
    'a',
    'a five',
    'a a hundred',
    'one a hundred',
    'minus',
    'point five',
    'five point',
    'five point ten',
    'five point x',
    'point',
    'percent',
    '%',
    'five dogs',
    'dogs',
    'minus minus five',
    'zero five',
    'twenty zero zero',
    'a dozen',
    'three point one percent four',
    'five per cent',
    'two thousand hundred hundred',
    'one million thousand',
    'five point five point five',
  ])('%j is none', (text) => {
    expect(parseQuantity(text)).toBe(undefined)
  })
})

describe('sameQuantity', () => {
  test.each([
    ['0.5', '1/2', true],
    ['.5', '0.50', true],
    ['1,000', '1000', true],
    ['1e3', 'a thousand', true],
    ['5cm', '5 CM', true],
    ['50%', 'fifty percent', true],
    ['-0', '0', true],
    ['2/4', '1/2', true],
    ['50%', '50', false],
    ['50%', '0.5', false],
    ['5cm', '5mm', false],
    ['5cm', '5', false],
    ['5', '-5', false],
    ['1/3', '0.33', false],
    ['dogs', 'dogs', false],
    ['5', 'x', false],
    ['x', '5', false],
    ['9007199254740993', '9007199254740992', false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(sameQuantity(a, b)).toBe(expected)
    expect(sameQuantity(b, a)).toBe(expected)
  })
})

/** The English words of a number below a billion: as they are spelt, from the definition. */
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const spell = (n: number): string => {
  if (n < 20) return ONES[n] ?? ''
  if (n < 100) return `${TENS[Math.floor(n / 10)] ?? ''}${n % 10 === 0 ? '' : `-${spell(n % 10)}`}`
  const [size, name] = n < 1000 ? [100, 'hundred'] : n < 1e6 ? [1000, 'thousand'] : [1e6, 'million']
  return `${spell(Math.floor(n / size))} ${name}${n % size === 0 ? '' : ` ${spell(n % size)}`}`
}

describe('laws', () => {
  test('a number is read back from its digits and from its words', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999 }), (n) => {
        expect(parseQuantity(String(n))).toEqual(q(BigInt(n)))
        expect(parseQuantity(n.toLocaleString('en-US'))).toEqual(q(BigInt(n)))
        const words = `minus ${spell(n)} percent`
        // Longer texts are no answers.
        if (words.length <= 80) expect(parseQuantity(words)).toEqual(q(-BigInt(n), 1n, '%'))
      }),
      { numRuns: 500 },
    )
    for (let n = 0; n < 2000; n++) expect(parseQuantity(spell(n))).toEqual(q(BigInt(n)))
  })

  test('decimals are exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 9 }), (n, places) => {
        const text = (n / 10 ** places).toFixed(places)
        expect(sameQuantity(text, `${n}/${10 ** places}`)).toBe(true)
      }),
    )
  })

  const anyText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0159.,-+/e% acmx'), maxLength: 8 }),
    fc
      .array(fc.constantFrom('one', 'twenty', 'hundred', 'thousand', 'and', 'a', 'point', 'minus', 'percent'), {
        maxLength: 5,
      })
      .map((words) => words.join(' ')),
  )

  test('sameQuantity is symmetric, and holds of every quantity and itself', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(sameQuantity(a, b)).toBe(sameQuantity(b, a))
        expect(sameQuantity(a, a)).toBe(parseQuantity(a) !== undefined)
      }),
      { numRuns: 3000 },
    )
  })
})
