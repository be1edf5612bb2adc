import { clipMistakes, ratioMistakes } from './clip-mistakes.js'
import { gradientMistakes, klMistakes } from './kl-mistakes.js'
import type { LossMistake } from './loss-mistake.js'
import { maskMistakes } from './mask-mistakes.js'
import { normaliserMistakes } from './normaliser-mistakes.js'

/** The mistakes that are tried, one at a time. */
export const LOSS_MISTAKES: ReadonlyArray<LossMistake> = [
  ...ratioMistakes,
  ...clipMistakes,
  ...maskMistakes,
  ...klMistakes,
  ...normaliserMistakes,
  ...gradientMistakes,
]
