import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import type { RewardError } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { type LoadContext, type LoadedReward, optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'
import { cycleLite } from './recipes/cycle-lite.js'
import { withJudge } from './recipes/load-judge.js'
import { spiceEntry } from './spice-entry.js'
import { BOARD, MOVED_BOARD, ssimEntry } from './vision-entries.js'

interface LiteOptions {
  readonly ssim?: Readonly<Record<string, unknown>>
  readonly judge?: LoadedReward
}

/** The form of R_cycle, for machines without a checkpoint. */
export const cycleLiteEntry: RewardEntry = {
  id: 'corl/cycle-lite',
  title: "No checkpoint, not the paper's reward: (SSIM + SPICE of a caption that is given) / 2",
  range: { min: 0, max: 1 },
  fields: [
    field('image', true, 'the generated image: a path, a data URL, or pixels {data, width, height, channels}'),
    field('reference', true, 'the real image, in the same forms'),
    field('caption', true, 'what is to be seen in the generated image: nothing is captioned'),
    field('prompt', true, 'the text the image was asked for with; a sample without it is skipped'),
  ],
  needs: { packages: ['sharp'], models: [] },
  status: 'available',
  rewardOptions: ['judge'],
  example: {
    spec: 'corl/cycle-lite',
    sample: {
      image: MOVED_BOARD,
      reference: BOARD,
      caption: 'A yellow board.',
      prompt: 'A red and yellow board.',
    },
  },
  options: (spec) =>
    z.strictObject({
      ssim: optional(ssimEntry.options(spec), 'options of ssim'),
      judge: optional(spec, "the reward that judges the caption; default: 'spice'"),
    }),
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given, context) => loadCycleLite(given as LiteOptions, context),
}

/** Loads the judge; structural similarity needs nothing. */
export const loadCycleLite = (
  { ssim = {}, judge: given }: LiteOptions,
  context: LoadContext,
): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    ssimEntry.load(ssim, context),
    TE.chain((image) =>
      withJudge(given, spiceEntry, {}, context, (judge) => TE.of<RewardError, AnyReward>(cycleLite(image, judge))),
    ),
  )
