import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import { invalidSpec, type SpecPath } from './spec-error.js'
import type { SpecValue } from './spec.js'

/** Specs nested deeper than this are refused: real ones stay below 10, and everything after may recurse without fear. */
const MAX_SPEC_DEPTH = 64

/** Values in a spec, all told. Counted as they are met, so that what is shared counts each time it shows. */
const MAX_SPEC_VALUES = 10_000

/**
 * A copy made of plain JSON values alone, or why there is none: a cycle or anything nested too deep, too many values, a number
 * that is not finite, a key that would reach for the prototype, an object of some class.
 */
export const plainJson = (value: unknown): E.Either<RewardError, SpecValue> => {
  const budget = { left: MAX_SPEC_VALUES }
  // A getter or proxy of the caller may throw.
  return E.flatten(
    E.tryCatch(
      () => copy(value, [], budget),
      (cause) => invalidSpec([], 'JSON values', `an object that throws (${String(cause)})`),
    ),
  )
}

type Copied = E.Either<RewardError, SpecValue>

const copy = (value: unknown, path: SpecPath, budget: { left: number }): Copied => {
  if (path.length > MAX_SPEC_DEPTH) {
    return E.left(invalidSpec(path.slice(0, 4), `at most ${MAX_SPEC_DEPTH} levels`, 'a spec nested deeper'))
  }
  if (budget.left-- <= 0) {
    return E.left(invalidSpec([], `at most ${MAX_SPEC_VALUES} values`, 'a larger spec'))
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return E.right(value)
  if (typeof value === 'number') {
    // Minus zero has no place in JSON.
    return Number.isFinite(value) ? E.right(value + 0) : E.left(invalidSpec(path, 'a finite number', String(value)))
  }
  if (Array.isArray(value)) return copyArray(value, path, budget)
  if (typeof value === 'object' && isPlain(value)) return copyObject(value, path, budget)
  return E.left(invalidSpec(path, 'a JSON value', describe(value)))
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const copyArray = (items: ReadonlyArray<unknown>, path: SpecPath, budget: { left: number }): Copied => {
  const copies: Array<SpecValue> = []
  for (let i = 0; i < items.length; i++) {
    const item = copy(items[i], [...path, i], budget)
    if (E.isLeft(item)) return item
    copies.push(item.right)
  }
  return E.right(copies)
}

const copyObject = (object: object, path: SpecPath, budget: { left: number }): Copied => {
  const entries: Array<[string, SpecValue]> = []
  for (const [key, value] of Object.entries(object)) {
    if (key === '__proto__') return E.left(invalidSpec([...path, key], 'a reward or combinator', 'that key'))
    // As JSON.stringify has it: a field that is undefined is not there.
    if (value === undefined) continue
    const item = copy(value, [...path, key], budget)
    if (E.isLeft(item)) return item
    entries.push([key, item.right])
  }
  return E.right(Object.fromEntries(entries))
}
