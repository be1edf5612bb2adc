import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import type { LoadContext, RewardEntry } from './entry.js'
import { field } from './fields.js'
import { oneCaptioner, type RecaptionEntryOptions, recaptionShape } from './recipes/captioner-options.js'
import { judgeOfCaptions } from './recipes/judge-of-captions.js'
import { loadCaptioner } from './recipes/load-captioner.js'
import { withJudge } from './recipes/load-judge.js'
import { spiceEntry } from './spice-entry.js'

/** The generated image's caption, judged. The code of captioner and judge is loaded with it. */
export const recaptionEntry: RewardEntry = {
  id: 'recaption',
  title: 'A caption of the generated image, judged against the prompt',
  range: { min: 0, max: 1 },
  fields: [
    field('image', false, 'the generated image: a path, a data URL, or pixels {data, width, height, channels}'),
    field('caption', false, 'what is to be seen in it, instead of `image`: then nothing is captioned'),
    field('prompt', true, 'the text it was asked for with, or an array of such texts; a sample without it is skipped'),
  ],
  needs: {
    packages: ['onnxruntime-node', 'sharp'],
    models: ['blip-base'],
    otherModels: { option: 'blip.model', models: ['blip-large'] },
  },
  status: 'available',
  rewardOptions: ['judge'],
  // A caption that is given needs no captioner: nothing is asked of this service.
  example: {
    spec: { recaption: { endpoint: { baseUrl: 'http://127.0.0.1:8000/v1', model: 'qwen2.5-vl' } } },
    sample: { caption: 'A man rides a brown horse.', prompt: 'A man is riding a horse on a beach.' },
  },
  options: (spec) => oneCaptioner(z.strictObject(recaptionShape(spec, "'spice'"))),
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given, context) => load(given as RecaptionEntryOptions, context),
}

const load = (
  { judge: given, images, ...captioner }: RecaptionEntryOptions,
  context: LoadContext,
): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.tryCatch(
      () => Promise.all([import('../recaption/recaption.js'), import('../adapters/image/read-image.js')]),
      (cause) => unexpected('recaption', cause),
    ),
    TE.chain(([{ recaption }, { imageReader }]) =>
      withJudge(given, spiceEntry, {}, context, (judge) =>
        pipe(
          loadCaptioner(captioner, context),
          TE.map((loaded): AnyReward =>
            recaption({ captioner: loaded, judge: judgeOfCaptions(judge), read: imageReader(images) }),
          ),
        ),
      ),
    ),
  )
