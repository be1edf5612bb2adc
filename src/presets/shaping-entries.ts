import { z } from 'zod'
import { lengthCosine, overlongPunishment, repetitionPenalty } from '../shaping/index.js'
import { available, type LoadedReward, optional, type RewardEntry } from './entry.js'
import { completionIds, field } from './fields.js'

const completionOrIds = field('completionIds', true, "the token ids, or under unit 'words' `completion`")

/** The rewards of length and repetition. */
export const shapingEntries: ReadonlyArray<RewardEntry> = [
  available(
    {
      id: 'length-cosine',
      title: 'Cosine-scaled length: short right completions earn more, long wrong ones lose less',
      range: { min: -1, max: 1 },
      fields: [{ ...completionIds, description: `${completionIds.description}; and whatever \`correct\` reads` }],
      rewardOptions: ['correct'],
      example: {
        spec: { 'length-cosine': { correct: 'exact', maxLength: 8 } },
        sample: { completion: '<think>hm</think><answer>4</answer>', answer: '4', completionIds: [11, 12, 13, 14] },
      },
    },
    (spec) =>
      z.strictObject({
        correct: spec,
        maxLength: z.int().min(1).meta({ description: 'tokens; longer completions count as this long' }),
        minValueWrong: optional(z.number(), 'a wrong short completion', -1),
        maxValueWrong: optional(z.number(), 'a wrong long completion', -0.5),
        minValueCorrect: optional(z.number(), 'a correct long completion', 0.5),
        maxValueCorrect: optional(z.number(), 'a correct short completion', 1),
        threshold: optional(z.number(), 'correct from this value on; default: the top of the range of `correct`'),
      }),
    // Sound: the schema left the spec open, and `fromSpec` has put its reward there.
    (options) => lengthCosine({ ...options, correct: options.correct as LoadedReward }),
  ),
  available(
    {
      id: 'repetition',
      title: 'Repetition penalty: the share of n-grams that are not new',
      range: { min: -1, max: 0 },
      fields: [completionOrIds],
      example: {
        spec: { repetition: { ngramSize: 2, unit: 'words' } },
        sample: { completion: 'the dog the dog the' },
      },
    },
    () =>
      z.strictObject({
        ngramSize: optional(z.int().min(1), 'neighbours that make an n-gram', 3),
        maxPenalty: optional(z.number().max(0), 'what endless repetition comes near', -1),
        unit: optional(
          z.enum(['tokens', 'words']),
          'what an n-gram is made of: token ids, or lower-cased words',
          'tokens',
        ),
      }),
    repetitionPenalty,
  ),
  available(
    {
      id: 'overlong',
      title: "DAPO's soft overlong punishment: nothing while safe, then down to -1",
      range: { min: -1, max: 0 },
      fields: [completionIds],
      example: {
        spec: { overlong: { maxCompletionLength: 4, cacheLength: 2 } },
        sample: { completionIds: [11, 12, 13] },
      },
    },
    () =>
      z.strictObject({
        maxCompletionLength: z.int().min(1).meta({ description: 'tokens; above, the punishment is full' }),
        cacheLength: z.int().min(0).meta({ description: 'over how many tokens before the limit it grows' }),
      }),
    overlongPunishment,
  ),
]
