import { describe, expect, it } from 'vitest'
import { anyRange, contains, isBounded, type Range, unitRange } from '../../../src/core/index.js'
import { multiplyRanges, scaleRange, union } from '../../../src/core/range.js'

const range = (min: number, max: number): Range => ({ min, max })

it('the named ranges', () => {
  expect(unitRange).toEqual(range(0, 1))
  expect(anyRange).toEqual(range(-Infinity, Infinity))
})

describe('contains', () => {
  it('never holds NaN', () => {
    expect(contains(unitRange, NaN)).toBe(false)
    expect(contains(anyRange, NaN)).toBe(false)
  })

  it('takes every finite number for an unbounded range', () => {
    for (const value of [0, -0, 1e308, -1e308, Number.MIN_VALUE]) expect(contains(anyRange, value)).toBe(true)
    expect(contains(range(0, Infinity), -1)).toBe(false)
    expect(contains(range(-Infinity, 0), 1)).toBe(false)
    expect(contains(range(-Infinity, 0), -1e300)).toBe(true)
  })

  it('includes the bounds, and forgives 1e-9 (1 + |bound|) beyond them', () => {
    expect([0, 1, -0, -0.9e-9, 1 + 1.9e-9].map((value) => contains(unitRange, value))).toEqual(Array(5).fill(true))
    expect([-1.1e-9, 1 + 2.1e-9].map((value) => contains(unitRange, value))).toEqual([false, false])
    expect(contains(range(-10, 0), -10 - 10.9e-9)).toBe(true)
    expect(contains(range(-10, 0), -10 - 11.1e-9)).toBe(false)
    expect(contains(range(-20, -10), -10 + 10.9e-9)).toBe(true)
    expect(contains(range(-20, -10), -10 + 11.1e-9)).toBe(false)
    expect(contains(range(10, 20), 10 - 10.9e-9)).toBe(true)
    expect(contains(range(10, 20), 10 - 11.1e-9)).toBe(false)
  })
})

it('isBounded wants finite bounds in order', () => {
  expect(isBounded(unitRange)).toBe(true)
  expect(isBounded(range(1, 1))).toBe(true)
  for (const [min, max] of [
    [1, 0],
    [-Infinity, 1],
    [0, Infinity],
    [NaN, 1],
    [0, NaN],
  ] as const)
    expect(isBounded(range(min, max))).toBe(false)
})

it('union is the smallest interval that holds both', () => {
  expect(union(range(0, 1), range(-2, 0.5))).toEqual(range(-2, 1))
  expect(union(range(5, 6), range(1, 2))).toEqual(range(1, 6))
})

describe('scaleRange', () => {
  it('turns over under a negative factor', () => {
    expect(scaleRange(range(1, 3), 2)).toEqual(range(2, 6))
    expect(scaleRange(range(1, 3), -2)).toEqual(range(-6, -2))
  })

  it('is a point under 0, infinite bounds included', () => {
    expect(scaleRange(anyRange, 0)).toEqual(range(0, 0))
    expect(scaleRange(range(0, Infinity), -1)).toEqual(range(-Infinity, 0))
  })
})

describe('multiplyRanges', () => {
  it('looks at all four corners', () => {
    expect(multiplyRanges(range(2, 3), range(5, 7))).toEqual(range(10, 21))
    expect(multiplyRanges(range(-2, 3), range(5, 7))).toEqual(range(-14, 21))
    expect(multiplyRanges(range(-2, 3), range(-7, 5))).toEqual(range(-21, 15))
    expect(multiplyRanges(range(-3, -2), range(-7, -5))).toEqual(range(10, 21))
    expect(multiplyRanges(range(-9, 3), range(-7, 5))).toEqual(range(-45, 63))
    expect(multiplyRanges(range(2, 3), range(-7, 5))).toEqual(range(-21, 15))
  })

  it('0 times an infinite bound is 0', () => {
    expect(multiplyRanges(range(0, 0), anyRange)).toEqual(range(0, 0))
    expect(multiplyRanges(range(0, 1), range(0, Infinity))).toEqual(range(0, Infinity))
    expect(multiplyRanges(anyRange, range(0, 0))).toEqual(range(0, 0))
  })
})
