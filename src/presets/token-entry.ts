import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { isInstalled as installedHere } from '../adapters/native/resolve-package.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import type { TextImageMatchingOptions } from '../text-image-matching/text-image-matching.js'
import { optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'

const RUNTIME = 'onnxruntime-node'

const count = z.int().min(1)

const options = z.strictObject({
  absent: optional(
    z.enum(['fail', 'skip']),
    "a sample with neither imageTokens nor textTokens: 'fail': an error; 'skip': the reward does not apply",
    'fail',
  ),
  maxTokens: optional(count, 'of a side, masked ones counted; more fail their sample', 16_384),
  matches: optional(z.boolean(), 'whether the parts say the match of each token: token, match and cosine', false),
  files: optional(
    z.boolean(),
    'whether a text is the path of a file with the tokens or the mask (.npy, .safetensors#name, .pt#name)',
    true,
  ),
  engine: optional(
    z.enum(['float64', 'fast']),
    "'float64': sums in float64, no package needed; 'fast': in float32 by onnxruntime-node, several times as fast, within 1e-6",
    'float64',
  ),
  threads: optional(z.int().min(1).max(1024), "of the engine 'fast'; default: those of the machine"),
  maxBytes: optional(count, 'of the file or the tensor that holds the tokens', 2 ** 28),
})

type Options = z.infer<typeof options>

const forms = 'rows of numbers, {dtype, shape, data} or a path (.npy, .safetensors#name)'

/**
 * R_TIM. It needs no model: the features are the policy's own; and no package unless the fast engine is asked for. The other one is the default: a
 * batch of 16 takes it some 60 ms, which is little beside the making of 16 images, and its values are right to the last digits.
 */
export const tokenEntry: RewardEntry = {
  id: 'text-image-matching',
  title: 'R_TIM: best-match cosine between image and text tokens',
  range: { min: -1, max: 1 },
  fields: [
    field('imageTokens', true, `the image tokens' features in the policy's own space: ${forms}`),
    field('textTokens', true, "the text tokens' features in the same space, in the same forms"),
    field('imageMask', false, 'which image tokens count: 0 or 1 for each, or a path'),
    field('textMask', false, 'which text tokens count: 0 or 1 for each, or a path'),
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
  load: (given, { isInstalled = installedHere }) => {
    // Sound: `fromSpec` hands in what has passed the schema.
    const asked = given as Options
    if (asked.engine !== 'fast' || isInstalled(RUNTIME)) return load(asked)
    const install = `npm install ${RUNTIME}`
    return TE.left({ _tag: 'MissingPackage', reward: 'text-image-matching', package: RUNTIME, install })
  },
}

const load = ({
  files = true,
  maxBytes,
  engine = 'float64',
  threads,
  ...rest
}: Options): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.Do,
    TE.bind('read', () => (files ? readerOf(maxBytes) : TE.right({}))),
    TE.chain(({ read }) => (engine === 'fast' ? fast({ ...rest, ...read }, threads) : exact({ ...rest, ...read }))),
  )

const readerOf = (maxBytes: number | undefined): TE.TaskEither<RewardError, Pick<TextImageMatchingOptions, 'read'>> =>
  pipe(
    imported(() => import('../adapters/tensors/token-reader.js')),
    TE.map(({ tokenReader }) => ({ read: tokenReader(maxBytes === undefined ? {} : { maxBytes }) })),
  )

const exact = (given: TextImageMatchingOptions): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    imported(() => import('../text-image-matching/text-image-matching.js')),
    TE.map(({ textImageMatching }) => textImageMatching(given)),
  )

const fast = (given: TextImageMatchingOptions, threads: number | undefined): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    imported(() => import('../adapters/onnx/token-matcher/load-text-image-matching.js')),
    TE.chain(({ loadTextImageMatching }) =>
      loadTextImageMatching({ ...given, ...(threads === undefined ? {} : { threads }) }),
    ),
  )

const imported = <A>(load: () => Promise<A>): TE.TaskEither<RewardError, A> =>
  TE.tryCatch(load, (cause) => unexpected('text-image-matching', cause))
