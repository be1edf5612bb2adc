import * as E from 'fp-ts/lib/Either.js'
import { childAt, readNode } from '../../presets/read-node.js'
import type { RewardSpec, SpecValue } from '../../presets/spec.js'
import { compareLpips } from './compare-lpips.js'
import { compareSsim } from './compare-ssim.js'
import type { CompareImages } from './comparison.js'

/** The rewards that can show where two images differ, by id. */
const comparers: ReadonlyMap<string, CompareImages> = new Map([
  ['lpips', compareLpips],
  ['ssim', compareSsim],
])

/** A reward in a spec that can show more than its number. */
export interface Comparer {
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
  readonly compare: CompareImages
}

/** The same reward with the same options is shown once; this many at most. */
const MAX_COMPARISONS = 4

/** Those of a valid spec, in the order they stand in it. */
export const comparersOf = (spec: RewardSpec): ReadonlyArray<Comparer> => {
  const found = new Map<string, Comparer>()
  const open: Array<SpecValue> = [spec]
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const read = readNode(node, [])
    if (E.isLeft(read)) continue
    const { form, node: object, children } = read.right
    const options = (object[form.head] ?? {}) as Readonly<Record<string, unknown>>
    const compare = form.kind === 'reward' ? comparers.get(form.head) : undefined
    if (compare !== undefined) {
      const key = JSON.stringify([form.head, options])
      if (!found.has(key)) found.set(key, { id: form.head, options, compare })
    }
    open.unshift(...children.flatMap((child) => childAt(object, child) ?? []))
  }
  return [...found.values()].slice(0, MAX_COMPARISONS)
}
