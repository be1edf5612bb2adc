import { anyRange, fromPointwise, type Judge, type Reward } from '../../core/index.js'
import type { BenchSample } from './samples.js'
import { workload } from './workloads.js'

/** What a module gives when it is imported. */
export type Namespace = Readonly<Record<string, unknown>>

/** What a module must export, for messages. */
export const USABLE = 'a Reward, or a function (sample) => number, as its default export or under a name'

const SAMPLES = 'samples'

/**
 * The exports that can be measured: the default export where it is a reward or a function, else every export that is a reward,
 * else every exported function. Of a CommonJS module, whose default export is `module.exports`, the properties count too.
 */
export const usableExports = (module: Namespace): ReadonlyArray<string> => {
  if (isReward(module['default']) || typeof module['default'] === 'function') return ['default']
  const names = Object.keys(exportsOf(module)).filter((name) => name !== 'default' && name !== 'module.exports')
  const rewards = names.filter((name) => isReward(exportsOf(module)[name]))
  return rewards.length > 0 ? rewards : names.filter((name) => typeof exportsOf(module)[name] === 'function')
}

/** The export of that name as a reward; a function judges one sample, in any range. */
export const rewardOf = (module: Namespace, name: string): Reward<BenchSample> | undefined => {
  const value = exportsOf(module)[name]
  if (isReward(value)) return value
  if (typeof value !== 'function') return undefined
  return fromPointwise(
    { name: name === 'default' ? 'the function' : name, range: anyRange },
    value as Judge<BenchSample>,
  )
}

/** The samples a module brings along, or those every field of which is filled. */
export const samplesOf = (module: Namespace): ReadonlyArray<BenchSample> => {
  const given = exportsOf(module)[SAMPLES]
  return Array.isArray(given) && given.length > 0 ? (given as ReadonlyArray<BenchSample>) : workload('')
}

/** Named exports over the properties of a default export that is a plain object. */
const exportsOf = (module: Namespace): Namespace => {
  const whole = module['default']
  const properties = typeof whole === 'object' && whole !== null && !isReward(whole) ? whole : {}
  return { ...properties, ...module }
}

const isReward = (value: unknown): value is Reward<BenchSample> => {
  if (typeof value !== 'object' || value === null) return false
  const { meta, score } = value as { readonly meta?: unknown; readonly score?: unknown }
  if (typeof score !== 'function' || typeof meta !== 'object' || meta === null) return false
  const { name, range } = meta as { readonly name?: unknown; readonly range?: unknown }
  return typeof name === 'string' && typeof range === 'object' && range !== null
}
