import { canonicalSpec, fromSpec, registry, type RewardEntry, type RewardSpec } from '../../presets/index.js'
import { obstacleOf } from './obstacle.js'
import type { Target } from './job.js'
import type { Report } from './report.js'

/** Of captions, remembering none. */
const JUDGE: RewardSpec = { spice: { cachedTexts: 0 } }

/** Options of the rewards that do not work without, or would be measured as no trainer meets them; fit for their workloads. */
const specs: Readonly<Record<string, RewardSpec>> = {
  'length-cosine': { 'length-cosine': { correct: 'exact', maxLength: 256 } },
  overlong: { overlong: { maxCompletionLength: 160, cacheLength: 64 } },
  // Else the second round over the workload would parse nothing.
  spice: { spice: { cachedTexts: 0 } },
  recaption: { recaption: { judge: JUDGE } },
  'corl/cycle': { 'corl/cycle': { judge: JUDGE } },
  'corl/cycle-lite': { 'corl/cycle-lite': { judge: JUDGE } },
  'corl/stage1': { 'corl/stage1': { cycle: { judge: JUDGE } } },
  'corl/stage2-generation': { 'corl/stage2-generation': { cycle: { judge: JUDGE } } },
}

/** How a reward is made for measuring: by its id, or as its example where that alone is no spec. */
const specOf = ({ id, example }: RewardEntry): RewardSpec =>
  specs[id] ?? (canonicalSpec(id)._tag === 'Right' ? id : (example?.spec ?? id))

/** What is measured of a reward: itself, or itself in another way. */
interface Edition {
  readonly id: string
  readonly spec: RewardSpec
  readonly variant?: string
}

/** A reward that computes in several ways is measured in each. */
const editionsOf = (entry: RewardEntry): ReadonlyArray<Edition> => {
  const { id } = entry
  if (id !== 'text-image-matching') return [{ id, spec: specOf(entry) }]
  return [
    { id, spec: id, variant: 'float64' },
    { id: `${id}/fast`, spec: { [id]: { engine: 'fast' } }, variant: 'fast' },
  ]
}

/** The rewards of this package, those that can run here and those that cannot. */
export interface Builtins {
  readonly targets: ReadonlyArray<Target>
  readonly unavailable: Report['unavailable']
}

/** @param filter - A part of the id; none takes all. */
export const builtins = async (filter: string | undefined): Promise<Builtins> => {
  const targets: Array<Target> = []
  const unavailable: Array<Report['unavailable'][number]> = []
  for (const entry of registry.values()) {
    for (const edition of editionsOf(entry)) {
      if (filter !== undefined && !edition.id.includes(filter)) continue
      const loaded = await fromSpec(edition.spec)()
      if (loaded._tag === 'Left') {
        const why = entry.status === 'planned' ? { reason: PLANNED, command: null } : obstacleOf(loaded.left)
        unavailable.push({ id: edition.id, ...why })
        continue
      }
      await loaded.right[Symbol.asyncDispose]?.()
      const example = entry.example === undefined ? {} : { example: entry.example.sample }
      targets.push({ kind: 'builtin', reward: entry.id, ...edition, ...example })
    }
  }
  return { targets, unavailable }
}

/** Installing what it will need would not make it run. */
const PLANNED = 'comes in a later version of corl-rewards'
