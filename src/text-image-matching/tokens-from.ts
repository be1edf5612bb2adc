import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import { checkedMatrix, checkedShape, type TokenMatrix, type TokenOwner, wrongTokens } from './token-matrix.js'
import { isTokenTensor, tensorTokens, type TokenTensor } from './token-tensor.js'
import { tensorValues } from './token-values.js'

/**
 * The forms in which {@link tokensFrom} takes tokens that are in memory.
 *
 * @category model
 * @since 0.5.0
 */
export type HeldTokens =
  | TokenMatrix
  | TokenTensor
  | ReadonlyArray<ReadonlyArray<number> | Float32Array | Float64Array>
  | { readonly dtype: string; readonly shape: ReadonlyArray<number>; readonly data: unknown }

const ANYONE: TokenOwner = { reward: 'tokens', field: 'tokens' }

const FLOATS = ['float32', 'float16', 'bfloat16', 'float64'] as const

const EXPECTED = 'an array of rows, {dtype, shape, data}, a matrix or a tensor'

/**
 * Tokens from any form that a sample may carry them in.
 *
 * | input | |
 * | --- | --- |
 * | `[[0.5, 1], ...]` | rows of numbers, all of one length |
 * | `{ dtype, shape, data }` | `dtype` float32, float16, bfloat16 or float64; `shape` [tokens, width], or [1, tokens, width]; `data` little-endian bytes (base64 or a `Uint8Array`), a typed array (halves: a `Uint16Array` of their bits), or numbers, row-major |
 * | `{ shape, data }` | the same, of a `Float32Array` or `Float64Array`: a {@link TokenMatrix} |
 * | a tensor of tfjs | float32, not disposed of, of a backend that hands its numbers out at once: `cpu`, `wasm` and `tensorflow`, not `webgpu` in Node |
 *
 * @param input - One of them; nothing is believed of it. Files are for `tokenReader`, which waits for the numbers of tensors, too, as the reward does.
 * @param owner - The reward and the field that are named in errors.
 * @returns Left `InvalidInput`; else Right the matrix, at least one row of at least one number. Typed arrays are not copied. NaN and infinities are
 *   left to whoever compares: they may be masked.
 * @example
 * ```ts @import.meta.vitest
 * expect(tokensFrom({ dtype: 'bfloat16', shape: [1, 2], data: 'gD8AwA==' })).toEqual({
 *   _tag: 'Right',
 *   right: { shape: [1, 2], data: Float32Array.of(1, -2) },
 * })
 * expect(tokensFrom([[1, 2], [3]])).toMatchObject({ left: { expected: 'rows of 2 numbers', received: 'an array of 1 at 1' } })
 * ```
 * @category constructors
 * @since 0.4.0
 */
export const tokensFrom = (input: unknown, owner: TokenOwner = ANYONE): E.Either<RewardError, TokenMatrix> => {
  if (Array.isArray(input)) return fromRows(input, owner)
  if (typeof input !== 'object' || input === null) {
    const hint = typeof input === 'string' ? ' (files are for `tokenReader`)' : ''
    return E.left(wrongTokens(owner, EXPECTED, `${describe(input)}${hint}`))
  }
  if (isTokenTensor(input)) return tensorTokens(input, owner)
  const { dtype, shape, data } = input as { readonly [K in 'dtype' | 'shape' | 'data']?: unknown }
  if (data === undefined) return E.left(wrongTokens(owner, EXPECTED, describe(input)))
  if (dtype === undefined) return checkedMatrix(input, owner)
  const float = FLOATS.find((name) => name === dtype)
  if (float === undefined) return E.left(wrongTokens(owner, `a \`dtype\` of ${FLOATS.join(', ')}`, describe(dtype)))
  const sizes = checkedShape(shape, owner)
  if (E.isLeft(sizes)) return sizes
  const [tokens, width] = sizes.right
  const values = tensorValues(float, tokens * width, data)
  if (E.isLeft(values)) return E.left(wrongTokens(owner, ...values.left))
  const numbers: unknown = values.right
  if (numbers instanceof Float32Array || numbers instanceof Float64Array)
    return E.right({ shape: sizes.right, data: numbers })
  const dense = new Float64Array(tokens * width)
  const odd = copyNumbers(numbers as ReadonlyArray<unknown>, dense, 0)
  return odd < 0
    ? E.right({ shape: sizes.right, data: dense })
    : E.left(wrongTokens(owner, 'numbers as `data`', `${describe((numbers as ReadonlyArray<unknown>)[odd])} at ${odd}`))
}

const fromRows = (rows: ReadonlyArray<unknown>, owner: TokenOwner): E.Either<RewardError, TokenMatrix> => {
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongTokens(owner, expected, received))
  const width = isRow(rows[0]) ? rows[0].length : 0
  if (rows.length === 0) return wrong('at least one token', 'none')
  if (width === 0) return wrong('rows of numbers', `${describe(rows[0])} at 0`)
  // Array.from, because a hole is no row either.
  const odd = Array.from(rows).findIndex((row) => !isRow(row) || row.length !== width)
  if (odd >= 0) return wrong(`rows of ${width} numbers`, `${describe(rows[odd])} at ${odd}`)
  const data = new Float64Array(rows.length * width)
  for (const [i, row] of (rows as ReadonlyArray<Row>).entries()) {
    const at =
      row instanceof Float32Array || row instanceof Float64Array
        ? setRow(data, row, i * width)
        : copyNumbers(row, data, i * width)
    if (at >= 0) return wrong('numbers', `${describe(row[at])} at [${i}][${at}]`)
  }
  return E.right({ shape: [rows.length, width], data })
}

type Row = ReadonlyArray<unknown> | Float32Array | Float64Array

const isRow = (row: unknown): row is Row =>
  Array.isArray(row) || row instanceof Float32Array || row instanceof Float64Array

const setRow = (data: Float64Array, row: Float32Array | Float64Array, from: number): number => {
  data.set(row, from)
  return -1
}

/** Answers where the first thing stands that is no number; -1 where all are. */
const copyNumbers = (row: ReadonlyArray<unknown>, data: Float64Array, from: number): number => {
  for (let i = 0; i < row.length; i++) {
    const value = row[i]
    if (typeof value !== 'number') return i
    data[from + i] = value
  }
  return -1
}
