import { setMaxListeners } from 'node:events'
import * as E from 'fp-ts/lib/Either.js'
import { aborted } from '../../core/abort.js'
import type { RewardError } from '../../core/error.js'
import type { Gate } from '../image/gate.js'

/**
 * Asks for every item, as many at once as the gate lets in; the answers are in the order of the items. The first failure calls the others off: the
 * batch has failed.
 *
 * @param ask - Never rejects. Its signal fires when the answer is of no use any more.
 */
export const askAll = async <A, B>(
  items: ReadonlyArray<A>,
  gate: Gate,
  ask: (item: A, signal: AbortSignal) => Promise<E.Either<RewardError, B>>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyArray<B>>> => {
  const stop = new AbortController()
  // A listener a request, taken off again: no leak, however many there are.
  setMaxListeners(0, stop.signal)
  const forward = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', forward, { once: true })
  if (signal?.aborted === true) forward()
  let failure: RewardError | undefined
  const askOne = async (item: A): Promise<ReadonlyArray<B>> => {
    const answer = stop.signal.aborted ? E.left(aborted(stop.signal)) : await ask(item, stop.signal)
    if (E.isRight(answer)) return [answer.right]
    failure ??= answer.left
    stop.abort()
    return []
  }
  try {
    const answers = await Promise.all(items.map((item) => gate.run(1, undefined, () => askOne(item))))
    return failure === undefined ? E.right(answers.flatMap((answer) => answer)) : E.left(failure)
  } finally {
    signal?.removeEventListener('abort', forward)
  }
}
