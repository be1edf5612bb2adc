import * as E from 'fp-ts/lib/Either.js'
import { childAt, readNode } from '../../presets/read-node.js'
import type { RewardSpec, SpecValue } from '../../presets/spec.js'
import { type RewardInSpec, withInside } from './recipe-parts.js'

/**
 * The rewards of a valid spec, however deep, in the order they stand in it, a recipe before what it compares images by; the same one with the
 * same options is told once.
 */
export const rewardsIn = (spec: RewardSpec): ReadonlyArray<RewardInSpec> => {
  const found = new Map<string, RewardInSpec>()
  const open: Array<SpecValue> = [spec]
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const read = readNode(node, [])
    if (E.isLeft(read)) continue
    const { form, node: object, children } = read.right
    if (form.kind === 'reward') {
      const options = (object[form.head] ?? {}) as RewardInSpec['options']
      for (const reward of withInside({ id: form.head, options })) {
        const key = JSON.stringify([reward.id, reward.options])
        if (!found.has(key)) found.set(key, reward)
      }
    }
    open.unshift(...children.flatMap((child) => childAt(object, child) ?? []))
  }
  return [...found.values()]
}
