import type { Reward } from '../../core/reward.js'
import type { Judged } from '../../recaption/options.js'
import type { LoadedReward } from '../entry.js'

/** Those that judge `completion` where there is no caption. Here there always is one. */
const JUDGE_EITHER = new Set(['spice', 'bert-score'])

/** A reward of texts as the judge of captions: a completion that is there beside the caption is none of its fields. */
export const judgeOfCaptions = (judge: LoadedReward): Reward<Judged> =>
  JUDGE_EITHER.has(judge.meta.name)
    ? { ...judge, meta: { ...judge.meta, fields: judge.meta.fields.filter((field) => field !== 'completion') } }
    : judge

const TERMS = new Map([
  ['spice', 'R_SPICE'],
  ['bert-score', 'R_BERTScore'],
])

/** What a judge is called in a formula. */
export const termOfJudge = (name: string): string => TERMS.get(name) ?? `R_${name}`
