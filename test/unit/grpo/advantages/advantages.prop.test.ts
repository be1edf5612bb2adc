import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AdvantageOptions, advantages } from '../../../../src/grpo/advantages/advantages.js'
import { rlooAdvantages } from '../../../../src/grpo/advantages/rloo-advantages.js'
import { right } from './right.js'

/** A reward in steps of a thousandth, so that float32 and float64 say nearly the same. */
const reward = fc.integer({ min: -5000, max: 5000 }).map((n) => n / 1000)
const entry = fc.option(reward, { freq: 5, nil: null })

interface Batch {
  readonly size: number
  readonly rows: ReadonlyArray<ReadonlyArray<number | null>>
}

const batches: fc.Arbitrary<Batch> = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([size, groups, functions]) =>
    fc.record({
      size: fc.constant(size),
      rows: fc.array(fc.array(entry, { minLength: functions, maxLength: functions }), {
        minLength: size * groups,
        maxLength: size * groups,
      }),
    }),
  )

const rules = fc.constantFrom<Omit<AdvantageOptions, 'numGenerations'>>(
  { scaleRewards: 'group' },
  { scaleRewards: 'batch' },
  { scaleRewards: 'none' },
  { multiObjectiveAggregation: 'normalizeThenSum' },
)

const sums = fc.constantFrom<'group' | 'batch' | 'none'>('group', 'batch', 'none')

const valuesOf = ({ rows, size }: Batch, options: Omit<AdvantageOptions, 'numGenerations'>): ReadonlyArray<number> => [
  ...right(advantages(rows, { numGenerations: size, ...options })).advantages,
]

const map = (batch: Batch, change: (reward: number) => number): Batch => ({
  ...batch,
  rows: batch.rows.map((row) => row.map((value) => (value === null ? null : change(value)))),
})

const expectNear = (a: ReadonlyArray<number>, b: ReadonlyArray<number>, tolerance: number): void => {
  expect(a.length).toBe(b.length)
  for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(tolerance)
}

const isMissing = (row: ReadonlyArray<number | null>): boolean => row.every((value) => value === null)

describe('laws of group advantages', () => {
  test('they are finite, and 0 where nothing was scored', () => {
    fc.assert(
      fc.property(batches, rules, (batch, rule) => {
        const values = valuesOf(batch, rule)
        expect(values.every(Number.isFinite)).toBe(true)
        for (const [i, row] of batch.rows.entries()) if (isMissing(row)) expect(values[i]).toBe(0)
      }),
    )
  })

  test('those of a group sum to 0', () => {
    fc.assert(
      fc.property(batches, sums, (batch, scaleRewards) => {
        const values = valuesOf(batch, { scaleRewards })
        for (let at = 0; at < values.length; at += batch.size) {
          const total = values.slice(at, at + batch.size).reduce((sum, value) => sum + value, 0)
          expect(Math.abs(total)).toBeLessThanOrEqual(1e-9)
        }
      }),
    )
  })

  test('a constant added to every reward changes nothing', () => {
    // Of one function: where several are summed a row with more of them moves further.
    const single = batches.map(({ size, rows }) => ({ size, rows: rows.map(([first]) => [first!]) }))
    fc.assert(
      fc.property(single, rules, fc.integer({ min: -1000, max: 1000 }), (batch, rule, constant) => {
        const shifted = valuesOf(
          map(batch, (value) => value + constant),
          rule,
        )
        expectNear(shifted, valuesOf(batch, rule), 1e-6)
      }),
    )
  })

  test('a positive factor changes nothing but what the epsilon does', () => {
    fc.assert(
      fc.property(
        batches,
        fc.constantFrom<'group' | 'batch'>('group', 'batch'),
        fc.integer({ min: 1, max: 100 }),
        (batch, scaleRewards, factor) => {
          const scaled = valuesOf(
            map(batch, (value) => value * factor),
            { scaleRewards },
          )
          const before = valuesOf(batch, { scaleRewards })
          // (f x) / (f s + e) lies between x / (s + e) and x / s.
          for (const [i, value] of scaled.entries()) {
            expect(Math.abs(value)).toBeGreaterThanOrEqual(Math.abs(before[i]!) - 1e-9)
            expect(Math.sign(value) * Math.sign(before[i]!)).not.toBe(-1)
          }
        },
      ),
    )
  })

  test('without a division a factor is a factor', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: -100, max: 100 }), (batch, factor) => {
        const scaled = valuesOf(
          map(batch, (value) => value * factor),
          { scaleRewards: 'none' },
        )
        const expected = valuesOf(batch, { scaleRewards: 'none' }).map((value) => value * factor)
        expectNear(scaled, expected, 1e-9)
      }),
    )
  })

  test('groups in another order, and completions within a group, take their advantages along', () => {
    fc.assert(
      fc.property(batches, rules, fc.nat(), fc.nat(), (batch, rule, turnGroups, turnRows) => {
        const { size, rows } = batch
        const groups = rows.length / size
        const order = rows.map((_, i) => {
          const group = (Math.floor(i / size) + turnGroups) % groups
          return group * size + (((i % size) + turnRows) % size)
        })
        const moved = valuesOf({ size, rows: order.map((i) => rows[i]!) }, rule)
        const values = valuesOf(batch, rule)
        expectNear(
          moved,
          order.map((i) => values[i]!),
          1e-9,
        )
      }),
    )
  })

  test('rewards rounded to float32 give the same up to that rounding', () => {
    fc.assert(
      fc.property(batches, sums, (batch, scaleRewards) => {
        const values = valuesOf(batch, { scaleRewards })
        // The rounding of a sum, at most 8e-7, over the epsilon of 1e-4 where a group has no other spread.
        expectNear(valuesOf(map(batch, Math.fround), { scaleRewards }), values, 1e-2)
      }),
    )
  })
})

describe('laws of leave-one-out advantages', () => {
  test('n / (n - 1) times the undivided ones of GRPO', () => {
    fc.assert(
      fc.property(batches, ({ size, rows }) => {
        const whole = rows.map((row) => row.map((value) => value ?? 0))
        const values = right(rlooAdvantages(whole, { numGenerations: size })).advantages
        const expected = valuesOf({ size, rows: whole }, { scaleRewards: 'none' }).map((a) => (a * size) / (size - 1))
        expectNear([...values], expected, 1e-9)
      }),
    )
  })
})
