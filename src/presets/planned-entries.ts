import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import type { RewardEntry } from './entry.js'
import { answer, completion } from './fields.js'

/**
 * The rewards that are promised under these ids and come in later versions. They are listed with what they will read, so that data can be
 * made ready; loading one is `Left`, never a made-up score.
 */
const planned: ReadonlyArray<Pick<RewardEntry, 'id' | 'title' | 'range' | 'fields'>> = [
  {
    id: 'math',
    title: 'The answer is mathematically equivalent to the gold answer',
    range: { min: 0, max: 1 },
    fields: [completion, answer],
  },
]

export const plannedEntries: ReadonlyArray<RewardEntry> = planned.map((facts) => ({
  ...facts,
  needs: { packages: [], models: [] },
  status: 'planned',
  // The options are settled with the reward: until then any are let through to the answer that it is not there yet.
  options: () => z.looseObject({}),
  rewardOptions: [],
  load: () => TE.left({ _tag: 'Unavailable', reward: facts.id, reason: 'comes in a later version of corl-rewards' }),
}))
