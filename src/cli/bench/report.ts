import { z } from 'zod'
import { grpoSchema } from './grpo/schema.js'
import { imagesSchema } from './images/schema.js'
import { count, positive } from './sections/timing.js'

const speed = z.strictObject({
  latencyUs: z.strictObject({
    p50: positive,
    // Where there were too few calls for the percentile to mean anything.
    p95: positive.nullable(),
    p99: positive.nullable(),
    runs: count,
  }),
  scaling: z.array(z.strictObject({ batchSize: count, samplesPerSecond: positive, runs: count })).min(1),
  throughput: z.strictObject({ samplesPerSecond: positive, batchSize: count }),
})

const memory = z.strictObject({ peakMiB: positive, growthMiB: z.number(), samples: count })

const outcomes = z.strictObject({ scored: count, skipped: count, failed: count })

const tally = { agreed: count, cases: count }
const agreement = z.strictObject({
  ...tally,
  /** Cases that have to agree; all where it is absent. */
  required: z.exactOptional(count),
  variants: z.record(z.string(), z.strictObject(tally)),
  differences: z.array(z.strictObject({ variant: z.string(), id: z.string(), expected: z.string(), got: z.string() })),
})

const contract = z.strictObject({
  samples: count,
  violations: z.array(z.strictObject({ law: z.string(), message: z.string(), sample: z.exactOptional(count) })),
})

const rewardResult = z.strictObject({
  id: z.string(),
  kind: z.enum(['builtin', 'module']),
  ...speed.shape,
  coldStartMs: z.strictObject({ median: positive, runs: count }),
  memory,
  outcomes,
  agreement: agreement.nullable(),
  contract: contract.nullable(),
  original: z.strictObject({ name: z.string(), samplesPerSecond: positive, ratio: positive }).nullable(),
})

/** The results of a run, as `--json` writes them and `--compare` reads them. */
export const reportSchema = z.strictObject({
  format: z.literal('corl-bench'),
  version: z.literal(1),
  mode: z.enum(['full', 'quick']),
  date: z.iso.datetime(),
  packageVersion: z.string(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: count,
    memoryGiB: positive,
    platform: z.string(),
    node: z.string(),
  }),
  rewards: z.array(rewardResult),
  /** Absent where the run was not to measure images. */
  images: z.exactOptional(imagesSchema),
  /** Absent where the run was not to measure the GRPO core. */
  grpo: z.exactOptional(grpoSchema),
  /** Parts that this quick run has not measured for the time they take. */
  leftOut: z.exactOptional(z.array(z.string())),
  unavailable: z.array(z.strictObject({ id: z.string(), reason: z.string(), command: z.string().nullable() })),
  failed: z.array(z.strictObject({ id: z.string(), kind: z.enum(['builtin', 'module']), message: z.string() })),
})

export type Report = z.infer<typeof reportSchema>
export type RewardResult = z.infer<typeof rewardResult>
export type Speed = z.infer<typeof speed>
export type Memory = z.infer<typeof memory>
export type OutcomeCounts = z.infer<typeof outcomes>
export type Agreement = z.infer<typeof agreement>
export type Contract = z.infer<typeof contract>
