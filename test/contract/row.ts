import type { Reward } from '../../src/core/index.js'

/** A reward, and samples that do not make its whole batch impossible. */
export interface Row {
  readonly reward: Reward<never>
  readonly samples: ReadonlyArray<unknown>
}

export const row = <S>(reward: Reward<S>, samples: ReadonlyArray<S>): Row => ({ reward, samples })
