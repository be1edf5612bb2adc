import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { type Holder, shapeOf, showShape } from './shape-of.js'
import type { Values } from './values.js'

/** An input of a function, by their names. */
export interface Field {
  readonly owner: string
  readonly name: string
}

/** Which shapes are taken: [B, T] of any size, exactly this, or this and [B] and [B, 1]. */
export type Shape = 'any' | { readonly tokens: Values['shape'] } | { readonly rows: Values['shape'] }

/** What a number must be. Where the completion is over (`tokens` is 0 there) anything will do. */
export interface Domain {
  readonly expected: string
  /** The number that is meant; nothing where it must not be. */
  readonly read: (value: unknown) => number | undefined
  readonly tokens?: Values
}

/** Also once they are float32. */
export const FINITE: Domain = {
  expected: 'finite numbers',
  read: (value: unknown) => (typeof value === 'number' && Number.isFinite(Math.fround(value)) ? value : undefined),
}

/** null and NaN say that there is no number. */
export const FINITE_OR_NOTHING: Domain = {
  expected: 'finite numbers, or null',
  read: (value: unknown) => (value === null || Number.isNaN(value) ? NaN : FINITE.read(value)),
}

export const NON_NEGATIVE: Domain = {
  expected: 'finite numbers of at least 0',
  read: (value: unknown) => {
    const number = FINITE.read(value)
    return number !== undefined && number >= 0 ? number : undefined
  },
}

export const MASK: Domain = {
  expected: '0 or 1',
  read: (value: unknown) =>
    value === 0 || value === 1 ? value : typeof value === 'boolean' ? Number(value) : undefined,
}

/**
 * Reads one input: its shape, and its numbers where they are in arrays. What a tensor holds is not looked at: that would wait for the device.
 *
 * @returns Left `MissingField` or `InvalidInput`.
 */
export const readValues = (
  field: Field,
  value: unknown,
  shape: Shape,
  domain: Domain,
): E.Either<RewardError, Values> => {
  const wrong = (expected: string, received: string, name = field.name): E.Either<RewardError, never> =>
    E.left({ _tag: 'InvalidInput', reward: field.owner, field: name, expected, received })
  if (value === undefined || value === null)
    return E.left({ _tag: 'MissingField', reward: field.owner, field: field.name })
  const held = shapeOf(value)
  if (E.isLeft(held)) return wrong(`${domain.expected} of shape ${showWanted(shape)}`, held.left)
  const fitting = fit(held.right.shape, shape)
  if (fitting === undefined) return wrong(`the shape ${showWanted(shape)}`, showShape(held.right.shape))
  const { at } = held.right
  if (at === undefined) return E.right({ shape: fitting, source: value as Values['source'] })
  const read = readAll(at, fitting, domain)
  if (typeof read !== 'number') return E.right({ shape: fitting, source: read })
  const place = held.right.shape.length === 1 ? [read] : [Math.floor(read / fitting[1]), read % fitting[1]]
  const isTooLarge = Number.isFinite(at(read)) && !Number.isFinite(Math.fround(at(read) as number))
  const expected = isTooLarge ? 'numbers that float32 holds (up to 3.4e38)' : domain.expected
  return wrong(expected, describe(at(read)), `${field.name}[${place.join('][')}]`)
}

/** The numbers, or the place of one that must not be. */
const readAll = (
  at: NonNullable<Holder['at']>,
  [rows, columns]: Values['shape'],
  domain: Domain,
): ReadonlyArray<number> | number => {
  const { source } = domain.tokens?.shape[1] === columns ? domain.tokens : { source: undefined }
  const mask = Array.isArray(source) ? (source as ReadonlyArray<number>) : undefined
  const numbers = new Array<number>(rows * columns)
  for (let place = 0; place < numbers.length; place++) {
    const isOver = mask?.[place] === 0
    // A number a completion is that of all its tokens: it is logged also where none of them is there.
    const number = isOver && columns > 1 ? 0 : (domain.read(at(place)) ?? (isOver ? 0 : undefined))
    if (number === undefined) return place
    numbers[place] = number
  }
  return numbers
}

const fit = (found: ReadonlyArray<number>, wanted: Shape): Values['shape'] | undefined => {
  const [rows = 0, columns = 1] = found
  if (found.length === 0 || found.length > 2 || rows < 1 || columns < 1) return undefined
  if (wanted === 'any') return found.length === 2 ? [rows, columns] : undefined
  const isRow = 'rows' in wanted
  const [B, T] = isRow ? wanted.rows : wanted.tokens
  if (rows !== B || (found.length === 1 && !isRow)) return undefined
  return columns === T || (isRow && columns === 1) ? [rows, columns] : undefined
}

const showWanted = (wanted: Shape): string => {
  if (wanted === 'any') return '[B, T], neither of them 0'
  if ('tokens' in wanted) return showShape(wanted.tokens)
  const [B, T] = wanted.rows
  return T === 1 ? `[${B}] or [${B}, 1]` : `[${B}], [${B}, 1] or [${B}, ${T}]`
}
