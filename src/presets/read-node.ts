import * as E from 'fp-ts/lib/Either.js'
import { ZodDiscriminatedUnion, ZodExactOptional, ZodObject, type ZodType, ZodUnion, z } from 'zod'
import { describe, type RewardError } from '../core/error.js'
import { type Form, forms } from './form.js'
import { nearest } from './nearest.js'
import type { RewardSpec, SpecObject, SpecValue } from './spec.js'
import { fromIssue, invalidSpec, showPath, type SpecPath } from './spec-error.js'

/** One level of a spec, validated: its form, its object with keys in the order of the schema, and where further specs lie. */
export interface SpecNode {
  readonly form: Form
  readonly node: SpecObject
  readonly children: ReadonlyArray<SpecPath>
}

const heads = [...forms.keys()]

/** A bare string can only be a reward: combinators have arguments. */
const ids = heads.filter((head) => forms.get(head)?.kind === 'reward')

/** The schemas with the specs inside left open: each level is validated by itself, so that errors name the innermost place. */
const shallow: ReadonlyMap<string, ZodObject> = new Map(heads.map((head) => [head, schemaOf(forms.get(head) as Form)]))

function schemaOf(form: Form): ZodObject {
  return form.schema(z.unknown())
}

/** Reads one level of a spec that is known to be plain JSON. */
export const readNode = (spec: SpecValue, path: SpecPath): E.Either<RewardError, SpecNode> => {
  if (typeof spec === 'string') {
    return forms.get(spec)?.kind === 'reward'
      ? validate(spec, { [spec]: {} }, path)
      : E.left(unknownReward(spec, path, ids))
  }
  if (!isObject(spec)) return E.left(invalidSpec(path, 'a reward id or an object', describe(spec)))
  const keys = Object.keys(spec)
  const found = keys.filter((key) => forms.has(key))
  const [head, second] = found
  if (head === undefined) {
    const [key] = keys
    if (key === undefined) return E.left(invalidSpec(path, 'a reward or combinator', 'an empty object'))
    return E.left(unknownReward(key, path, heads))
  }
  if (second !== undefined) {
    return E.left(invalidSpec(path, 'one reward or combinator (a sum takes several)', found.slice(0, 4).join(' and ')))
  }
  return validate(head, spec, path)
}

const isObject = (spec: SpecValue | undefined): spec is SpecObject =>
  typeof spec === 'object' && spec !== null && !Array.isArray(spec)

const unknownReward = (id: string, path: SpecPath, known: ReadonlyArray<string>): RewardError => ({
  _tag: 'UnknownReward',
  id,
  known,
  ...(path.length === 0 ? {} : { path: showPath(path) }),
  nearest: nearest(id, known),
})

const validate = (head: string, spec: SpecObject, path: SpecPath): E.Either<RewardError, SpecNode> => {
  const form = forms.get(head) as Form
  const schema = shallow.get(head) as ZodObject
  const parsed = schema.safeParse(spec)
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue
    return E.left(fromIssue(issue, spec, path, (inside) => keysOf(schema, spec, head, inside)))
  }
  // The schemas change nothing but the order of the keys.
  const node = parsed.data as SpecObject
  return E.right({ form, node, children: form.children(node) })
}

/** The keys the schema knows at a place inside one level. */
const keysOf = (schema: ZodObject, spec: SpecObject, head: string, path: SpecPath): ReadonlyArray<string> => {
  const inner = path.reduce<unknown>((at, step, i) => shapeOf(at, childAt(spec, path.slice(0, i)))[step], schema)
  return Object.keys(shapeOf(inner, childAt(spec, path))).filter((key) => path.length > 0 || key !== head)
}

/**
 * What an object holds by its schema, an optional one or one of a choice too: of a choice by a key (`kind`) what goes with the value that stands
 * there. Of anything else nothing.
 */
const shapeOf = (schema: unknown, value: unknown): Readonly<Record<string | number, unknown>> => {
  if (schema instanceof ZodExactOptional) return shapeOf(schema.unwrap(), value)
  if (schema instanceof ZodDiscriminatedUnion) {
    const { discriminator } = schema.def
    const options = schema.options as ReadonlyArray<ZodObject>
    const said = childAt(value as SpecObject, [discriminator])
    return shapeOf(
      options.find(({ shape }) => (shape[discriminator] as ZodType).safeParse(said).success),
      value,
    )
  }
  if (schema instanceof ZodUnion)
    return Object.assign({}, ...schema.options.map((option) => shapeOf(option, value))) as ReturnType<typeof shapeOf>
  return schema instanceof ZodObject ? schema.shape : {}
}

/** The value at a place inside one level; nothing where an option that is a reward was left out. */
export const childAt = (node: SpecObject, path: SpecPath): SpecValue | undefined =>
  path.reduce<SpecValue | undefined>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, SpecValue>>)[step]
        : undefined,
    node,
  )

/** The same level with other specs inside. */
export const withChildren = (
  node: SpecObject,
  paths: ReadonlyArray<SpecPath>,
  specs: ReadonlyArray<RewardSpec>,
): SpecObject => paths.reduce<SpecObject>((object, path, i) => put(object, path, specs[i] as RewardSpec), node)

const put = <T extends SpecValue>(value: T, [step, ...rest]: SpecPath, spec: RewardSpec): T => {
  if (step === undefined) return spec as T
  const inner = (value as Readonly<Record<string | number, SpecValue>>)[step] as SpecValue
  const next = put(inner, rest, spec)
  return (
    Array.isArray(value)
      ? value.map((item, i) => (i === step ? next : (item as SpecValue)))
      : { ...(value as SpecObject), [step]: next }
  ) as T
}
