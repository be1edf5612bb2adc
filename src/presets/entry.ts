import * as TE from 'fp-ts/lib/TaskEither.js'
import { type ZodExactOptional, type ZodObject, type ZodType, z } from 'zod'
import type { RewardError } from '../core/error.js'
import type { Range } from '../core/range.js'
import type { AnyReward, Reward } from '../core/reward.js'
import type { Watch } from '../spice/score-samples.js'
import type { RewardSpec, SpecObject } from './spec.js'

/**
 * A reward made from data: the fields it reads are in its `meta.fields`, and a sample that lacks one fails by itself.
 *
 * @category model
 * @since 0.1.0
 */
export type LoadedReward = Reward<object>

/**
 * What loading a reward may use.
 *
 * @category model
 * @since 0.1.0
 */
export interface LoadContext {
  /** The folder of downloaded models. Rewards of text have none. */
  readonly modelDir?: string
  /** Whether an optional package can be found; replaceable in tests. */
  readonly isInstalled?: (packageName: string) => boolean
  /** Called with the options of each SPICE that is loaded; what it answers is told the graphs behind every score, as `corl explain` draws them. */
  readonly watchSpice?: (options: Readonly<Record<string, unknown>>) => Watch
}

/**
 * A field of the sample that a reward reads.
 *
 * @category model
 * @since 0.1.0
 */
export interface FieldInfo {
  readonly name: string
  /** Whether a sample without it gets no score. */
  readonly required: boolean
  readonly description: string
}

/**
 * What the registry knows of a reward without loading it.
 *
 * @category model
 * @since 0.1.0
 */
export interface RewardEntry {
  readonly id: string
  readonly title: string
  /** With default options. */
  readonly range: Range
  readonly fields: ReadonlyArray<FieldInfo>
  /** With default options. */
  readonly needs: {
    readonly packages: ReadonlyArray<string>
    readonly models: ReadonlyArray<string>
    /** Models that an option puts in place of those. */
    readonly otherModels?: { readonly option: string; readonly models: ReadonlyArray<string> }
  }
  /** `'planned'`: the name is kept for a later version, loading it is `Left`. */
  readonly status: 'available' | 'planned'
  /** The schema of its options, given the schema of a spec (for options that are rewards). */
  readonly options: (spec: ZodType) => ZodObject
  /** Options that are specs of further rewards; a dot leads into an option that is an object (`cycle.judge`). */
  readonly rewardOptions: ReadonlyArray<string>
  /** What the spec in such an option stands for beside the options next to it; nothing: for itself. */
  readonly meant?: (spec: RewardSpec, options: SpecObject) => RewardSpec | undefined
  readonly example?: { readonly spec: RewardSpec; readonly sample: Readonly<Record<string, unknown>> }
  /** Makes the reward from options that have been validated, their rewards already loaded. */
  readonly load: (options: unknown, context: LoadContext) => TE.TaskEither<RewardError, AnyReward>
}

/**
 * Describes a reward that is there.
 *
 * @param load - Gets the options validated, with their rewards in place of the specs.
 */
export const available = <O extends ZodObject>(
  facts: Omit<RewardEntry, 'status' | 'options' | 'load' | 'rewardOptions' | 'needs'> & {
    readonly rewardOptions?: ReadonlyArray<string>
  },
  options: (spec: ZodType) => O,
  load: (options: z.infer<O>) => AnyReward,
): RewardEntry => ({
  rewardOptions: [],
  ...facts,
  needs: { packages: [], models: [] },
  status: 'available',
  options,
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given) => TE.of(load(given as z.infer<O>)),
})

/** An option that may be left out; the default is told, not filled in, so that a spec stays as it was written. */
export const optional = <T extends ZodType>(schema: T, description: string, fallback?: unknown): ZodExactOptional<T> =>
  z.exactOptional(schema).meta(fallback === undefined ? { description } : { description, default: fallback })

/** The option every text reward has. */
export const variant = optional(
  z.enum(['paper', 'released']),
  "'paper': the definition with the released defects mended; 'released': what the published code returns",
  'paper',
)
