import { type RewardError } from '../core/error.js'
import { type Outcome, scored } from '../core/outcome.js'
import { stopsAll } from '../image/image-pair.js'
import { type DirectionMatches, directionsOf, meansOf } from './best-matches.js'
import type { BestBoth } from './match-rows.js'

/** How logs, parts and errors call the reward. */
export const NAME = 'text-image-matching'

/** The rows of both sides that count; nothing of a side where all do. */
export interface CountedRows {
  readonly image: Int32Array | undefined
  readonly text: Int32Array | undefined
}

/**
 * The outcome that best matches make, whoever found them.
 *
 * @param rows - Given where the matches themselves are to be told.
 */
export const scoredMatches = (best: BestBoth, width: number, rows?: CountedRows): Outcome => {
  const { value, imageToText, textToImage } = meansOf(best)
  const detail = { imageTokens: best.image.row.length, textTokens: best.text.row.length, width }
  const told = rows && directionsOf(best, rows.image, rows.text)
  const parts = {
    'image-to-text': scored(imageToText, told && listed(told.image)),
    'text-to-image': scored(textToImage, told && listed(told.text)),
  }
  return { ...scored(value, detail), parts }
}

const listed = ({ token, match, cosine }: DirectionMatches) => ({
  token: Array.from(token),
  match: Array.from(match),
  cosine: Array.from(cosine),
})

/** Whether any other tokens would meet the same error. */
export const isForAll = (error: RewardError): boolean => error._tag === 'InvalidOption' || stopsAll(error)
