import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RA from 'fp-ts/lib/ReadonlyArray.js'
import { describe, type RewardError } from '../core/error.js'
import { plainJson } from './plain-json.js'
import { childAt, readNode, type SpecNode, withChildren } from './read-node.js'
import type { RewardSpec, SpecObject, SpecValue } from './spec.js'
import { invalidSpec, type SpecPath } from './spec-error.js'

/**
 * Validates a spec without loading anything, and writes it in its one form: a reward without options is its id, keys stand in
 * the order of the schema, and no default is filled in.
 *
 * @param spec - Anything; hostile data too.
 * @returns `Left InvalidSpec` whose `path` names the place, or `Left UnknownReward` with the nearest ids.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * expect(canonicalSpec({ sum: [{ mcq: {} }, 'format'] })).toEqual(right({ sum: ['mcq', 'format'] }))
 * expect(canonicalSpec({ weightedSum: [[1, { mcq: { variant: 'new' } }]] })).toMatchObject({ left: { path: 'weightedSum[0][1].mcq.variant' } })
 * ```
 * @category specs
 * @since 0.1.0
 */
export const canonicalSpec = (spec: unknown): E.Either<RewardError, RewardSpec> =>
  pipe(
    plainJson(spec),
    E.chain((value) => canonicalAt(value, [])),
  )

const canonicalAt = (spec: SpecValue, path: SpecPath): E.Either<RewardError, RewardSpec> =>
  pipe(
    readNode(spec, path),
    E.chain((read) =>
      pipe(
        read.children,
        RA.traverse(E.Applicative)((child) => {
          const inner = childAt(read.node, child)
          const at = [...path, ...child]
          return inner === undefined
            ? E.left(invalidSpec(at, 'a reward id or an object', describe(inner)))
            : canonicalAt(inner, at)
        }),
        E.map((specs) => shorten(read, withChildren(read.node, read.children, specs))),
      ),
    ),
  )

const shorten = ({ form }: SpecNode, node: SpecObject): RewardSpec =>
  form.kind === 'reward' && Object.keys(node[form.head] as SpecObject).length === 0 ? form.head : node
