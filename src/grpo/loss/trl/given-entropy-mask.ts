import { topEntropies } from '../../masks/top-entropies.js'
import type { Checked } from '../inputs/read-inputs.js'
import type { Values } from '../inputs/values.js'

/**
 * The top-entropy mask of entropies and masks that were given in arrays, before they are rounded to float32: whether the token that is the threshold stays turns on the
 * last bits of its entropy. Nothing where one of them is on the backend, which has {@link entropyMask}.
 */
export const givenEntropyMask = (
  { entropies, completionMask, toolMask }: Checked,
  share: number,
): Values | undefined => {
  if (share === 1 || entropies === undefined) return undefined
  const [given, present, own] = [entropies.source, completionMask.source, toolMask?.source ?? []]
  if (!isArray(given) || !isArray(present) || !isArray(own)) return undefined
  const counts = present.map((one, at) => one * (own[at] ?? 1))
  return { shape: entropies.shape, source: Array.from(topEntropies(given, counts, share)) }
}

const isArray = (source: Values['source']): source is ReadonlyArray<number> => Array.isArray(source)
