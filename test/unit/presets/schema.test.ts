import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { registry, rewardJsonSchema } from '../../../src/presets/index.js'

const file = readFileSync(new URL('../../../schema/reward.schema.json', import.meta.url), 'utf8')
const published = z.fromJSONSchema(JSON.parse(file) as Parameters<typeof z.fromJSONSchema>[0])
const accepts = (spec: unknown): boolean => published.safeParse(spec).success

it('the published schema is the one of the code (npm run schema writes it)', () => {
  expect(JSON.parse(file)).toEqual(rewardJsonSchema())
})

describe('the published schema', () => {
  it.each([...registry.values()].map((entry) => [entry.id, entry.example?.spec ?? entry.id]))(
    'accepts the example of %s',
    (id, spec) => {
      expect(accepts(spec)).toBe(true)
      expect(accepts(id)).toBe(true)
    },
  )

  it('accepts combinators inside combinators', () => {
    expect(
      accepts({
        weightedSum: [
          [1, { lpips: { net: 'vgg', size: [224, 224] } }],
          [0.8, { mcq: {} }],
        ],
      }),
    ).toBe(true)
    expect(
      accepts({
        gate: ['format', { clamp: [{ sum: ['mcq', { 'length-cosine': { correct: 'exact', maxLength: 9 } }] }, 0, 1] }],
        otherwise: 0,
      }),
    ).toBe(true)
  })

  it.each([
    'formt',
    { formt: {} },
    { mcq: { variant: 'new' } },
    { mcq: { varient: 'paper' } },
    { sum: ['mcq', { sum: ['x'] }] },
    { weightedSum: [['1', 'mcq']] },
    { weightedSum: [[1]] },
    { clamp: ['mcq', 0] },
    { concurrency: 'mcq' },
    { 'length-cosine': { maxLength: 9 } },
    {},
    [],
    null,
  ])('refuses %j', (spec) => {
    expect(accepts(spec)).toBe(false)
  })

  it('tells defaults and meanings', () => {
    expect(file).toMatch(/"default": 0.8/)
    expect(file).toMatch(/two words match from this similarity on/)
  })
})
