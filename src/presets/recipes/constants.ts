/** The weight of R_Acc + R_Format beside R_cycle + R_TIM in stage 1 (CoRL, arXiv 2505.17534). */
export const LAMBDA = 0.8

/**
 * What CoRL's two stages are trained with beside their reward (arXiv 2505.17534): how many answers or images to a prompt are one group, and whether
 * the loss has a KL term. A reward needs neither; a trainer does.
 *
 * @category registry
 * @since 0.4.0
 */
export const corlStages = {
  /** One policy for both tasks, trained on batches in which their samples stand side by side. */
  unified: { groupSize: 8, kl: false, lambda: LAMBDA },
  /** A policy for each task: generation, multiple choice, open-ended questions. */
  refined: { groupSize: 16, kl: true },
} as const

/** Tokens of a caption in ULM-R1's cycle rewards (mm-vl/ULM-R1 at d78d34f5): the one that BERTScore judges, and the older one that SPICE does. */
export const RELEASED_CAPTION_TOKENS: ReadonlyMap<string, number> = new Map([
  ['bert-score', 50],
  ['spice', 30],
])
