/** Updates of a policy by GRPO. */
import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, showError } from 'corl-rewards'
import { advantages, grpoLoss, tokenLogProbs, ulmAdvantages, ulmLoss } from 'corl-rewards/grpo'
import { answerLogits, PART_NAMES, pictureLogits, type Policy, sampleAnswers, samplePictures } from './policy.js'
import type { Random } from './random.js'
import { scoreAnswers, scorePictures, type Scores, TEXT_WEIGHTS } from './rewards.js'
import type { Prompt } from './tasks.js'

/** What a policy is updated on: one of its tasks, or both at once. */
export type Task = 'text' | 'image' | 'both'

/** A policy that learns, and the state of its optimiser. */
export interface Learner {
  readonly policy: Policy
  readonly optimizer: tf.Optimizer
}

/** One batch. */
export interface Batch {
  readonly prompts: ReadonlyArray<Prompt>
  /** G, answers or pictures a prompt. */
  readonly numGenerations: number
  /** Draws the answers and pictures. */
  readonly random: Random
}

/** A policy that the one that learns is held close to: k3, `beta` times. */
export interface Reference {
  readonly policy: Policy
  readonly beta: number
}

/** What a policy made of a batch, group by group. */
interface Rollout {
  readonly scores: Scores
  readonly completionMask: ReadonlyArray<ArrayLike<number>>
  /** Log-probabilities of the same tokens under a policy, with a gradient. */
  readonly logProbs: (policy: Policy) => tf.Tensor2D
}

type RollOut = (policy: Policy, batch: Batch) => Promise<Rollout>

const rollOutText: RollOut = async (policy, { prompts, numGenerations, random }) => {
  const { ids, mask } = sampleAnswers(policy, prompts, numGenerations, random)
  return {
    scores: await scoreAnswers(prompts, { ids, mask }),
    completionMask: mask,
    logProbs: (of) => tokenLogProbs(answerLogits(of, prompts, ids), ids, { completionMask: mask }).logProbs,
  }
}

const rollOutImage: RollOut = async (policy, { prompts, numGenerations, random }) => {
  const pictures = samplePictures(policy, prompts, numGenerations, random)
  return {
    scores: await scorePictures(policy, prompts, pictures),
    completionMask: pictures.map((cells) => cells.map(() => 1)),
    logProbs: (of) => tokenLogProbs(pictureLogits(of, prompts, numGenerations), pictures).logProbs,
  }
}

/** The value of what cannot fail in this program. */
const must = <A>(result: E.Either<RewardError, A>): A => {
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const descend = ({ policy, optimizer }: Learner, loss: () => tf.Scalar): void => {
  optimizer.minimize(
    loss,
    false,
    PART_NAMES.map((part) => policy[part]),
  )
}

/** Both tasks at once: what an answer and a picture of the same prompt earn is one reward, and gives both one advantage. */
const updateBoth = async (learner: Learner, batch: Batch): Promise<void> => {
  const { policy } = learner
  const [image, text] = [await rollOutImage(policy, batch), await rollOutText(policy, batch)]
  const { numGenerations } = batch
  const gains = must(
    ulmAdvantages({ t2i: image.scores, mm2t: text.scores }, { numGenerations, mm2tWeights: TEXT_WEIGHTS }),
  )
  const branchOf = ({ completionMask, logProbs }: Rollout, branchGains: Float64Array) => ({
    logProbs: logProbs(policy),
    advantages: branchGains,
    completionMask,
  })
  descend(learner, () => ulmLoss({ mm2t: branchOf(text, gains.mm2t), t2i: branchOf(image, gains.t2i) }))
}

/** One update by one batch, which the policy itself made: the importance weights are 1. */
export const update = async (learner: Learner, task: Task, batch: Batch, reference?: Reference): Promise<void> => {
  if (task === 'both') return updateBoth(learner, batch)
  const rollOut = task === 'text' ? rollOutText : rollOutImage
  const { scores, completionMask, logProbs } = await rollOut(learner.policy, batch)
  const { numGenerations } = batch
  const options = { numGenerations, rewardWeights: task === 'text' ? TEXT_WEIGHTS : null }
  const gains = must(advantages(scores, options)).advantages
  const refLogProbs = reference === undefined ? null : tf.tidy(() => logProbs(reference.policy))
  descend(learner, () =>
    grpoLoss(
      { logProbs: logProbs(learner.policy), advantages: gains, completionMask, refLogProbs },
      { lossType: 'grpo', beta: reference?.beta ?? 0 },
    ),
  )
  refLogProbs?.dispose()
}
