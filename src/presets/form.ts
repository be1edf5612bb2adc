import * as TE from 'fp-ts/lib/TaskEither.js'
import { type ZodObject, type ZodType, z } from 'zod'
import type { RewardError } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { combinators } from './combinators.js'
import type { LoadContext, LoadedReward, RewardEntry } from './entry.js'
import { registry } from './registry.js'
import type { SpecObject } from './spec.js'
import type { SpecPath } from './spec-error.js'

/** One shape a spec object can have, told by its head: a reward's id or the name of a combinator. */
export interface Form {
  readonly head: string
  readonly kind: 'reward' | 'combinator'
  /** The whole object, given the schema of the specs inside. */
  readonly schema: (spec: ZodType) => ZodObject
  /** Where the specs inside lie. */
  readonly children: (node: SpecObject) => ReadonlyArray<SpecPath>
  /** Makes the reward from the object and the rewards of its children, in their order. */
  readonly build: (
    node: SpecObject,
    rewards: ReadonlyArray<LoadedReward>,
    context: LoadContext,
  ) => TE.TaskEither<RewardError, AnyReward>
}

const rewardForm = (entry: RewardEntry): Form => ({
  head: entry.id,
  kind: 'reward',
  schema: (spec) => z.strictObject({ [entry.id]: entry.options(spec).describe(entry.title) }),
  children: () => entry.rewardOptions.map((option) => [entry.id, option]),
  build: (node, rewards, context) => {
    const loaded = Object.fromEntries(entry.rewardOptions.map((option, i) => [option, rewards[i]]))
    return entry.load({ ...(node[entry.id] as SpecObject), ...loaded }, context)
  },
})

/** Every form by its head. */
export const forms: ReadonlyMap<string, Form> = new Map(
  [
    ...[...registry.values()].map(rewardForm),
    ...combinators.map((one): Form => ({
      ...one,
      kind: 'combinator',
      build: (node, rewards) => TE.of(one.build(node, rewards)),
    })),
  ].map((form) => [form.head, form]),
)
