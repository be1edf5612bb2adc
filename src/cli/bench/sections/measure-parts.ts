import type { ChildOptions, Reply } from '../child.js'
import type { Bench } from '../measure.js'
import type { Obstacle } from '../obstacle.js'
import type { Report } from '../report.js'

/** What processes measured of a section, and what of it could not be measured. */
export interface Measured<R> {
  readonly results: ReadonlyArray<R>
  readonly unavailable: Report['unavailable']
  readonly failed: Report['failed']
}

/**
 * Measures each part in a process of its own.
 *
 * @param ask - Starts the process.
 * @param timeoutMs - A process that has not answered by then is ended.
 */
export const measureParts = async <P extends string, R extends { readonly missing?: Obstacle }>(
  parts: ReadonlyArray<P>,
  ask: (part: P, options: ChildOptions) => Promise<Reply<R>>,
  timeoutMs: number,
  { worker, progress }: Pick<Bench, 'worker' | 'progress'>,
): Promise<Measured<R>> => {
  const results: Array<R> = []
  const unavailable: Array<Report['unavailable'][number]> = []
  const failed: Array<Report['failed'][number]> = []
  for (const part of parts) {
    progress.tell(part)
    const reply = await ask(part, {
      worker,
      timeoutMs,
      onPhase: (phase) => progress.tell(`${part}: ${phase}`),
      onOutput: () => undefined,
    })
    if (reply._tag === 'Refused') {
      failed.push({ id: part, kind: 'builtin', message: reply.message })
      continue
    }
    results.push(reply.answer)
    if (reply.answer.missing !== undefined) unavailable.push({ id: part, ...reply.answer.missing })
  }
  return { results, unavailable, failed }
}
