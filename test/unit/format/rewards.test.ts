import { describe, expect, test } from 'vitest'
import type { Reward } from '../../../src/core/index.js'
import { type CompletionSample, format, formatTags, thinkFormat } from '../../../src/format/index.js'
import { score } from '../../../src/score.js'

const layout = '<think>2 + 2</think>\n<answer>4</answer>'

const one = async <S>(reward: Reward<S>, sample: unknown): Promise<unknown> => (await score(reward, [sample as S]))[0]

describe('what is declared', () => {
  test.each([
    [format(), 'format', 1],
    [format({ variant: 'released' }), 'format', 1],
    [formatTags(), 'format-tags', 0.5],
    [formatTags({ variant: 'released' }), 'format-tags', 0.5],
    [thinkFormat(), 'think-format', 1],
  ] as const)('%#: name, range, fields', ({ meta }, name, max) => {
    expect(meta).toEqual({ name, range: { min: 0, max }, deterministic: true, fields: ['completion'] })
  })
})

describe('format', () => {
  test('the layout is worth 1', async () => {
    expect(await one(format(), { completion: layout })).toEqual({ _tag: 'Scored', value: 1 })
  })

  test.each([
    ['', 'does not begin with <think>'],
    [`${layout} `, 'does not end with </answer>'],
    ['<think></answer>', 'no closing </think>'],
    ['<think></think>, <answer></answer>', 'no <answer> right after </think>'],
    ['<think><think></think><answer></answer>', 'more than one <think>'],
    ['<think></think><answer></think></answer>', 'more than one </think>'],
    ['<think></think><answer><answer></answer>', '<answer> inside the answer'],
    ['<think></think><answer></answer></answer>', '</answer> inside the answer'],
  ])('%j is worth 0 and the detail says why', async (completion, reason) => {
    expect(await one(format(), { completion })).toEqual({ _tag: 'Scored', value: 0, detail: { reason } })
  })

  test('the released variant accepts repeated tags, and says why where it does not', async () => {
    const released = format({ variant: 'released' })
    expect(await one(released, { completion: layout + layout })).toEqual({ _tag: 'Scored', value: 1 })
    expect(await one(released, { completion: '<think></think>' })).toEqual({
      _tag: 'Scored',
      value: 0,
      detail: { reason: 'does not end with </answer>' },
    })
  })

  test('nothing is shared that a caller could change', async () => {
    const outcome = await one(format(), { completion: '' })
    expect(Object.isFrozen(outcome)).toBe(true)
    expect(Object.isFrozen((outcome as { detail: object }).detail)).toBe(true)
  })
})

describe('format-tags', () => {
  test.each([
    ['', 0, ['<think>', '</think>', '<answer>', '</answer>'], []],
    ['<think>', 0.125, ['</think>', '<answer>', '</answer>'], []],
    ['</answer><think>', 0.25, ['</think>', '<answer>'], []],
    ['<think>a</think>b</answer>', 0.375, ['<answer>'], []],
    ['<think></think><answer></answer></answer>', 0.375, [], ['</answer>']],
    ['<think><think><think></think>', 0.125, ['<answer>', '</answer>'], ['<think>']],
    ['<think></think><answer></answer>'.repeat(2), 0, [], ['<think>', '</think>', '<answer>', '</answer>']],
    ['<THINK></Think><answer >< /answer>', 0, ['<think>', '</think>', '<answer>', '</answer>'], []],
  ])('%j', async (completion, value, missing, repeated) => {
    for (const variant of ['paper', 'released'] as const) {
      expect(await one(formatTags({ variant }), { completion })).toEqual({
        _tag: 'Scored',
        value,
        detail: { missing, repeated },
      })
    }
  })

  test('each tag once, in any order, is worth 0.5', async () => {
    expect(await one(formatTags(), { completion: '</answer>x<answer></think><think>' })).toEqual({
      _tag: 'Scored',
      value: 0.5,
    })
  })
})

describe('think-format', () => {
  test.each([
    ['<think>a</think>', 1],
    ['<think></think>', 1],
    ['<think>\n</think>\nfree </think> text <answer>', 1],
    ['<think>\ud800\0</think>', 1],
  ])('%j is worth 1', async (completion, value) => {
    expect(await one(thinkFormat(), { completion })).toEqual({ _tag: 'Scored', value })
  })

  test.each([
    ['', 'does not begin with <think>'],
    ['\ufeff<think>a</think>', 'does not begin with <think>'],
    ['</think><think>a</think>', 'does not begin with <think>'],
    ['<think><think>a</think>', 'more than one <think>'],
    ['<think>a</think><think>', 'more than one <think>'],
    ['<think>a', 'no closing </think>'],
    ['<think>a</think', 'no closing </think>'],
  ])('%j is worth 0 and the detail says why', async (completion, reason) => {
    expect(await one(thinkFormat(), { completion })).toEqual({ _tag: 'Scored', value: 0, detail: { reason } })
  })
})

describe('a completion that is not there', () => {
  test.each([
    ['format', format()],
    ['format-tags', formatTags()],
    ['think-format', thinkFormat()],
  ])('null is judged: %s', async (_, reward) => {
    expect(await one(reward, { completion: null })).toEqual({
      _tag: 'Scored',
      value: 0,
      detail: { reason: 'no completion' },
    })
  })

  test.each([
    ['format', format({ variant: 'released' }), 'TypeError'],
    ['format-tags', formatTags({ variant: 'released' }), 'AttributeError'],
  ])('null raises in the published %s', async (name, reward, exception) => {
    const outcome = await one(reward, { completion: null })
    expect(outcome).toMatchObject({ _tag: 'Failed', error: { _tag: 'OriginalRaises', reward: name, exception } })
    expect((outcome as { error: { reason: string } }).error.reason).toMatch(/None$/)
  })

  const rewards: ReadonlyArray<[string, Reward<CompletionSample>]> = [
    ['format', format()],
    ['format-tags', formatTags()],
    ['think-format', thinkFormat()],
  ]

  test.each(rewards)('no field, or no text in it, is an error of the caller: %s', async (name, reward) => {
    expect(await score(reward, [{}, { completion: 3 }, { completion: layout }] as any)).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'MissingField', reward: name, field: 'completion' } },
      { _tag: 'Failed', error: { _tag: 'InvalidInput', reward: name, field: 'completion', received: '3' } },
      { _tag: 'Scored' },
    ])
  })
})

test.each([
  ['format', format],
  ['format-tags', formatTags],
])('a variant that does not exist is refused: %s', async (name, make) => {
  await expect(score(make({ variant: 'original' as any }), [{ completion: '' }])).rejects.toMatchObject({
    error: {
      _tag: 'InvalidOption',
      reward: name,
      option: 'variant',
      expected: "'paper' or 'released'",
      received: '"original"',
    },
  })
})
