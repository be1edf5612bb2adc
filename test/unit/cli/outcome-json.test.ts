import fc from 'fast-check'
import { expect, it } from 'vitest'
import { errorData, outcomeJson } from '../../../src/cli/outcome-json.js'
import { failed, type Outcome, scored, skipped } from '../../../src/core/outcome.js'

it.each<[string, Outcome, unknown]>([
  ['a value', scored(0.5), { value: 0.5, parts: {} }],
  [
    'a detail',
    scored(1, { answer: 'B', tags: ['<a>'] }),
    { value: 1, parts: {}, detail: { answer: 'B', tags: ['<a>'] } },
  ],
  ['minus zero', scored(-0), { value: 0, parts: {} }],
  ['a tiny value', scored(1e-300), { value: 1e-300, parts: {} }],
  [
    'a skip',
    skipped('missing-field', 'no gold'),
    { value: null, parts: {}, skipped: { code: 'missing-field', message: 'no gold' } },
  ],
  [
    'a failure',
    failed({ _tag: 'MissingField', reward: 'mcq', field: 'completion' }),
    {
      value: null,
      parts: {},
      error: {
        _tag: 'MissingField',
        reward: 'mcq',
        field: 'completion',
        message: 'mcq: expected a value for `completion`, got nothing',
      },
    },
  ],
  [
    'parts of parts, of every kind',
    {
      ...scored(1),
      parts: {
        a: { ...scored(2), parts: { '"b"': skipped('gate-closed', 'x') } },
        c: failed({ _tag: 'Aborted', reason: 'y' }),
      },
    },
    {
      value: 1,
      parts: {
        a: { value: 2, parts: { '"b"': { value: null, skipped: { code: 'gate-closed', message: 'x' } } } },
        c: { value: null, error: { _tag: 'Aborted', reason: 'y', message: 'aborted: y' } },
      },
    },
  ],
])('%s', (_, outcome, data) => {
  expect(JSON.parse(outcomeJson(outcome))).toEqual(data)
})

it('what was thrown stays behind, its message is kept', () => {
  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const error = { _tag: 'Unexpected', reward: 'r', message: 'boo', cause: cyclic } as const
  expect(errorData(error)).toEqual({ _tag: 'Unexpected', reward: 'r', message: 'r: boo' })
})

it('numbers that JSON does not know are written as text', () => {
  expect(errorData({ _tag: 'NonFinite', reward: 'r', value: NaN })).toMatchObject({ value: 'NaN' })
  expect(errorData({ _tag: 'OutOfRange', reward: 'r', value: 2, min: -Infinity, max: 1 })).toMatchObject({
    min: '-Infinity',
    max: 1,
  })
})

it('is JSON on one line, whatever names and texts hold', () => {
  const text = fc.string({ unit: 'binary' })
  const outcome = fc.letrec<{ outcome: Outcome }>((tie) => ({
    outcome: fc
      .tuple(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => scored(value)),
          text.map((message) => skipped('not-applicable', message)),
          text.map((reason) => failed({ _tag: 'Aborted', reason })),
        ),
        fc.option(fc.dictionary(text, tie('outcome'), { maxKeys: 3 }), { nil: undefined, maxDepth: 3 }),
      )
      .map(([own, parts]): Outcome => (parts === undefined ? own : { ...own, parts })),
  })).outcome
  fc.assert(
    fc.property(outcome, (one) => {
      const line = outcomeJson(one)
      expect(line).not.toMatch(/\n/)
      const read = JSON.parse(line) as { value: number | null; parts: object }
      expect(read.value).toBe(one._tag === 'Scored' ? one.value + 0 : null)
      expect(Object.keys(read.parts).sort()).toEqual(Object.keys(one.parts ?? {}).sort())
    }),
  )
})
