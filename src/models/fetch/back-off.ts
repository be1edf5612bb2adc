/** Time and chance, which tests put in place of the real ones. */
export interface Waiting {
  /** Resolves after that time, or rejects when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1). */
  readonly random: () => number
  readonly now: () => number
  /** Tries after the first, each time that at least `PROGRESS_BYTES` have come counted anew. */
  readonly retries: number
  /** Before the second try; doubled each time. */
  readonly firstDelayMs: number
}

const MAX_DELAY_MS = 60_000
/** Who asks for more patience than this is told no. */
export const MAX_RETRY_AFTER_MS = 5 * 60_000

/** The pause before a try: doubled each time, and between a half and the whole of that, so that not all come at once. */
export const backOff = (attempt: number, { random, firstDelayMs }: Waiting): number =>
  Math.min(MAX_DELAY_MS, firstDelayMs * 2 ** attempt) * (0.5 + random() / 2)

/** What a server asks for in `Retry-After`, in ms: seconds, or a date. */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
