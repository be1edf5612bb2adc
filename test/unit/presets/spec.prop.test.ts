import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { canonicalSpec, fromSpec, parseSpec, rewardJsonSchema, toSpec } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'
import { specs } from './arbitraries.js'
import { right } from './right.js'

it('toSpec(fromSpec(s)) is the canonical form of s', async () => {
  await fc.assert(
    fc.asyncProperty(specs, async (spec) => {
      const reward = right(await fromSpec(spec)())
      expect(right(toSpec(reward))).toEqual(right(canonicalSpec(spec)))
    }),
  )
})

it('fromSpec(toSpec(r)) has the same meta and gives the same outcomes as r', async () => {
  const samples = [
    { completion: '<think>a</think><answer>B</answer>', answer: 'B', completionIds: [1, 2, 3] },
    { completion: 'B', completionIds: [1, 1, 1, 1, 1] },
    { completion: 4 },
  ]
  await fc.assert(
    fc.asyncProperty(specs, async (spec) => {
      const once = right(await fromSpec(spec)())
      const twice = right(await fromSpec(right(toSpec(once)))())
      expect(twice.meta).toEqual(once.meta)
      expect(await score(twice, samples)).toEqual(await score(once, samples))
    }),
    { numRuns: 50 },
  )
})

it('the canonical form is its own canonical form, keys in the same order', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const once = right(canonicalSpec(spec))
      expect(JSON.stringify(right(canonicalSpec(once)))).toBe(JSON.stringify(once))
    }),
  )
})

it('a spec survives being written as JSON, and JSON is read as YAML too', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const text = JSON.stringify(spec)
      expect(right(canonicalSpec(right(parseSpec(text, 'json'))))).toEqual(right(canonicalSpec(spec)))
      expect(right(canonicalSpec(right(parseSpec(text, 'yaml'))))).toEqual(right(canonicalSpec(spec)))
    }),
  )
})

it('the JSON Schema accepts what canonicalSpec accepts, over anything that looks like a spec', () => {
  const schema = z.fromJSONSchema(rewardJsonSchema())
  const nearMisses = fc
    .tuple(specs, fc.constantFrom('mcq', 'sum', 'x', 'skips'), fc.anything())
    .map(([spec, key, value]) => (typeof spec === 'string' ? `${spec}${key}` : { ...spec, [key]: value }))
  fc.assert(
    fc.property(fc.oneof(specs, nearMisses), (spec) => {
      const json = JSON.parse(JSON.stringify(spec)) as unknown
      expect(schema.safeParse(json).success).toBe(isRight(canonicalSpec(json)))
    }),
    { numRuns: 300 },
  )
})

it('no data at all makes canonicalSpec throw', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (data) => {
      expect(['Left', 'Right']).toContain(canonicalSpec(data)._tag)
    }),
    { numRuns: 1000 },
  )
})
