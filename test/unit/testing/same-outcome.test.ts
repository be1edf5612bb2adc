import { describe, expect, it } from 'vitest'
import { failed, type Outcome, scored, skipped } from '../../../src/core/index.js'
import { isClose, sameOutcome } from '../../../src/testing/index.js'

describe('isClose', () => {
  it.each([
    [0, -0, 0, true],
    [NaN, NaN, 1, false],
    [Infinity, Infinity, 0, true],
    [Infinity, -Infinity, 1, false],
    [Infinity, 5, 1, false],
    [1e308, -1e308, 1, false],
    [1, 1 + 1e-12, 0, false],
    [0, 1e-3, 1e-3, true],
    [0, 1.01e-3, 1e-3, false],
    [99, 100, 0.01, true],
    [100, 98.9, 0.01, false],
    [-100, -99, 0.01, true],
    [-1, 1, 0.5, false],
  ])('%d and %d within %d: %s', (a, b, tolerance, close) => expect(isClose(a, b, tolerance)).toBe(close))
})

describe('sameOutcome', () => {
  const missing = skipped('missing-field', 'a')
  const aborted = failed({ _tag: 'Aborted', reason: 'a' })
  const withParts = (parts: Record<string, Outcome>): Outcome => ({ ...scored(1), parts })

  it('asks for equal values unless told otherwise', () => {
    expect(sameOutcome(scored(1), scored(1))).toBe(true)
    expect(sameOutcome(scored(1), scored(1 + 1e-12))).toBe(false)
    expect(sameOutcome(scored(1), scored(1 + 1e-12), 1e-9)).toBe(true)
  })

  it('wording and detail may differ; code and tag may not', () => {
    expect(sameOutcome(scored(1, { a: 1 }), scored(1))).toBe(true)
    expect(sameOutcome(missing, skipped('missing-field', 'b'))).toBe(true)
    expect(sameOutcome(missing, skipped('gate-closed', 'a'))).toBe(false)
    expect(sameOutcome(aborted, failed({ _tag: 'Aborted', reason: 'b' }))).toBe(true)
    expect(sameOutcome(aborted, failed({ _tag: 'Timeout', reward: '', timeoutMs: 1 }))).toBe(false)
  })

  it('the three cases are never the same', () => {
    const cases = [scored(0), missing, aborted]
    for (const [i, a] of cases.entries()) for (const [j, b] of cases.entries()) expect(sameOutcome(a, b)).toBe(i === j)
  })

  it('parts are compared by name, at every depth; none is no parts', () => {
    expect(sameOutcome(withParts({ a: scored(1), b: missing }), withParts({ b: missing, a: scored(1) }))).toBe(true)
    expect(sameOutcome(withParts({ a: scored(1) }), withParts({ b: scored(1) }))).toBe(false)
    expect(sameOutcome(withParts({ a: scored(1) }), withParts({ a: scored(1), b: missing }))).toBe(false)
    expect(sameOutcome(withParts({ a: scored(1), b: missing }), withParts({ a: scored(1) }))).toBe(false)
    expect(sameOutcome(withParts({ toString: scored(1) }), withParts({ a: scored(1) }))).toBe(false)
    expect(sameOutcome(withParts({}), scored(1))).toBe(true)
    const deep = (value: number): Outcome => withParts({ a: withParts({ b: scored(value) }) })
    expect(sameOutcome(deep(1), deep(1.1), 1e-9)).toBe(false)
    expect(sameOutcome(deep(1), deep(1.1), 0.1)).toBe(true)
  })
})
