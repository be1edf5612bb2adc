import type { Outcome } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'

/** A part of a composed reward, by the names that lead to it. */
export type PartPath = ReadonlyArray<string>

/** Every part of a reward at every depth, in the order they are declared: the columns of a table. */
export const partPaths = (meta: RewardMeta): ReadonlyArray<PartPath> =>
  Object.entries(meta.parts ?? {}).flatMap(([name, part]) => [
    [name],
    ...partPaths(part).map((path) => [name, ...path]),
  ])

/** The outcome of a part; nothing where it did not run. */
export const partAt = (outcome: Outcome, path: PartPath): Outcome | undefined =>
  path.reduce<Outcome | undefined>((part, name) => part?.parts?.[name], outcome)
