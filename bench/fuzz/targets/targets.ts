import type { Target } from '../target.js'
import { checkpoints } from './checkpoints.js'
import { images } from './images.js'

/** What can be fuzzed, by name. */
export const TARGETS: ReadonlyMap<string, Target> = new Map(
  [checkpoints, images].map((target) => [target.name, target]),
)
