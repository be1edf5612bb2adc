import { showError } from '../core/error.js'
import { type Outcome, valueOf } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'

/** A part of a composed reward, by the names that lead to it. */
type PartPath = ReadonlyArray<string>

/** Every part of a reward at every depth, in the order they are declared: the columns of a table. */
const partPaths = (meta: RewardMeta): ReadonlyArray<PartPath> =>
  Object.entries(meta.parts ?? {}).flatMap(([name, part]) => [
    [name],
    ...partPaths(part).map((path) => [name, ...path]),
  ])

/** The outcome of a part; nothing where it did not run. */
const partAt = (outcome: Outcome, path: PartPath): Outcome | undefined =>
  path.reduce<Outcome | undefined>((part, name) => part?.parts?.[name], outcome)

/** What stands in the columns of csv and table. */
export interface Columns {
  readonly header: ReadonlyArray<string>
  readonly row: (outcome: Outcome) => ReadonlyArray<string>
}

/** The value, that of every part, and why there is none. */
export const columnsOf = (meta: RewardMeta): Columns => {
  const paths = partPaths(meta)
  const number = (outcome: Outcome | undefined): string => (outcome === undefined ? '' : String(valueOf(outcome) ?? ''))
  return {
    header: ['value', ...paths.map((path) => path.join('.')), 'skipped', 'error'],
    row: (outcome) => [
      number(outcome),
      ...paths.map((path) => number(partAt(outcome, path))),
      outcome._tag === 'Skipped' ? outcome.reason.message : '',
      outcome._tag === 'Failed' ? showError(outcome.error) : '',
    ],
  }
}
