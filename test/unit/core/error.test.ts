import { describe as suite, expect, it } from 'vitest'
import { messageOf } from '../../../src/core/error.js'
import { describe, type RewardError, type RewardErrorTag, showError, unexpected } from '../../../src/core/index.js'

suite('describe', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'nothing'],
    ['', '""'],
    ['a"b', '"a\\"b"'],
    ['x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['x'.repeat(41), 'a string of 41 characters'],
    [0, '0'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [false, 'false'],
    [10n, '10n'],
    [[], 'an array of 0'],
    [[1, 2], 'an array of 2'],
    [{}, 'an object'],
    [new Map(), 'an object'],
    [() => 0, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('row %# is its text', (value, text) => expect(describe(value)).toBe(text))
})

suite('messageOf', () => {
  it('is the message of an error, else the text of the value', () => {
    expect(messageOf(new TypeError('no'))).toBe('no')
    expect(messageOf('no')).toBe('no')
    expect(messageOf(undefined)).toBe('undefined')
    expect(messageOf(Symbol('s'))).toBe('Symbol(s)')
  })

  it('has words for what has none', () => {
    const unreadable = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('unreadable')
      },
    })
    for (const cause of [Object.create(null), unreadable])
      expect(messageOf(cause)).toBe('a value that cannot be shown was thrown')
  })
})

suite('unexpected', () => {
  it('keeps what was thrown', () => {
    const cause = new RangeError('far')
    expect(unexpected('r', cause)).toStrictEqual({ _tag: 'Unexpected', reward: 'r', message: 'far', cause })
    expect(unexpected('r', 3)).toStrictEqual({ _tag: 'Unexpected', reward: 'r', message: '3', cause: 3 })
  })
})

suite('showError', () => {
  const sentences: { readonly [Tag in RewardErrorTag]: ReadonlyArray<readonly [RewardError & { _tag: Tag }, string]> } =
    {
      MissingField: [
        [{ _tag: 'MissingField', reward: 'mcq', field: 'answer' }, 'mcq: expected a value for `answer`, got nothing'],
        [
          { _tag: 'MissingField', reward: 'mcq', field: 'answer', hint: 'the gold letter' },
          'mcq: expected a value for `answer`, got nothing (the gold letter)',
        ],
      ],
      InvalidInput: [
        [
          { _tag: 'InvalidInput', reward: 'format', field: 'completion', expected: 'a string', received: '7' },
          'format: expected a string for `completion`, got 7',
        ],
      ],
      InvalidOption: [
        [
          { _tag: 'InvalidOption', reward: 'clamp', option: 'lo', expected: 'a finite number', received: 'NaN' },
          'clamp: expected a finite number for `lo`, got NaN',
        ],
      ],
      InvalidSpec: [
        [
          { _tag: 'InvalidSpec', path: 'sum[0]', expected: 'a reward', received: 'null' },
          'spec: expected a reward for `sum[0]`, got null',
        ],
      ],
      UnknownReward: [
        [{ _tag: 'UnknownReward', id: 'x', known: ['a', 'b'] }, 'spec: expected one of a, b for `reward`, got "x"'],
        [
          { _tag: 'UnknownReward', id: 'x', known: ['a', 'b'], path: 'sum[1]', nearest: [] },
          'spec: expected one of a, b for `sum[1]`, got "x"',
        ],
        [
          { _tag: 'UnknownReward', id: 'x', known: ['a', 'b'], nearest: ['a', 'b'] },
          'spec: expected one of a, b for `reward`, got "x"; did you mean a or b?',
        ],
      ],
      MissingPackage: [
        [
          { _tag: 'MissingPackage', reward: 'lpips', package: 'sharp', install: 'npm i sharp' },
          'lpips: the package sharp is not installed; run: npm i sharp',
        ],
      ],
      MissingModel: [
        [
          { _tag: 'MissingModel', reward: 'lpips', model: 'lpips-vgg', install: 'corl models pull lpips-vgg' },
          'lpips: the model lpips-vgg is not on this machine; run: corl models pull lpips-vgg',
        ],
      ],
      BadFile: [
        [
          { _tag: 'BadFile', file: 'vgg16.pth', expected: 'a torch checkpoint', received: 'a web page' },
          'expected a torch checkpoint for `vgg16.pth`, got a web page',
        ],
      ],
      Download: [
        [
          { _tag: 'Download', model: 'lpips-vgg', url: 'https://example.org/vgg.pth', reason: 'status 404' },
          'lpips-vgg: cannot fetch https://example.org/vgg.pth: status 404',
        ],
      ],
      Unavailable: [[{ _tag: 'Unavailable', reward: 'clip', reason: 'not yet' }, 'clip: not yet']],
      OriginalRaises: [
        [
          { _tag: 'OriginalRaises', reward: 'mcq', exception: 'TypeError', reason: 'None has no len' },
          'mcq: the published code raises TypeError here: None has no len',
        ],
      ],
      NonFinite: [
        [{ _tag: 'NonFinite', reward: 'r', value: NaN }, 'r: expected a finite number for `value`, got NaN'],
        [
          { _tag: 'NonFinite', reward: 'r', value: -Infinity },
          'r: expected a finite number for `value`, got -Infinity',
        ],
      ],
      OutOfRange: [
        [
          { _tag: 'OutOfRange', reward: 'r', value: 2, min: 0, max: 1 },
          'r: expected a number in [0, 1] for `value`, got 2',
        ],
      ],
      WrongLength: [
        [{ _tag: 'WrongLength', reward: 'r', expected: 3, received: 2 }, 'r: expected 3 outcomes for `batch`, got 2'],
      ],
      Timeout: [[{ _tag: 'Timeout', reward: 'r', timeoutMs: 50 }, 'r: no answer within 50 ms']],
      Aborted: [[{ _tag: 'Aborted', reason: 'enough' }, 'aborted: enough']],
      Unexpected: [[{ _tag: 'Unexpected', reward: 'r', message: 'boom', cause: 'boom' }, 'r: boom']],
    }

  it.each(Object.values(sentences).flat() as ReadonlyArray<readonly [RewardError, string]>)('%o', (error, sentence) =>
    expect(showError(error)).toBe(sentence),
  )
})
