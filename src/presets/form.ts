import * as TE from 'fp-ts/lib/TaskEither.js'
import { type ZodObject, type ZodType, z } from 'zod'
import type { RewardError } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { combinators } from './combinators.js'
import type { LoadContext, LoadedReward, RewardEntry } from './entry.js'
import { registry } from './registry.js'
import type { RewardSpec, SpecObject, SpecValue } from './spec.js'
import type { SpecPath } from './spec-error.js'

/** One shape a spec object can have, told by its head: a reward's id or the name of a combinator. */
export interface Form {
  readonly head: string
  readonly kind: 'reward' | 'combinator'
  /** The whole object, given the schema of the specs inside. */
  readonly schema: (spec: ZodType) => ZodObject
  /** Where the specs inside lie. */
  readonly children: (node: SpecObject) => ReadonlyArray<SpecPath>
  /** What the spec of a child stands for in this object. */
  readonly meant: (spec: RewardSpec, child: SpecPath, node: SpecObject) => RewardSpec
  /** Makes the reward from the object and the rewards of its children, in their order. */
  readonly build: (
    node: SpecObject,
    rewards: ReadonlyArray<LoadedReward>,
    context: LoadContext,
  ) => TE.TaskEither<RewardError, AnyReward>
}

const rewardForm = (entry: RewardEntry): Form => {
  const paths = entry.rewardOptions.map((option): SpecPath => [entry.id, ...option.split('.')])
  const given = (node: SpecObject): ReadonlyArray<SpecPath> => paths.filter((path) => valueAt(node, path) !== undefined)
  return {
    head: entry.id,
    kind: 'reward',
    schema: (spec) => z.strictObject({ [entry.id]: entry.options(spec).describe(entry.title) }),
    children: given,
    meant: (spec, child, node) => entry.meant?.(spec, valueAt(node, child.slice(0, -1)) as SpecObject) ?? spec,
    build: (node, rewards, context) => {
      const loaded = given(node).reduce<Options>(
        (options, [, ...path], i) => withReward(options, path, rewards[i] as LoadedReward),
        node[entry.id] as Options,
      )
      return entry.load(loaded, context)
    },
  }
}

type Options = Readonly<Record<string, unknown>>

const valueAt = (node: SpecObject, path: SpecPath): SpecValue | undefined =>
  path.reduce<SpecValue | undefined>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as SpecObject)[key] : undefined),
    node,
  )

/** Options with a reward in place of its spec. */
const withReward = (options: Options, [key = '', ...inside]: SpecPath, reward: LoadedReward): Options => ({
  ...options,
  [key]: inside.length === 0 ? reward : withReward(options[key] as Options, inside, reward),
})

/** Every form by its head. */
export const forms: ReadonlyMap<string, Form> = new Map(
  [
    ...[...registry.values()].map(rewardForm),
    ...combinators.map((one): Form => ({
      ...one,
      kind: 'combinator',
      meant: (spec) => spec,
      build: (node, rewards) => TE.of(one.build(node, rewards)),
    })),
  ].map((form) => [form.head, form]),
)
