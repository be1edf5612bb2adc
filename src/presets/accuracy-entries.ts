import { z } from 'zod'
import { answerInCaption, containment, exactMatch, mcqAccuracy, openEndedAccuracy } from '../accuracy/index.js'
import { available, optional, type RewardEntry, variant } from './entry.js'
import { answer, completion, field } from './fields.js'

const unit = { min: 0, max: 1 }

export const mcqEntry: RewardEntry = available(
  {
    id: 'mcq',
    title: 'R_MCQ: the final answer names exactly the gold option, by letter or by text',
    range: unit,
    fields: [
      completion,
      answer,
      field('options', false, 'the option texts: an array, or an object letter -> text'),
      field('question', false, 'the question with its options as text, read where `options` is missing'),
      field('prompt', false, 'the same, read where `question` is missing too'),
    ],
    example: {
      spec: { mcq: { variant: 'paper' } },
      sample: {
        completion: '<think>the capital of France</think><answer>(B) Paris</answer>',
        answer: 'B',
        options: ['London', 'Paris', 'Rome'],
      },
    },
  },
  () =>
    z.strictObject({
      variant,
      branch: optional(
        z.enum(['training', 'mc']),
        "'released' only: 'training' is what ran in training (options never compared), 'mc' the branch meant for choices",
        'training',
      ),
      credit: optional(
        z.enum(['flat', 'graded']),
        "'flat': 1 for the gold option; 'graded': 1 with an answer tag, 0.8 without, 0.2 for UNK",
        'flat',
      ),
    }),
  mcqAccuracy,
)

export const openEndedEntry: RewardEntry = available(
  {
    id: 'open-ended',
    title: 'R_OE: the final answer says the same as the gold answer, else how many words they share',
    range: unit,
    fields: [completion, answer],
    example: {
      spec: { 'open-ended': { threshold: 0.8 } },
      sample: { completion: '<think>hm</think><answer>a red car</answer>', answer: 'red car' },
    },
  },
  () =>
    z.strictObject({
      variant,
      threshold: optional(z.number().min(0).max(1), 'two words match from this similarity on', 0.8),
      words: optional(
        z.enum(['exact', 'stemmed']),
        "what of a word is compared: itself or its stem ('dogs' is 'dog')",
        'exact',
      ),
    }),
  openEndedAccuracy,
)

/** The rewards of right and wrong answers. */
export const accuracyEntries: ReadonlyArray<RewardEntry> = [
  mcqEntry,
  openEndedEntry,
  available(
    {
      id: 'exact',
      title: 'The final answer says the same as the gold answer',
      range: unit,
      fields: [completion, answer],
      example: { spec: 'exact', sample: { completion: '<think>2 + 1</think><answer>three</answer>', answer: '3' } },
    },
    () => z.strictObject({ variant }),
    exactMatch,
  ),
  available(
    {
      id: 'containment',
      title: 'Open classification: 1 where the answer is the gold answer, 0.9 where one contains the other',
      range: unit,
      fields: [completion, answer],
      example: {
        spec: 'containment',
        sample: { completion: '<think>fur</think><answer>a golden retriever</answer>', answer: 'golden retriever' },
      },
    },
    () => z.strictObject({ variant }),
    containment,
  ),
  available(
    {
      id: 'answer-in-caption',
      title: 'Classification of a generated image: how much of the gold class the answer names',
      range: unit,
      fields: [completion, answer, field('caption', true, 'the caption the image was made from')],
      example: {
        spec: 'answer-in-caption',
        sample: {
          completion: '<think>trees</think><answer>park</answer>',
          answer: 'golden retriever',
          caption: 'a golden retriever in the park',
        },
      },
    },
    () => z.strictObject({ variant }),
    answerInCaption,
  ),
]
