import type { Target } from '../target.js'
import { checkpoints } from './checkpoints.js'

/** What can be fuzzed, by name. */
export const TARGETS: ReadonlyMap<string, Target> = new Map([checkpoints].map((target) => [target.name, target]))
