import type { Readable } from 'node:stream'

/** Told when the input makes a pause: what has come so far should not wait for more. */
export const PAUSE = Symbol('pause')

type Chunk = Buffer | string

/**
 * The chunks of a stream as they come, and {@link PAUSE} each time that nothing has come for `pauseMs`. Ends, without waiting for
 * the stream, when the signal fires. Rejects with the stream's error.
 */
export async function* arrivals(
  stream: Readable,
  pauseMs: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer | typeof PAUSE, void, undefined> {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Chunk>
  let wake = (): void => undefined
  const onAbort = (): void => wake()
  signal.addEventListener('abort', onAbort)
  /** Until the chunk is there, the pause is over, or the signal fires. */
  const wait = async (reading: Reading, timeoutMs: number | undefined): Promise<void> => {
    if (reading.isDone || signal.aborted) return
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => wake(), timeoutMs)
    await new Promise<void>((resolve) => {
      wake = resolve
    })
    clearTimeout(timer)
  }
  try {
    while (!signal.aborted) {
      const reading = read(iterator, () => wake())
      await wait(reading, pauseMs)
      if (!reading.isDone) yield PAUSE
      await wait(reading, undefined)
      if (!reading.isDone) return
      if (reading.failure !== undefined) throw reading.failure.cause
      if (reading.chunk === undefined) return
      yield typeof reading.chunk === 'string' ? Buffer.from(reading.chunk) : reading.chunk
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stream.destroy()
  }
}

/** A read under way: no chunk when it is done means the end. */
interface Reading {
  isDone: boolean
  chunk?: Chunk
  failure?: { readonly cause: unknown }
}

const read = (iterator: AsyncIterator<Chunk>, onDone: () => void): Reading => {
  const reading: Reading = { isDone: false }
  iterator
    .next()
    .then(
      (result) => {
        if (result.done !== true) reading.chunk = result.value
      },
      (cause: unknown) => {
        reading.failure = { cause }
      },
    )
    .finally(() => {
      reading.isDone = true
      onDone()
    })
  return reading
}
