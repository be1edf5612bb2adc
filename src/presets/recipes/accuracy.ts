import * as E from 'fp-ts/lib/Either.js'
import { goldAnswer } from '../../accuracy/final-answer.js'
import { named } from '../../core/map-score.js'
import { onlyWhere } from '../../core/only-where.js'
import { union } from '../../core/range.js'
import type { AnyReward, Reward } from '../../core/reward.js'
import { mixedSum } from './mixed-sum.js'
import { readableGold } from './readable-gold.js'

/** What the choice between the two looks at. */
interface Question {
  readonly options?: unknown
  readonly answer?: unknown
}

/** A letter, bare or as an option's label: `B`, `(b)`, `B.` */
const LETTER = /^[([]?[A-Za-z][)\].:]?$/

/** Whether a sample is a question of multiple choice: it has `options`, any of them, or its gold answer is a single letter. */
export const isChoice = ({ options, answer }: Question): boolean => {
  if (!isEmpty(options)) return true
  return typeof answer === 'string' && LETTER.test(goldAnswer(answer))
}

/** No options: nothing, and lists, objects and texts without any. */
const isEmpty = (options: unknown): boolean => {
  if (options === undefined || options === null) return true
  if (typeof options === 'string') return options.trim() === ''
  return typeof options === 'object' && Object.keys(options).length === 0
}

/** R_Acc of batches that mix both kinds of questions: R_MCQ where a sample is one of multiple choice, else R_OE. */
export const accuracy = (mcq: AnyReward, openEnded: AnyReward): Reward<never> => {
  const fields = ['options', 'answer']
  return mixedSum(
    'R_Acc',
    [
      [
        1,
        onlyWhere(readableGold(named(mcq, 'R_MCQ')), (sample: Question) => E.right(isChoice(sample)), {
          why: 'it is no question of multiple choice',
          fields,
        }),
      ],
      [
        1,
        onlyWhere(readableGold(named(openEnded, 'R_OE')), (sample: Question) => E.right(!isChoice(sample)), {
          why: 'it is a question of multiple choice',
          fields,
        }),
      ],
    ],
    union(mcq.meta.range, openEnded.meta.range),
  )
}
