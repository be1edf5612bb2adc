export { badSamples } from './bad-samples.js'
export { checkReward, type CheckOptions } from './check-reward.js'
export { isClose, sameOutcome } from './same-outcome.js'
export type { Law, Violation } from './violation.js'
