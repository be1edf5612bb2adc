import { type ZodType, z } from 'zod'
import { forms } from './form.js'
import { registry } from './registry.js'

/** A spec may stand wherever another one asks for one: the schema is its own part. */
const specSchema: ZodType = z
  .lazy(() => {
    const [first, ...rest] = [...forms.values()].map((form) => form.schema(specSchema))
    const [id = '', ...ids] = registry.keys()
    return z.union([z.enum([id, ...ids]), ...(first === undefined ? [] : [first]), ...rest])
  })
  // The name is unique among all schemas of a process that uses zod.
  .meta({ id: 'corlRewardSpec' })

/**
 * The JSON Schema (draft 2020-12) of a spec, as published in `schema/reward.schema.json`. It says what can be said without
 * loading: limits of depth and size are checked by `fromSpec` alone.
 *
 * @returns A fresh object.
 * @example
 * ```ts @import.meta.vitest
 * expect(Object.keys(rewardJsonSchema())).toEqual(['$schema', 'title', 'description', '$ref', '$defs'])
 * ```
 * @category schema
 * @since 0.1.0
 */
export const rewardJsonSchema = (): Readonly<Record<string, unknown>> => {
  const { $schema, ...rest } = z.toJSONSchema(specSchema, { io: 'input' })
  return {
    $schema,
    title: 'corl-rewards: a reward as data',
    description: 'An id, {id: {options}}, or a combinator over further specs.',
    ...rest,
  }
}
