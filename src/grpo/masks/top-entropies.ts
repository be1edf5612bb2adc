import { quantile } from './quantile.js'

/**
 * 1 for the tokens of the highest entropy among those that count: H at least the quantile at 1 - `share`. The threshold is a number of float32, H is held against it
 * as it is. No token that counts: 0 everywhere.
 *
 * @param entropies - H, finite in float32 where a token counts.
 * @param counts - 1 for the tokens that count, else 0.
 */
export const topEntropies = (entropies: ArrayLike<number>, counts: ArrayLike<number>, share: number): Uint8Array => {
  const valid = new Float32Array(entropies.length)
  let count = 0
  for (let at = 0; at < entropies.length; at++) if (counts[at] === 1) valid[count++] = entropies[at] as number
  const top = new Uint8Array(entropies.length)
  if (count === 0) return top
  const threshold = quantile(valid.subarray(0, count), 1 - share)
  for (let at = 0; at < top.length; at++) if (counts[at] === 1 && (entropies[at] as number) >= threshold) top[at] = 1
  return top
}
