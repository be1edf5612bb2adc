import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { isInstalled as installedHere } from '../adapters/native/resolve-package.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { type LoadContext, optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'

const RUNTIME = 'onnxruntime-node'

const part = z.number().min(-1).lt(1)

const options = z.strictObject({
  variant: optional(
    z.enum(['paper', 'released']),
    "'paper': as the authors' program, on roberta-large; 'released': as ULM-R1 ran torchmetrics, on the last layer of bert-base-uncased",
    'paper',
  ),
  rescale: optional(
    z.union([z.boolean(), z.strictObject({ precision: part, recall: part, f: part })], {
      error: 'true, false or a baseline {precision, recall, f} of numbers in [-1, 1)',
    }),
    'whether scores are spread by the baseline that is published for the model and its layer, or by one of your own',
    false,
  ),
  idf: optional(
    z.array(z.string()).min(1),
    'texts by which rare tokens weigh more, references as a rule; default: all tokens weigh the same',
  ),
  model: optional(
    z.enum(['roberta-large', 'bert-base-uncased']),
    "a model of the catalogue; default: roberta-large, where the variant is 'released' bert-base-uncased",
  ),
  path: optional(
    z.string().min(1),
    "the folder of a BERT or RoBERTa network in Hugging Face's layout, instead of such a model",
  ),
  layer: optional(
    z.int().min(0).max(1024),
    'how many layers a text goes through; default: 17 of roberta-large, 9 of bert-base-uncased, as released all',
  ),
  device: optional(z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml', 'auto']), 'where the network runs', 'cpu'),
  threads: optional(z.int().min(1).max(1024), 'threads of the network; default: those of the machine'),
  batchSize: optional(z.int().min(1).max(4096), 'texts of a run at most', 32),
})

type Options = z.infer<typeof options>

/** BERTScore. Its code is loaded with it. */
export const bertScoreEntry: RewardEntry = {
  id: 'bert-score',
  title: 'BERTScore: how like one another a caption and its prompt are, token by token',
  range: { min: -1, max: 1 },
  fields: [
    field('caption', false, 'the text to judge'),
    field('completion', false, 'the text to judge where there is no `caption`; null is judged as nothing written'),
    field('prompt', true, 'the reference, or an array of references of which the best one counts'),
  ],
  needs: {
    packages: [RUNTIME],
    models: ['roberta-large'],
    otherModels: { option: 'variant', models: ['bert-base-uncased'] },
  },
  status: 'available',
  rewardOptions: [],
  options: () => options,
  load: (given, { modelDir, isInstalled = installedHere }) => {
    // Sound: `fromSpec` hands in what has passed the schema.
    if (isInstalled(RUNTIME)) return load(given as Options, modelDir)
    return TE.left({
      _tag: 'MissingPackage',
      reward: 'bert-score',
      package: RUNTIME,
      install: `npm install ${RUNTIME}`,
    })
  },
}

const load = (given: Options, modelDir: LoadContext['modelDir']): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.tryCatch(
      () => import('../adapters/onnx/bert-score/load-bert-score.js'),
      (cause) => unexpected('bert-score', cause),
    ),
    TE.chain(({ loadBertScore }) => loadBertScore({ ...given, ...(modelDir === undefined ? {} : { modelDir }) })),
  )
