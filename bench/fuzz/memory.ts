import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes in use outside and inside of the JavaScript heap. */
const used = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/**
 * Bytes that one call takes: what is in use after it, less what was in use before it, right after a collection. Garbage of the
 * call counts where it was not collected meanwhile; so does what the engine compiles, so that the least of several is taken.
 */
export const allocatedBy = async (call: () => unknown): Promise<number> => {
  collect()
  const before = used()
  await call()
  return Math.max(0, used() - before)
}
