import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import type { RewardError } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { mcqEntry, openEndedEntry } from './accuracy-entries.js'
import { cycleEntry, cycleNeeds, loadCycle } from './cycle-entry.js'
import { loadCycleLite } from './cycle-lite-entry.js'
import type { FieldInfo, LoadContext, RewardEntry } from './entry.js'
import { completion, field } from './fields.js'
import { formatEntry } from './format-entries.js'
import { corlStages, LAMBDA } from './recipes/constants.js'
import { freeOnFailure } from './recipes/free-on-failure.js'
import type { Kind } from './recipes/kinds.js'
import { releasedJudge } from './recipes/released-judge.js'
import { generationShape, lambda, type StageOptions, understandingShape } from './recipes/stage-options.js'
import {
  type GenerationParts,
  stage1,
  stage2Generation,
  stage2Mcq,
  stage2OpenEnded,
  type UnderstandingParts,
} from './recipes/stages.js'
import type { SpecObject } from './spec.js'
import { tokenEntry } from './token-entry.js'

/** The terms load one after another: two models that load at once may not fit where one after the other does. */
const loadGeneration = (
  { cycle = {}, matching = {} }: StageOptions,
  context: LoadContext,
): TE.TaskEither<RewardError, GenerationParts> =>
  pipe(
    tokenEntry.load(matching, context),
    TE.chain(
      freeOnFailure((matched) =>
        pipe(
          cycle === 'lite' ? loadCycleLite({}, context) : loadCycle(cycle, context),
          TE.map((cycled) => ({ matching: matched, cycle: cycled })),
        ),
      ),
    ),
  )

const loadUnderstanding = (
  { mcq = {}, openEnded = {}, format = {} }: StageOptions,
  context: LoadContext,
): TE.TaskEither<RewardError, UnderstandingParts> =>
  pipe(
    TE.Do,
    TE.bind('mcq', () => mcqEntry.load(mcq, context)),
    TE.bind('openEnded', () => openEndedEntry.load(openEnded, context)),
    TE.bind('format', () => formatEntry.load(format, context)),
  )

/** The fields of some terms, each once. */
const fieldsOf = (...terms: ReadonlyArray<ReadonlyArray<FieldInfo>>): ReadonlyArray<FieldInfo> => {
  const all = terms.flat()
  return all.filter(({ name }, i) => all.findIndex((field) => field.name === name) === i)
}

/** Fields of one kind of samples, in a batch of both. */
const of = (kind: Kind, fields: ReadonlyArray<FieldInfo>): ReadonlyArray<FieldInfo> =>
  fields.map(({ name, description }) => field(name, false, `${kind}: ${description}`))

type Facts = Pick<RewardEntry, 'id' | 'title' | 'range' | 'fields' | 'needs' | 'rewardOptions' | 'example' | 'options'>

const entry = (
  facts: Facts,
  load: (options: StageOptions, context: LoadContext) => TE.TaskEither<RewardError, AnyReward>,
): RewardEntry => ({
  ...facts,
  status: 'available',
  meant: releasedJudge,
  // Sound: `fromSpec` hands in what has passed the schema.
  load: (given, context) => load(given as StageOptions, context),
})

const { unified, refined } = corlStages
const CYCLE = cycleEntry.example as { readonly spec: SpecObject; readonly sample: Readonly<Record<string, unknown>> }
const generated = {
  spec: { cycle: CYCLE.spec['corl/cycle'] as SpecObject },
  sample: { ...CYCLE.sample, ...tokenEntry.example?.sample },
}
const NO_NETWORK = { packages: [], models: [] }

/** The recipes of CoRL's two stages: what is summed, with the constants of the paper (docs/recipes.md). */
export const stageEntries: ReadonlyArray<RewardEntry> = [
  entry(
    {
      id: 'corl/stage1',
      title: `Unified stage: R_cycle + R_TIM + ${LAMBDA} (R_Acc + R_Format); groups of ${unified.groupSize}, no KL term`,
      range: { min: -1, max: 2 + 2 * LAMBDA },
      fields: fieldsOf(
        of('generation', cycleEntry.fields),
        of('understanding', [completion]),
        of('generation', tokenEntry.fields),
        of('understanding', mcqEntry.fields),
      ),
      needs: cycleNeeds,
      rewardOptions: ['cycle.judge'],
      example: { spec: { 'corl/stage1': generated.spec }, sample: generated.sample },
      options: (spec) => z.strictObject({ ...generationShape(spec), lambda, ...understandingShape(spec) }),
    },
    (options, context) =>
      pipe(
        TE.Do,
        TE.bind('understanding', () => loadUnderstanding(options, context)),
        TE.bind('generation', () => loadGeneration(options, context)),
        TE.map(({ understanding, generation }) => stage1({ ...understanding, ...generation }, options.lambda)),
      ),
  ),
  entry(
    {
      id: 'corl/stage2-generation',
      title: `Refined stage, generation: R_cycle + R_TIM; groups of ${refined.groupSize}, with KL term`,
      range: { min: -1, max: 2 },
      fields: fieldsOf(cycleEntry.fields, tokenEntry.fields),
      needs: cycleNeeds,
      rewardOptions: ['cycle.judge'],
      example: { spec: { 'corl/stage2-generation': generated.spec }, sample: generated.sample },
      options: (spec) => z.strictObject(generationShape(spec)),
    },
    (options, context) => pipe(loadGeneration(options, context), TE.map(stage2Generation)),
  ),
  entry(
    {
      id: 'corl/stage2-mcq',
      title: `Refined stage, multiple choice: R_MCQ + R_Format; groups of ${refined.groupSize}, with KL term`,
      range: { min: 0, max: 2 },
      fields: mcqEntry.fields,
      needs: NO_NETWORK,
      rewardOptions: [],
      example: {
        spec: 'corl/stage2-mcq',
        sample: { ...mcqEntry.example?.sample },
      },
      options: (spec) => {
        const { mcq, format } = understandingShape(spec)
        return z.strictObject({ mcq, format })
      },
    },
    (options, context) => pipe(loadUnderstanding(options, context), TE.map(stage2Mcq)),
  ),
  entry(
    {
      id: 'corl/stage2-open-ended',
      title: `Refined stage, open-ended: R_OE + R_Format; groups of ${refined.groupSize}, with KL term`,
      range: { min: 0, max: 2 },
      fields: openEndedEntry.fields,
      needs: NO_NETWORK,
      rewardOptions: [],
      example: { spec: 'corl/stage2-open-ended', sample: { ...openEndedEntry.example?.sample } },
      options: (spec) => {
        const { openEnded, format } = understandingShape(spec)
        return z.strictObject({ openEnded, format })
      },
    },
    (options, context) => pipe(loadUnderstanding(options, context), TE.map(stage2OpenEnded)),
  ),
]
