import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'

const count = z.int().min(1)

const options = z.strictObject({
  absent: optional(
    z.enum(['fail', 'skip']),
    "a sample with neither imageTokens nor textTokens: 'fail': an error; 'skip': the reward does not apply",
    'fail',
  ),
  maxTokens: optional(count, 'of a side, masked ones counted; more fail their sample', 16_384),
  files: optional(
    z.boolean(),
    'whether a text is the path of a file with the tokens (.npy, .safetensors#name, .pt#name)',
    true,
  ),
  maxBytes: optional(count, 'of the file or the tensor that holds the tokens', 2 ** 28),
})

type Options = z.infer<typeof options>

const forms = 'rows of numbers, {dtype, shape, data} or a path (.npy, .safetensors#name)'

/** R_TIM. It needs no package and no model: the features are the policy's own. */
export const tokenEntry: RewardEntry = {
  id: 'text-image-matching',
  title: 'R_TIM: best-match cosine between image and text tokens',
  range: { min: -1, max: 1 },
  fields: [
    field('imageTokens', true, `the image tokens' features in the policy's own space: ${forms}`),
    field('textTokens', true, "the text tokens' features in the same space, in the same forms"),
    field('imageMask', false, 'which image tokens count: 0 or 1 for each'),
    field('textMask', false, 'which text tokens count: 0 or 1 for each'),
  ],
  needs: { packages: [], models: [] },
  status: 'available',
  rewardOptions: [],
  example: {
    spec: 'text-image-matching',
    sample: {
      imageTokens: [
        [1, 0],
        [0, 1],
      ],
      textTokens: [[1, 0]],
    },
  },
  options: () => options,
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given) => load(given as Options),
}

const load = ({ files = true, maxBytes, ...rest }: Options): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.tryCatch(
      () =>
        Promise.all([
          import('../text-image-matching/text-image-matching.js'),
          import('../adapters/tensors/token-reader.js'),
        ]),
      (cause) => unexpected('text-image-matching', cause),
    ),
    TE.map(([{ textImageMatching }, { tokenReader }]) =>
      textImageMatching({
        ...rest,
        ...(files ? { read: tokenReader(maxBytes === undefined ? {} : { maxBytes }) } : {}),
      }),
    ),
  )
