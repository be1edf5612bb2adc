import * as E from 'fp-ts/lib/Either.js'
import { failed, type Outcome } from '../core/outcome.js'
import type { LoadedReward } from '../presets/entry.js'
import { arrivals, PAUSE } from './arrivals.js'
import { exitCodeOf, failureOf, reasonOf, CommandFailure, SAMPLE_FAILED } from './exit-code.js'
import { type Line, LineSplitter } from './line-splitter.js'
import { MAX_LINE_BYTES, readSample } from './read-sample.js'
import type { Source } from './source.js'

/** A batch is scored when it holds this much, however few samples that is: what is under way stays small. In UTF-16 units. */
const MAX_BATCH_LENGTH = 8 << 20

/** A batch that is not full is scored when nothing comes for this long. */
const PAUSE_MS = 50

/** After an interruption the batch under way has this long to come to its end; then it is cancelled, and leaves no line. */
const GRACE_MS = 1000

/** How lines are scored. */
export interface ScoreLinesOptions {
  readonly batchSize: number
  readonly signal: AbortSignal
  /** Called after each batch with the length of its lines, in UTF-16 units: about the bytes they took. */
  readonly onScored?: (length: number) => void
}

/**
 * The outcomes of the samples of a JSON Lines input, batch by batch, in order: one for every line. A line that holds no sample is
 * a failed outcome that names the line. Ends early, after a whole batch, when the signal fires.
 *
 * Rejects with CommandFailure where the reward cannot score anything at all (package missing, impossible option). A batch
 * that could not be scored for another reason (time out) fails its samples, and the next one is tried.
 */
export async function* scoreLines(
  reward: LoadedReward,
  source: Source,
  options: ScoreLinesOptions,
): AsyncGenerator<ReadonlyArray<Outcome>, void, undefined> {
  const splitter = new LineSplitter(MAX_LINE_BYTES)
  const grace = graceOf(options.signal)
  const batch = new Batch(reward, grace.signal)
  const scored = async (): Promise<ReadonlyArray<Outcome>> => {
    const length = batch.length + batch.size
    const outcomes = await batch.score()
    options.onScored?.(length)
    return outcomes
  }
  try {
    for await (const chunk of arrivalsOf(source, options)) {
      if (chunk === PAUSE) {
        if (batch.size > 0) yield await scored()
        continue
      }
      for (const line of splitter.push(chunk)) {
        batch.add(line)
        if (batch.size >= options.batchSize || batch.length >= MAX_BATCH_LENGTH) yield await scored()
        if (options.signal.aborted) return
      }
    }
    if (options.signal.aborted) return
    for (const line of splitter.end()) batch.add(line)
    if (batch.size > 0) yield await scored()
  } finally {
    grace.end()
  }
}

async function* arrivalsOf(source: Source, { signal }: ScoreLinesOptions): ReturnType<typeof arrivals> {
  try {
    yield* arrivals(source.stream, PAUSE_MS, signal)
  } catch (cause) {
    throw new CommandFailure(`cannot read ${source.name}: ${reasonOf(cause)}`)
  }
}

/** Samples that are scored together, and the lines among them that hold none. */
class Batch {
  /** Lines in this batch. */
  size = 0
  /** What they hold, in UTF-16 units. */
  length = 0
  private line = 0
  private samples: Array<object> = []
  private failures = new Map<number, Outcome>()

  constructor(
    private readonly reward: LoadedReward,
    private readonly signal: AbortSignal,
  ) {}

  add(line: Line): void {
    const read = readSample(line, ++this.line)
    if ('sample' in read) this.samples.push(read.sample)
    else this.failures.set(this.size, failed(read.error))
    this.size++
    this.length += typeof line === 'string' ? line.length : 0
  }

  async score(): Promise<ReadonlyArray<Outcome>> {
    const { size, samples, failures } = this
    this.size = 0
    this.length = 0
    this.samples = []
    this.failures = new Map()
    const judged = await this.judge(samples)
    if (failures.size === 0) return judged
    let next = 0
    return Array.from({ length: size }, (_, row) => failures.get(row) ?? (judged[next++] as Outcome))
  }

  private async judge(samples: ReadonlyArray<object>): Promise<ReadonlyArray<Outcome>> {
    if (samples.length === 0) return []
    const result = await this.reward.score(samples, { signal: this.signal })()
    if (E.isRight(result)) return result.right
    if (exitCodeOf(result.left) !== SAMPLE_FAILED) throw failureOf(result.left)
    return samples.map(() => failed(result.left))
  }
}

/** A signal that follows another one after a while. */
const graceOf = (signal: AbortSignal): { readonly signal: AbortSignal; readonly end: () => void } => {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    timer = setTimeout(() => controller.abort(signal.reason), GRACE_MS)
  }
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}
