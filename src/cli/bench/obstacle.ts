import { type RewardError, showError } from '../../core/error.js'

/** Why something cannot run here, and the command that makes it run. */
export interface Obstacle {
  readonly reason: string
  readonly command: string | null
}

export const obstacleOf = (error: RewardError): Obstacle => {
  switch (error._tag) {
    case 'MissingPackage':
      return { reason: `the package ${error.package} is not installed`, command: error.install }
    case 'MissingModel':
      return { reason: `the model ${error.model} is not on this machine`, command: error.install }
    default:
      return { reason: showError(error), command: null }
  }
}
