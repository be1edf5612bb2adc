import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type ZodObject, type ZodType, z } from 'zod'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { bertScoreEntry } from './bert-score-entry.js'
import { type LoadContext, optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'
import { oneCaptioner, type RecaptionEntryOptions, recaptionShape } from './recipes/captioner-options.js'
import { RELEASED_CAPTION_TOKENS } from './recipes/constants.js'
import type { CycleVariant } from './recipes/cycle.js'
import { freeOnFailure } from './recipes/free-on-failure.js'
import { loadCaptioner } from './recipes/load-captioner.js'
import { withJudge } from './recipes/load-judge.js'
import { releasedJudge } from './recipes/released-judge.js'
import { spiceEntry } from './spice-entry.js'
import { BOARD, lpipsEntry, MOVED_BOARD } from './vision-entries.js'

export const cycleOptions = (spec: ZodType): ZodObject =>
  oneCaptioner(
    z.strictObject({
      variant: optional(
        z.enum(['paper', 'released']),
        "'paper': (1 - LPIPS + SPICE) / 2, in [0, 1]; 'released': 1 - LPIPS + BERTScore F1 as ULM-R1 ran it (docs/recipes.md)",
        'paper',
      ),
      lpips: optional(lpipsEntry.options(spec).omit({ images: true }), 'options of lpips; its `variant` follows'),
      ...recaptionShape(spec, "'spice'; of the released variant 'bert-score'"),
    }),
  )

export interface CycleEntryOptions extends RecaptionEntryOptions {
  readonly variant?: CycleVariant
  readonly lpips?: Readonly<Record<string, unknown>>
}

const cycleFields = [
  field('image', true, 'the generated image: a path, a data URL, or pixels {data, width, height, channels}'),
  field('reference', true, 'the real image, in the same forms'),
  field('caption', false, 'a caption of the generated image, instead of one that is computed'),
  field('prompt', true, 'the text the image was asked for with, or an array of such texts'),
]

export const cycleNeeds = {
  packages: ['onnxruntime-node', 'sharp'],
  models: ['lpips-vgg', 'blip-base'],
} as const

/** R_cycle. The code of its networks is loaded with it. */
export const cycleEntry: RewardEntry = {
  id: 'corl/cycle',
  title: 'R_cycle: 1 - LPIPS plus SPICE of the re-caption, normalised',
  range: { min: 0, max: 1 },
  fields: cycleFields,
  needs: { ...cycleNeeds, otherModels: { option: 'variant', models: ['bert-base-uncased'] } },
  status: 'available',
  rewardOptions: ['judge'],
  meant: releasedJudge,
  // A caption that is given needs no captioner: nothing is asked of this service.
  example: {
    spec: {
      'corl/cycle': {
        lpips: { net: 'squeeze', weights: 'formula' },
        endpoint: { baseUrl: 'http://127.0.0.1:8000/v1', model: 'qwen2.5-vl' },
      },
    },
    sample: {
      image: MOVED_BOARD,
      reference: BOARD,
      caption: 'A yellow board.',
      prompt: 'A red and yellow board.',
    },
  },
  options: cycleOptions,
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given, context) => loadCycle(given as CycleEntryOptions, context),
}

/** Loads LPIPS, the judge and the captioner, one after another; where one does not load, those before it are freed. */
export const loadCycle = (
  { variant = 'paper', lpips, judge: given, images, ...captioner }: CycleEntryOptions,
  context: LoadContext,
): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.Do,
    TE.bind('image', () =>
      lpipsEntry.load({ variant, ...lpips, ...(images === undefined ? {} : { images }) }, context),
    ),
    TE.chain(({ image }) =>
      freeOnFailure(() =>
        pipe(
          TE.tryCatch(
            () => Promise.all([import('./recipes/cycle.js'), import('../adapters/image/read-image.js')]),
            (cause) => unexpected('corl/cycle', cause),
          ),
          TE.chain(([{ cycle }, { imageReader }]) =>
            withJudge(given, ...defaultJudge(variant), context, (judge) =>
              pipe(
                loadCaptioner(captioner, context, captionTokens(variant, judge.meta.name)),
                TE.map((loaded): AnyReward =>
                  cycle({ variant, image, captioner: loaded, judge, read: imageReader(images) }),
                ),
              ),
            ),
          ),
        ),
      )(image),
    ),
  )

const defaultJudge = (
  variant: CycleVariant,
): readonly [entry: RewardEntry, options: Readonly<Record<string, unknown>>] =>
  variant === 'released' ? [bertScoreEntry, { variant: 'released' }] : [spiceEntry, {}]

/** How long a caption may be where the options of the captioner do not say. */
const captionTokens = (variant: CycleVariant, judge: string): number | undefined =>
  variant === 'released' ? RELEASED_CAPTION_TOKENS.get(judge) : undefined
