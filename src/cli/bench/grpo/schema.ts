import { z } from 'zod'
import { BACKENDS } from '../../../adapters/tfjs/backend-name.js'
import { count, positive, timing, type Timing } from '../sections/timing.js'

/** `ms`: for all groups. `perSecond`: groups. */
const advantageTiming = z.strictObject({ ...timing.shape, shareOfBar: positive })

/** `ms`: for one call. `perSecond`: tokens. */
const lossTiming = z.strictObject({ ...timing.shape, lossType: z.string() })

/** `ms`: from logits to the loss and to its gradient by the logits. `perSecond`: tokens. */
const logitTiming = z.strictObject({
  ...timing.shape,
  /** Where the logits lie: in this process's memory, or as a tensor of a backend. */
  on: z.enum(['arrays', ...BACKENDS]),
  shape: z.tuple([positive, positive, positive]),
  /** Whether the gradient takes the place of the logits. */
  inPlace: z.boolean(),
  /** Of logits, each counted once, in 10^9 bytes. */
  gigabytesPerSecond: positive,
  /** Two reads and one write of the logits, of what this machine's memory gives; null on a GPU, which has its own. */
  shareOfMemory: positive.nullable(),
  /** By how much the process grew at its largest, beyond the logits, in the first call; null where that was not to be told. */
  extraMiB: z.number().min(0).nullable(),
})

const difference = z.strictObject({ id: z.string(), what: z.string() })

const backendResult = z.strictObject({
  backend: z.enum(BACKENDS),
  device: z.string(),
  isSoftware: z.boolean(),
  /** Losses with their gradients that the originals give too. */
  golden: z.strictObject({ agreed: count, cases: count, differences: z.array(difference) }),
  /** Tensors that are there after all calls and were not before. */
  leakedTensors: z.int(),
  losses: z.array(lossTiming),
  logits: z.array(logitTiming),
})

/** What is measured of the GRPO core, as `--json` writes it. */
export const grpoSchema = z.strictObject({
  advantages: z
    .strictObject({ groups: count, groupSize: count, barMs: positive, rows: z.array(advantageTiming) })
    .nullable(),
  /** Rows and columns of the log-probabilities that losses are timed on. */
  lossShape: z.tuple([count, count]),
  /** Threads of what runs on arrays. */
  threads: count,
  /** The best of several copies by as many threads, what is read and what is written counted; null where nothing was held against it. */
  memoryGigabytesPerSecond: positive.nullable(),
  logits: z.array(logitTiming),
  backends: z.array(backendResult),
})

export type GrpoReport = z.infer<typeof grpoSchema>
export type LogitTiming = z.infer<typeof logitTiming>
export type BackendResult = z.infer<typeof backendResult>

/** All timings, whatever they are of. */
export const grpoTimingsOf = (grpo: GrpoReport | undefined): ReadonlyArray<Timing> =>
  grpo === undefined
    ? []
    : [
        ...(grpo.advantages?.rows ?? []),
        ...grpo.logits,
        ...grpo.backends.flatMap(({ losses, logits }) => [...losses, ...logits]),
      ]
