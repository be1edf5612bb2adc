import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted, delay } from '../../core/abort.js'
import { messageOf, type RewardError } from '../../core/error.js'
import { backOff, retryAfter } from '../../models/fetch/back-off.js'
import type { HttpRequestSettings } from './request-options.js'

/** Statuses of a service that is busy or down for the moment. */
const TRANSIENT = [408, 425, 429, 500, 502, 503, 504]

/** Who asks for more patience than this is told no. */
const MAX_PAUSE_MS = 60_000

/** What a try came to. */
type Try =
  | { readonly _tag: 'Answer'; readonly body: unknown }
  /** Asking again does not mend it. */
  | { readonly _tag: 'Refusal'; readonly reason: string; readonly status: number | undefined }
  | {
      readonly _tag: 'Failure'
      readonly reason: string
      readonly afterMs?: number | undefined
      readonly isTimeout?: true
    }

/** Why there is no answer. */
export interface Unanswered {
  readonly error: RewardError
  /** Of the answer, where the service refused the request: asking again does not mend it. */
  readonly status?: number | undefined
}

/**
 * Posts JSON and reads JSON; tries again, later and later, where the service is busy, silent or unreachable.
 *
 * @returns `Left Timeout` where the last try ran out of time, `Left Aborted`, else `Left Unavailable`, saying what came instead of an answer.
 */
export const postJson =
  (body: unknown, settings: HttpRequestSettings, signal: AbortSignal | undefined): TaskEither<Unanswered, unknown> =>
  async () => {
    const { owner, retries, timeoutMs, shown } = settings
    const text = JSON.stringify(body)
    const calledOff = (): Unanswered | undefined => (signal?.aborted === true ? { error: aborted(signal) } : undefined)
    for (let attempt = 0; ; attempt++) {
      const before = calledOff()
      if (before !== undefined) return E.left(before)
      const made = await tryOnce(text, settings, signal)
      if (made._tag === 'Answer') return E.right(made.body)
      const since = calledOff()
      if (since !== undefined) return E.left(since)
      const tries = attempt === 0 ? '' : ` (after ${attempt + 1} tries)`
      const error: RewardError = { _tag: 'Unavailable', reward: owner, reason: `${shown} ${made.reason}${tries}` }
      if (made._tag === 'Refusal') return E.left({ error, status: made.status })
      if ((made.afterMs ?? 0) > MAX_PAUSE_MS) return E.left({ error })
      if (attempt === retries)
        return E.left({ error: made.isTimeout === true ? { _tag: 'Timeout', reward: owner, timeoutMs } : error })
      await delay(made.afterMs ?? pause(attempt, settings), signal)
    }
  }

const pause = (attempt: number, { retryDelayMs, retries }: HttpRequestSettings): number =>
  backOff(attempt, {
    retries,
    firstDelayMs: retryDelayMs,
    random: Math.random,
    now: Date.now,
    sleep: delay,
  })

const tryOnce = async (
  body: string,
  { url, headers, timeoutMs, maxBytes }: HttpRequestSettings,
  signal: AbortSignal | undefined,
): Promise<Try> => {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeoutMs)
  const forward = (): void => stop.abort()
  signal?.addEventListener('abort', forward, { once: true })
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: stop.signal })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      const reason = `answered ${answer.status}`
      if (!TRANSIENT.includes(answer.status)) return refusal(reason, answer.status)
      const afterMs = retryAfter(answer.headers.get('retry-after') ?? undefined, Date.now())
      return { _tag: 'Failure', reason, afterMs }
    }
    return await read(answer, maxBytes)
  } catch (cause) {
    if (stop.signal.aborted) return { _tag: 'Failure', reason: 'gave no whole answer in time', isTimeout: true }
    return { _tag: 'Failure', reason: `cannot be asked: ${reasonOf(cause)}` }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', forward)
    stop.abort()
  }
}

const refusal = (reason: string, status?: number): Try => ({ _tag: 'Refusal', reason, status })

const read = async (answer: Response, maxBytes: number): Promise<Try> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > maxBytes) return refusal(`answered more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return {
      _tag: 'Answer',
      body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown,
    }
  } catch {
    return refusal('answered what is no JSON')
  }
}

/** fetch says no more than that it failed; why is in its cause. */
const reasonOf = (cause: unknown): string =>
  messageOf(cause instanceof Error && cause.cause !== undefined ? cause.cause : cause)
