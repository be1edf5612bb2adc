/** The weight of R_Acc + R_Format beside R_cycle + R_TIM in stage 1 (CoRL, arXiv 2505.17534). */
export const LAMBDA = 0.8

/** Tokens of a caption in ULM-R1's cycle rewards (mm-vl/ULM-R1 at d78d34f5): the one that BERTScore judges, and the older one that SPICE does. */
export const RELEASED_CAPTION_TOKENS: ReadonlyMap<string, number> = new Map([
  ['bert-score', 50],
  ['spice', 30],
])
