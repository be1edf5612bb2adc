import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import type { SpiceRewardOptions } from '../spice/options.js'
import { type LoadContext, optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'

const count = z.int().min(0)

/** A sentence encoder on this machine. */
const encoder = z.strictObject({
  encoder: z.string().min(1).meta({ description: "the folder of an ONNX sentence encoder in Hugging Face's layout" }),
  pooling: optional(z.enum(['mean', 'cls']), "of its tokens; default: the model's own"),
  device: optional(z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml', 'auto']), 'where it runs', 'cpu'),
  threads: optional(z.int().min(1).max(1024), 'within an operator; default: those of the machine'),
  batchSize: optional(z.int().min(1).max(4096), 'texts of a run at most', 64),
})

/** A service that parses. */
const service = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .meta({ description: 'asked by POST (docs/soft-spice.md); no redirect is followed' }),
  apiKeyEnv: optional(z.string().min(1), 'the environment variable with the key, sent as a bearer token'),
  batchSize: optional(z.int().min(1).max(65_536), 'texts of a request at most', 64),
  concurrency: optional(z.int().min(1).max(65_536), 'requests under way at once', 4),
  timeoutMs: optional(z.int().min(1), 'of a try', 30_000),
  retries: optional(count, 'tries after the first one', 3),
})

const options = z.strictObject({
  variant: optional(
    z.enum(['clamped', 'released']),
    "'clamped': F in [0, 1]; 'released': F of the original, which can be above 1",
    'clamped',
  ),
  match: optional(
    z.union([z.enum(['exact', 'soft']), encoder], { error: "'exact', 'soft' or {encoder}" }),
    "'exact': tuples match by a synonym in common; 'soft': by how similar they are in WordNet; {encoder}: by a sentence encoder",
    'exact',
  ),
  parser: optional(service, 'a parser behind HTTP in place of the one that ships'),
  categories: optional(z.boolean(), 'whether F of each category is a part of the outcome', false),
  maxLength: optional(count, 'of a text, in UTF-16 units; a longer one fails its sample', 100_000),
  cachedTexts: optional(count, 'texts remembered from batch to batch, about 1 kB a caption', 4096),
})

type Options = z.infer<typeof options>

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
  options: () => options,
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given, { watchSpice }) => load(given as Options, watchSpice),
}

/** Loads code, parser and WordNet now, so that what is missing is told before the first sample. */
const load = (options: Options, watchSpice: LoadContext['watchSpice']): TE.TaskEither<RewardError, AnyReward> => {
  const { match, parser, ...rest } = options
  return pipe(
    TE.Do,
    TE.bind('code', () =>
      lazily(() => Promise.all([import('../spice/spice-reward.js'), import('../spice/shipped-data.js')])),
    ),
    TE.chainFirstEitherK(({ code: [, { shippedLexicon }] }) => shippedLexicon()),
    TE.bind('parsing', ({ code: [, { shippedParser }] }) => parserOf(parser, shippedParser)),
    TE.bind('matching', () => matcherOf(match)),
    TE.map(({ code: [{ watchedSpiceReward }], parsing, matching }) => {
      const reward = watchedSpiceReward({ ...rest, ...parsing, ...matching.options }, watchSpice?.(options))
      return { ...reward, ...matching.disposal }
    }),
  )
}

const lazily = <M>(load: () => Promise<M>): TE.TaskEither<RewardError, M> =>
  TE.tryCatch(load, (cause) => unexpected('spice', cause))

const parserOf = (
  parser: Options['parser'],
  shippedParser: () => E.Either<RewardError, unknown>,
): TE.TaskEither<RewardError, Pick<SpiceRewardOptions, 'parser'>> =>
  parser === undefined
    ? TE.fromEither(E.map(() => ({}))(shippedParser()))
    : pipe(
        lazily(() => import('../adapters/http/scene-graph-parser.js')),
        TE.chainEitherK(({ httpSceneGraphParser }) => httpSceneGraphParser(parser)),
        TE.map((service) => ({ parser: service })),
      )

interface Matching {
  readonly options: Pick<SpiceRewardOptions, 'match'>
  /** Of a sentence encoder, which the reward owns. */
  readonly disposal: Pick<AnyReward, typeof Symbol.asyncDispose>
}

const matcherOf = (match: Options['match']): TE.TaskEither<RewardError, Matching> => {
  if (typeof match !== 'object') return TE.of({ options: match === undefined ? {} : { match }, disposal: {} })
  const { encoder: path, ...rest } = match
  return pipe(
    lazily(() => import('../adapters/onnx/sentence-encoder/load-sentence-encoder.js')),
    TE.chain(({ loadSentenceEncoder }) => loadSentenceEncoder({ path, ...rest })),
    TE.map((loaded) => ({
      options: { match: loaded },
      disposal: { [Symbol.asyncDispose]: () => loaded[Symbol.asyncDispose]() },
    })),
  )
}
