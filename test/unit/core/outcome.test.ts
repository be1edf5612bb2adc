import { expect, it } from 'vitest'
import { failed, scored, skipped, valueOf } from '../../../src/core/index.js'
import { broken } from './stub.js'

it('scored carries a detail only where one is given', () => {
  expect(scored(-0)).toStrictEqual({ _tag: 'Scored', value: -0 })
  expect(scored(1, { letter: 'B' })).toStrictEqual({ _tag: 'Scored', value: 1, detail: { letter: 'B' } })
})

it('skipped carries code and message, failed the error', () => {
  expect(skipped('unreadable-gold', 'two letters')).toStrictEqual({
    _tag: 'Skipped',
    reason: { code: 'unreadable-gold', message: 'two letters' },
  })
  expect(failed(broken)).toStrictEqual({ _tag: 'Failed', error: broken })
})

it('valueOf is the number of a scored outcome, also 0, and null otherwise', () => {
  expect(valueOf(scored(0))).toBe(0)
  expect(valueOf(scored(-2.5))).toBe(-2.5)
  expect(valueOf(skipped('missing-field', ''))).toBeNull()
  expect(valueOf(failed(broken))).toBeNull()
})
