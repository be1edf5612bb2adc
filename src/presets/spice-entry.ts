import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { unexpected } from '../core/error.js'
import type { SpiceRewardOptions } from '../spice/options.js'
import { optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'

const count = z.int().min(0)

/** SPICE. Its code is loaded with it: parser and WordNet are no business of the other text rewards. */
export const spiceEntry: RewardEntry = {
  id: 'spice',
  title: 'SPICE: agreement of the scene graphs of a caption and its prompt',
  range: { min: 0, max: 1 },
  fields: [
    field('caption', false, 'the text to judge'),
    field('completion', false, 'the text to judge where there is no `caption`; null is judged as nothing written'),
    field('prompt', true, 'the reference, or an array of references that make one scene graph'),
  ],
  needs: { packages: [], models: [] },
  status: 'available',
  rewardOptions: [],
  example: {
    spec: 'spice',
    sample: { caption: 'A man rides a brown horse.', prompt: 'A man is riding a horse on a beach.' },
  },
  options: () =>
    z.strictObject({
      variant: optional(
        z.enum(['clamped', 'released']),
        "'clamped': F in [0, 1]; 'released': F of the original, which can be above 1",
        'clamped',
      ),
      match: optional(
        z.enum(['exact', 'soft']),
        "'exact': tuples match by a synonym in common; 'soft': by how similar they are in WordNet",
        'exact',
      ),
      categories: optional(z.boolean(), 'whether F of each category is a part of the outcome', false),
      maxLength: optional(count, 'of a text, in UTF-16 units; a longer one fails its sample', 100_000),
      cachedTexts: optional(count, 'texts remembered from batch to batch, about 1 kB a caption', 4096),
    }),
  load: (given) =>
    pipe(
      TE.tryCatch(
        () => Promise.all([import('../spice/spice-reward.js'), import('../spice/shipped-data.js')]),
        (cause) => unexpected('spice', cause),
      ),
      TE.chainEitherK(([{ spiceReward }, { shippedLexicon, shippedParser }]) =>
        pipe(
          // Read now, so that what is missing is told before the first sample.
          shippedParser(),
          E.chain(shippedLexicon),
          // Sound: `fromSpec` hands in what has passed the schema.
          E.map(() => spiceReward(given as SpiceRewardOptions)),
        ),
      ),
    ),
}
