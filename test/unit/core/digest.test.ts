import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../src/core/digest.js'

/** How many of the contents are told apart. */
const distinct = (contents: ReadonlyArray<unknown>): number => {
  const digests = contents.map((content) => digestOf(() => content))
  for (const digest of digests) expect(digest).toBeTypeOf('string')
  return new Set(digests).size
}

describe('digestOf', () => {
  it.each<[string, ReadonlyArray<unknown>]>([
    ['kinds', [1, '1', true, 'true', null, 'null', undefined, 'undefined', 1n, [], {}, [1], ['1'], { 0: 1 }]],
    ['numbers', [0, -0, NaN, Infinity, -Infinity, 1e-320]],
    ['nesting', [[[1], 2], [1, [2]], [[1, 2]], [1, 2], [[], 1, 2], ['a', 'b'], ['ab'], [['a'], 'b']]],
    ['objects', [{ a: 1 }, { a: 2 }, { b: 1 }, { a: 1, b: 1 }, { a: { b: 1 } }, { 'a:1': 1 }, { __proto__x: 1 }]],
    ['where an object ends', [[{ a: 1 }, 'b', 2], [{ a: 1, b: 2 }], [{}, 'a', 1, 'b', 2]]],
    [
      'where a buffer ends',
      [
        [new ArrayBuffer(1), 's'],
        [new ArrayBuffer(2), 's'],
        [new ArrayBuffer(1), '\0s'],
      ],
    ],
    ['list values', [{ a: [1, 2] }, { a: 1, b: 2 }, ['a', [1, 2]], ['a', 1, 2]]],
    ['absent and undefined', [{}, { a: undefined }, { a: null }]],
    ['sparse arrays', [[undefined, 1], [1, undefined], [1]]],
    ['lone surrogates', ['\ud800', '\ud801', '\udc00', '\ufffd', 'a\ud800', '\ud800a']],
    ['texts that look like keys', ['s1:', 's', '1:', 'number:1;', ['a', 's1:b'], ['as1:', 'b']]],
    [
      'bytes',
      [new Uint8Array([1, 2]), new Uint8Array([2, 1]), new Uint8Array(2), new Uint8Array(3), new Int8Array([1, 2])],
    ],
    [
      'floats',
      [
        new Float32Array([1]),
        new Float32Array([2]),
        new Float64Array([1]),
        new Uint8Array(new Float32Array([1]).buffer),
      ],
    ],
    ['buffers', [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer, Uint8Array.of(1), new ArrayBuffer(0)]],
  ])('tells apart: %s', (_, samples) => expect(distinct(samples)).toBe(samples.length))

  it('a hole in an array has its place', async () => {
    const [front, back] = [new Array<number>(2), new Array<number>(2)]
    front[0] = 1
    back[1] = 1
    expect(distinct([front, back])).toBe(2)
  })

  const shared = (byte: number): SharedArrayBuffer => {
    const buffer = new SharedArrayBuffer(1)
    new Uint8Array(buffer)[0] = byte
    return buffer
  }
  const bare = (fields: object): object => Object.assign(Object.create(null) as object, fields)
  /** Two of these look alike from outside. */
  class Row {
    readonly a = 1
    readonly #hidden: number

    constructor(hidden: number) {
      this.#hidden = hidden
    }

    get hidden(): number {
      return this.#hidden
    }
  }

  it.each<[string, ReadonlyArray<unknown>]>([
    [
      'the order of fields',
      [
        { a: 1, b: { c: 2, d: 3 } },
        { b: { d: 3, c: 2 }, a: 1 },
      ],
    ],
    ['where the bytes lie', [new Uint8Array([1, 2]), new Uint8Array([0, 1, 2, 3]).subarray(1, 3)]],
    ['equal buffers', [Uint8Array.of(1).buffer, Uint8Array.of(1).buffer, shared(1)]],
    ['rows with and without a prototype', [{ a: 1 }, bare({ a: 1 })]],
    ['empty objects', [{}, bare({})]],
  ])('does not tell apart: %s', (_, samples) => expect(distinct(samples)).toBe(1))

  it('tells shared buffers apart', () => expect(distinct([shared(1), shared(2)])).toBe(2))

  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], 0)
  const unreadable = new Proxy(
    {},
    {
      ownKeys: () => {
        throw 'unreadable' // eslint-disable-line @typescript-eslint/only-throw-error
      },
    },
  )

  it.each<[unknown, string]>([
    [cycle, 'the content is nested deeper than 64'],
    [[1, [cycle]], 'the content is nested deeper than 64'],
    [nested(65), 'the content is nested deeper than 64'],
    [new Map([[1, 2]]), 'what [object Map] holds cannot be read'],
    [{ when: new Date(0) }, 'what [object Date] holds cannot be read'],
    [new Set(), 'what [object Set] holds cannot be read'],
    [new Row(1), 'what [object Object] holds cannot be read'],
    [{ [Symbol('s')]: 1 }, 'what [object Object] holds cannot be read'],
    [() => 1, 'a function has no content'],
    [{ s: Symbol('s') }, 'a symbol has no content'],
    [unreadable, 'unreadable'],
  ])('row %# has none, and says why', (sample, message) => expect(digestOf(() => sample)).toEqual(new Error(message)))

  it('64 levels have a key', () => expect(distinct([nested(64), nested(63)])).toBe(2))

  it('what reading the content throws is the answer', () => {
    const cause = new Error('no key')
    const throwing = (): never => {
      throw cause
    }
    expect(digestOf(throwing)).toBe(cause)
  })
})
