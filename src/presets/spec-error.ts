import { describe, type RewardErrorOf } from '../core/error.js'
import type { z } from 'zod'

/** Where in a spec: keys and indexes from its root. */
export type SpecPath = ReadonlyArray<string | number>

/** A path as a person writes it: `weightedSum[1][1].mcq.variant`; the root is `spec`. */
export const showPath = (path: SpecPath): string =>
  path.length === 0
    ? 'spec'
    : path
        .map((step, i) => {
          if (typeof step === 'number') return `[${step}]`
          if (!/^[A-Za-z_$][\w$/-]{0,63}$/.test(step)) return `[${describe(step)}]`
          return i === 0 ? step : `.${step}`
        })
        .join('')

export const invalidSpec = (path: SpecPath, expected: string, received: string): RewardErrorOf<'InvalidSpec'> => ({
  _tag: 'InvalidSpec',
  path: showPath(path),
  expected,
  received,
})

/** The value at a path, nothing where the path ends early. */
const valueAt = (root: unknown, path: SpecPath): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    root,
  )

/** The first complaint of the schema about `node`, which lies at `base`, as an error that names the place. */
export const fromIssue = (
  issue: z.core.$ZodIssue,
  node: unknown,
  base: SpecPath,
  keysAt: (path: SpecPath) => ReadonlyArray<string>,
): RewardErrorOf<'InvalidSpec'> => {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  const inside = insideUnion(issue)
  if (inside !== undefined) {
    return fromIssue({ ...inside, path: [...issue.path, ...inside.path] }, node, base, keysAt)
  }
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const known = keysAt(path)
    const expected = known.length === 0 ? 'no option' : `one of the options ${known.join(', ')}`
    return invalidSpec([...base, ...path, key], expected, describe(key))
  }
  return invalidSpec([...base, ...path], expectedOf(issue), describe(valueAt(node, path)))
}

/** Whether the schema has no words of its own for what it takes instead. */
const isWordless = (issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidUnion =>
  issue.code === 'invalid_union' && issue.message === 'Invalid input'

/** Of a value that is none of several things, what is wrong within it, where it is of the form of one of them: to the others it is wrong as a whole. */
const insideUnion = (issue: z.core.$ZodIssue): z.core.$ZodIssue | undefined => {
  if (!isWordless(issue)) return undefined
  const closer = issue.errors.flatMap(([first]) =>
    first !== undefined && (first.path.length > 0 || first.code === 'unrecognized_keys') ? [first] : [],
  )
  return closer.length === 1 ? closer[0] : undefined
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'an integer',
  object: 'an object of options',
  array: 'an array',
  tuple: 'an array',
  nonoptional: 'a value',
}

const expectedOf = (issue: z.core.$ZodIssue): string => {
  if (isWordless(issue))
    return issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectedOf(first)])).join(' or ')
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? `a ${issue.expected}`
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum)
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum)
    default:
      return issue.message
  }
}

const bound = (origin: string, relation: string, limit: number | bigint): string => {
  if (origin === 'array') return `an array of ${relation} ${limit}`
  if (origin === 'string') return `a string of ${relation} ${limit} characters`
  return `a number ${relation} ${limit}`
}
