import { type Policy, sampleAnswers, samplePictures } from './policy.js'
import { randomStream } from './random.js'
import { scoreAnswers, scorePictures, type Scores } from './rewards.js'
import type { Prompt, Prompts } from './tasks.js'

/** Means over what a policy answers and paints. */
export interface Earned {
  /** R_Acc, in [0, 1]. */
  readonly mcq: number
  /** R_Format, in [0, 1]. */
  readonly format: number
  /** In [-1, 1]. */
  readonly ssim: number
  /** R_TIM, in [-1, 1]. */
  readonly matching: number
  /** R_Acc + R_Format. */
  readonly text: number
  /** SSIM + R_TIM. */
  readonly image: number
}

export interface Evaluation {
  readonly trained: Earned
  readonly heldOut: Earned
}

/** How often each prompt is answered and painted. */
const TIMES = 4

const mean = (scores: Scores, column: number): number =>
  scores.reduce((sum, row) => sum + row[column]!, 0) / scores.length

const earned = async (policy: Policy, prompts: ReadonlyArray<Prompt>, seed: number): Promise<Earned> => {
  const random = randomStream(seed, 'evaluation')
  const answers = await scoreAnswers(prompts, sampleAnswers(policy, prompts, TIMES, random))
  const pictures = await scorePictures(policy, prompts, samplePictures(policy, prompts, TIMES, random))
  const [mcq, format, ssim, matching] = [mean(answers, 0), mean(answers, 1), mean(pictures, 0), mean(pictures, 1)]
  return { mcq, format, ssim, matching, text: mcq + format, image: ssim + matching }
}

/** What a policy earns, sampled as it is in training; by the same random numbers at every evaluation of a seed. */
export const evaluate = async (policy: Policy, { trained, heldOut }: Prompts, seed: number): Promise<Evaluation> => ({
  trained: await earned(policy, trained, seed),
  heldOut: await earned(policy, heldOut, seed),
})
