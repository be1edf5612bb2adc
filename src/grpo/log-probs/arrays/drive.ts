import * as E from 'fp-ts/lib/Either.js'
import { setImmediate } from 'node:timers/promises'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'

/** After so long the event loop has its turn. */
const SLICE_MS = 10

/** Does the work at one go. */
export const atOnce = <A>(work: Generator<void, A>): A => {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

/** Does the work in slices, between which other things happen and the signal is looked at. */
export const inSlices = async <A>(
  work: Generator<void, E.Either<RewardError, A>>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, A>> => {
  try {
    for (;;) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const end = performance.now() + SLICE_MS
      do {
        const step = work.next()
        if (step.done === true) return step.value
      } while (performance.now() < end)
      await setImmediate()
    }
  } finally {
    work.return(undefined as never)
  }
}
