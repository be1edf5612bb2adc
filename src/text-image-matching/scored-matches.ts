import { type RewardError } from '../core/error.js'
import { type Outcome, scored } from '../core/outcome.js'
import { stopsAll } from '../image/image-pair.js'
import { meansOf } from './best-matches.js'
import type { BestBoth } from './match-rows.js'

/** How logs, parts and errors call the reward. */
export const NAME = 'text-image-matching'

/** The outcome that best matches make, whoever found them. */
export const scoredMatches = (best: BestBoth, width: number): Outcome => {
  const { value, imageToText, textToImage } = meansOf(best)
  const detail = { imageTokens: best.image.row.length, textTokens: best.text.row.length, width }
  const parts = { 'image-to-text': scored(imageToText), 'text-to-image': scored(textToImage) }
  return { ...scored(value, detail), parts }
}

/** Whether any other tokens would meet the same error. */
export const isForAll = (error: RewardError): boolean => error._tag === 'InvalidOption' || stopsAll(error)
