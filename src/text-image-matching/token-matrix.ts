import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'

/** The numbers of tokens: float16 and bfloat16 are widened to float32, which holds each of their values. */
export type TokenValues = Float32Array | Float64Array

/**
 * The features of some tokens: a row a token.
 *
 * @category model
 * @since 0.4.0
 */
export interface TokenMatrix {
  /** How many tokens, and how many numbers each has. */
  readonly shape: readonly [tokens: number, width: number]
  /** Row-major, `tokens * width` numbers. They are not copied: leave them alone while they are compared. */
  readonly data: TokenValues
}

/** Who complains when tokens are wrong, and of which field. */
export interface TokenOwner {
  readonly reward: string
  readonly field: string
}

/**
 * Tokens from their rows, in float64.
 *
 * @param rows - One a token, any count of numbers, all of one length. Rows of different lengths, or none, are told by the function that compares them.
 * @returns The matrix, every number in it.
 * @example
 * ```ts @import.meta.vitest
 * expect(matrix([[1, 0], [0, 1]])).toEqual({ shape: [2, 2], data: Float64Array.of(1, 0, 0, 1) })
 * ```
 * @category constructors
 * @since 0.4.0
 */
export const matrix = (rows: ReadonlyArray<ArrayLike<number>>): TokenMatrix => {
  // Of rows that differ the widest counts: then the numbers never fit the shape.
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const data = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0))
  let at = 0
  for (const row of rows) {
    data.set(row, at)
    at += row.length
  }
  return { shape: [rows.length, width], data }
}

/** The error of a field that is not what it must be. */
export const wrongTokens = ({ reward, field }: TokenOwner, expected: string, received: string): RewardError => ({
  _tag: 'InvalidInput',
  reward,
  field,
  expected,
  received,
})

/** A matrix held against what it says of itself: it may come from JavaScript, or from a reader of the caller's. */
export const checkedMatrix = (given: unknown, owner: TokenOwner): E.Either<RewardError, TokenMatrix> => {
  const { shape, data } = (given ?? {}) as { readonly [K in keyof TokenMatrix]?: unknown }
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    return E.left(wrongTokens(owner, 'a matrix of a Float32Array or a Float64Array', describe(data ?? given)))
  }
  return E.chain(([tokens, width]: TokenMatrix['shape']) =>
    data.length === tokens * width
      ? E.right({ shape: [tokens, width] as const, data })
      : E.left(wrongTokens(owner, `${tokens * width} numbers for ${tokens} x ${width}`, String(data.length))),
  )(checkedShape(shape, owner))
}

/** The shape of a matrix; axes of length 1 in front of it, as of a batch of one, are left out. */
export const checkedShape = (given: unknown, owner: TokenOwner): E.Either<RewardError, TokenMatrix['shape']> => {
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongTokens(owner, expected, received))
  if (!Array.isArray(given) || given.length > MOST_AXES || !given.every(isSize)) {
    return wrong('a shape [tokens, width] of whole numbers', shown(given))
  }
  const extra = Math.max(0, given.length - 2)
  const [tokens, width] = given.slice(extra)
  if (tokens === undefined || width === undefined || given.slice(0, extra).some((size) => size !== 1)) {
    return wrong('a shape [tokens, width]', shown(given))
  }
  return tokens > 0 && width > 0 ? E.right([tokens, width]) : wrong('at least one token', `the shape ${shown(given)}`)
}

/** Whether a shape is that of a mask of so many tokens: axes of length 1 may be in front. */
export const checkedMaskShape = (
  shape: ReadonlyArray<unknown>,
  count: number,
  owner: TokenOwner,
): E.Either<RewardError, void> => {
  const [length = 1, ...leading] = shape.slice(0, MOST_AXES).reverse()
  return shape.length <= MOST_AXES && length === count && leading.every((size) => size === 1)
    ? E.right(undefined)
    : E.left(wrongTokens(owner, `a mask of the shape [${count}]`, shown(shape)))
}

const MOST_AXES = 8

const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0

const shown = (shape: unknown): string =>
  Array.isArray(shape) && shape.length <= MOST_AXES ? `[${shape.map(describe).join(', ')}]` : describe(shape)
