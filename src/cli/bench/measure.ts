import { inChild } from './child.js'
import type { Effort, Measurement, Target } from './job.js'
import { originals } from './originals.js'
import type { Progress } from './progress.js'
import type { Report, RewardResult } from './report.js'
import { percentile } from './percentile.js'

/** What measuring needs besides the target. */
export interface Bench {
  readonly worker: string
  readonly goldenFolder: string
  readonly effort: Effort
  readonly progress: Progress
  /** What a module of the user prints. */
  readonly onOutput: (text: string) => void
}

/** A reward's figures, or why there are none. */
export type Measured =
  | { readonly _tag: 'Result'; readonly result: RewardResult }
  | { readonly _tag: 'Failed'; readonly failed: Report['failed'][number] }

/** Measures one reward in processes of its own: what was measured before it has left no trace in them. */
export const measureTarget = async (target: Target, label: string, bench: Bench): Promise<Measured> => {
  const { worker, goldenFolder, effort, progress } = bench
  const options = {
    worker,
    timeoutMs: effort.timeoutMs,
    onPhase: (phase: string) => progress.tell(`${label}: ${phase}`),
    onOutput: target.kind === 'module' ? bench.onOutput : () => undefined,
  }
  const reply = await inChild({ task: 'measure', target, effort, goldenFolder }, options)
  const fail = (message: string): Measured => ({
    _tag: 'Failed',
    failed: { id: target.id, kind: target.kind, message },
  })
  if (reply._tag === 'Refused') return fail(reply.message)
  const starts = [reply.answer.coldStartMs]
  while (starts.length < effort.starts) {
    progress.tell(`${label}: cold start ${starts.length + 1} of ${effort.starts}`)
    const again = await inChild({ task: 'start', target }, options)
    if (again._tag === 'Refused') return fail(again.message)
    starts.push(again.answer)
  }
  return { _tag: 'Result', result: toResult(target, reply.answer, starts) }
}

const toResult = (target: Target, measured: Measurement, starts: ReadonlyArray<number>): RewardResult => {
  const { speed, memory, outcomes, agreement, contract } = measured
  const original = target.kind === 'builtin' ? originals.get(target.id) : undefined
  const sorted = [...starts].sort((a, b) => a - b)
  return {
    id: target.id,
    kind: target.kind,
    ...speed,
    coldStartMs: { median: percentile(sorted, 0.5), runs: starts.length },
    memory,
    outcomes,
    agreement,
    contract,
    original:
      original === undefined
        ? null
        : { ...original, ratio: speed.throughput.samplesPerSecond / original.samplesPerSecond },
  }
}
