import * as tf from '@tensorflow/tfjs-core'
import type { RewardError } from '../../../core/error.js'

/** What keeps tfjs from computing at all: no backend has been registered. */
export const backendFault = (owner: string): RewardError | undefined => {
  if (Object.keys(tf.engine().registryFactory).length > 0) return undefined
  const reason =
    "tfjs has no backend yet: `await pickBackend()()` of corl-rewards/grpo finds one, or import '@tensorflow/tfjs-backend-cpu'"
  return { _tag: 'Unavailable', reward: owner, reason }
}
