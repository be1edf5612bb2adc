import { type ZodExactOptional, type ZodObject, type ZodType, z } from 'zod'
import type { VisionCaptionerOptions } from '../../adapters/http/vision-options.js'
import type { ImageReaderOptions } from '../../adapters/image/reader-options.js'
import type { BlipOptions } from '../../adapters/onnx/blip/options.js'
import { DEVICES } from '../../adapters/onnx/device.js'
import { PRECISIONS } from '../../adapters/onnx/precision.js'
import { LONGEST_TIMER_MS } from '../../core/abort.js'
import { type LoadedReward, optional } from '../entry.js'
import { images } from '../image-options.js'

const text = z.string().min(1)
const count = z.int().min(0)
const positive = z.int().min(1)

const mode = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('greedy') }),
    z.strictObject({
      kind: z.literal('beam'),
      beams: z.int().min(1).max(100).meta({ description: 'beginnings that are followed side by side' }),
      lengthPenalty: optional(z.number().min(-10).max(10), '1: the mean of the log-probabilities; 0: their sum', 1),
      earlyStopping: optional(z.union([z.boolean(), z.literal('never')]), 'when the search ends', false),
    }),
    z.strictObject({
      kind: z.literal('sample'),
      temperature: optional(z.number().gt(0), 'by which scores are divided', 1),
      topK: optional(count, 'tokens that are drawn from; 0: all', 50),
      topP: optional(z.number().min(0).max(1), 'or as few as have this probability together', 1),
    }),
  ],
  { error: "'greedy', 'beam' or 'sample'" },
)

const blip = z.strictObject({
  model: optional(text, 'a model of the catalogue', 'blip-base'),
  path: optional(text, "a folder in Hugging Face's layout, instead of such a model"),
  weights: optional(
    z.literal('formula'),
    'made-up weights at the size of blip-base, for measuring speed; what they say means nothing',
  ),
  prompt: optional(text, 'every caption begins with it; default: nothing, as ULM-R1 has it'),
  cleanUpSpaces: optional(z.boolean(), 'no spaces within "a man\'s dog", as transformers 4 writes it', true),
  seed: optional(z.int(), "of the chance in mode 'sample'; nothing else reads it", 0),
  batchSize: optional(z.int().min(1).max(1024), 'images whose captions are written side by side', 16),
  device: optional(z.enum(DEVICES), 'where the network runs', 'cpu'),
  threads: optional(z.int().min(1).max(1024), 'threads of the network; default: those of the machine'),
  precision: optional(z.enum(PRECISIONS), "of its linear layers; 'int8' is faster, less exact", 'fp32'),
  maxNewTokens: optional(positive, 'of a caption, the end counted', 50),
  minNewTokens: optional(count, 'of a caption, before its end', 0),
  minLength: optional(count, 'the same, with what it begins with', 0),
  repetitionPenalty: optional(z.number().gt(0), 'above 1: words that are there already become less likely', 1),
  mode: optional(mode, "how the next token is chosen; default: {kind: 'greedy'}"),
})

const endpoint = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an http or https URL' })
    .meta({ description: 'of the service, up to and without /chat/completions; no redirect is followed' }),
  model: text.meta({ description: 'as the service calls it' }),
  prompt: optional(text, 'what is asked of each image; default: for one plain sentence'),
  maxTokens: optional(z.union([positive.max(65_536), z.null()]), 'of an answer; null: not sent', 256),
  temperature: optional(z.union([z.number().min(0).max(2), z.null()]), 'null: not sent', 0),
  seed: optional(count, 'sent where it is given'),
  maxImagePx: optional(z.int().min(16).max(8192), 'images with a longer side are reduced to it', 1024),
  extra: optional(z.record(z.string(), z.unknown()), "further fields of the request's body"),
  apiKeyEnv: optional(text, 'the environment variable with the key, sent as a bearer token'),
  concurrency: optional(positive.max(65_536), 'requests under way at once', 4),
  timeoutMs: optional(positive.max(LONGEST_TIMER_MS), 'of a try', 60_000),
  retries: optional(count.max(65_536), 'tries after the first one', 3),
  retryDelayMs: optional(count.max(LONGEST_TIMER_MS), 'before the second try, doubled before each further one', 250),
  maxBytes: optional(positive, 'of an answer', 2 ** 24),
})

/** The options of every reward that captions images: who judges the caption, who writes it, how images are read. */
export const recaptionShape = (
  spec: ZodType,
  judge: string,
): {
  readonly judge: ZodExactOptional
  readonly blip: ZodExactOptional
  readonly endpoint: ZodExactOptional
  readonly images: ZodExactOptional
} => ({
  judge: optional(spec, `the reward that judges the caption; default: ${judge}`),
  blip: optional(blip, 'BLIP on this machine, which captions unless `endpoint` is given'),
  endpoint: optional(endpoint, "a vision model behind HTTP instead, as OpenAI's chat completions have it"),
  images,
})

/** Of such options: there is one captioner. */
export const oneCaptioner = <O extends ZodObject>(schema: O): O =>
  schema.refine((options) => !('blip' in options && 'endpoint' in options), {
    path: ['endpoint'],
    error: 'no endpoint beside blip',
  })

/** Which captioner, as it has passed the schema. */
export interface CaptionerOptions {
  readonly blip?: BlipOptions
  readonly endpoint?: VisionCaptionerOptions
}

/** The options of {@link recaptionShape}, the judge loaded. */
export interface RecaptionEntryOptions extends CaptionerOptions {
  readonly judge?: LoadedReward
  readonly images?: ImageReaderOptions
}
