import * as E from 'fp-ts/lib/Either.js'
import type { BackendName } from '../../../adapters/tfjs/backend-name.js'
import { useReferenceBackend } from '../../../adapters/tfjs/reference-backend.js'
import type { Job } from '../job.js'
import { type Obstacle, obstacleOf } from '../obstacle.js'
import { measureAdvantages } from './advantages.js'
import type { GrpoPartResult } from './measured.js'
import { LARGE, SMALL, type Shape } from './numbers.js'
import { roomForLogits } from './room-for-logits.js'

/** Measures one part. What needs tfjs is loaded where it is there. */
export const measureGrpoPart = async (
  { part, effort, goldenFolder }: Extract<Job, { task: 'grpo' }>,
  onPhase: (phase: string) => void,
): Promise<GrpoPartResult> => {
  if (part === 'grpo/advantages') return measureAdvantages(effort)
  const missing = await tfjsObstacle()
  if (missing !== undefined) return { missing }
  const logits = async (shape: Shape, inPlace: boolean): Promise<GrpoPartResult> => {
    const { measureLogits } = await import('./logits.js')
    return measureLogits(part, shape, inPlace, effort, onPhase)
  }
  switch (part) {
    case 'grpo/logits':
      return logits(SMALL, false)
    case 'grpo/logits-large': {
      const narrow = roomForLogits(LARGE)
      return narrow === undefined ? logits(LARGE, true) : { missing: narrow }
    }
    default: {
      const { measureBackend } = await import('./backend.js')
      // Sound: the other parts are named after backends.
      return measureBackend(part.replace('grpo/', '') as BackendName, effort, goldenFolder, onPhase)
    }
  }
}

/** Why there is no tfjs; where there is one, it computes on the processor from now on. */
const tfjsObstacle = async (): Promise<Obstacle | undefined> => {
  const opened = await useReferenceBackend('grpo')()
  return E.isLeft(opened) ? obstacleOf(opened.left) : undefined
}
