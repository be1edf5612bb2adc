import type { RewardSpec, SpecObject } from '../spec.js'

/** Where `variant` is `'released'`, SPICE is that of the released code too, unless its own options say otherwise. */
export const releasedJudge = (spec: RewardSpec, { variant }: SpecObject): RewardSpec | undefined => {
  if (variant !== 'released') return undefined
  if (spec === 'spice') return { spice: { variant: 'released' } }
  if (typeof spec === 'string' || !Object.hasOwn(spec, 'spice')) return undefined
  return { spice: { variant: 'released', ...(spec['spice'] as SpecObject) } }
}
