import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { Range } from '../core/range.js'
import { unitRange } from '../core/range.js'
import type { Embedding } from './model.js'

/**
 * What becomes of the cosine c of image and text.
 *
 * | | value | range | who |
 * | --- | --- | --- | --- |
 * | `'cosine'` | c | [-1, 1] | CLIP's own similarity |
 * | `'clipscore'` | 2.5 max(c, 0) | [0, 2.5] | Hessel et al. 2021, Eq. 1 (w = 2.5) |
 * | `'released'` | 2 c | [-2, 2] | the code of ULM-R1 (`t2i_clip_reward`) |
 *
 * @category model
 * @since 0.4.0
 */
export type ClipVariant = 'cosine' | 'clipscore' | 'released'

interface Scale {
  readonly of: (cosine: number) => number
  readonly range: Range
}

/** The weight of CLIPScore, which spreads what is seen in practice, cosines up to about 0.4, over [0, 1]. */
const CLIPSCORE_WEIGHT = 2.5

const RELEASED_WEIGHT = 2

export const SCALES: Readonly<Record<ClipVariant, Scale>> = {
  cosine: { of: (cosine) => cosine, range: { min: -unitRange.max, max: unitRange.max } },
  clipscore: { of: (cosine) => CLIPSCORE_WEIGHT * Math.max(cosine, 0), range: { min: 0, max: CLIPSCORE_WEIGHT } },
  released: { of: (cosine) => RELEASED_WEIGHT * cosine, range: { min: -RELEASED_WEIGHT, max: RELEASED_WEIGHT } },
}

/** A score, and the cosine it was made of. */
export interface ClipScore {
  readonly score: number
  /** In [-1, 1]. */
  readonly cosine: number
}

/**
 * How well an image and a text go together, by their embeddings: their cosine, scaled.
 *
 * @param image - [d], of any length but zero.
 * @param text - The same d.
 * @param variant - Default `'cosine'`.
 * @returns Left `InvalidInput` where the sizes differ, `NonFinite` where there is no cosine (a vector of zeros, NaN); else the score.
 * @remarks In double precision. Hessel et al. 2021, "CLIPScore: A Reference-free Evaluation Metric for Image Captioning".
 * @example
 * ```ts @import.meta.vitest
 * const [image, text] = [Float32Array.of(3, 4), Float32Array.of(0, 2)]
 * expect(clipScore(image, text)).toEqual({ _tag: 'Right', right: { score: 0.8, cosine: 0.8 } })
 * expect(clipScore(image, text, 'clipscore')).toMatchObject({ right: { score: 2 } })
 * ```
 * @category pure
 * @since 0.4.0
 */
export const clipScore = (
  image: Embedding,
  text: Embedding,
  variant: ClipVariant = 'cosine',
): E.Either<RewardError, ClipScore> => {
  if (image.length !== text.length) {
    const [expected, received] = [`${image.length} numbers, as the image has`, String(text.length)]
    return E.left({ _tag: 'InvalidInput', reward: 'clip', field: 'text', expected, received })
  }
  const cosine = cosineOf(image, text)
  return Number.isFinite(cosine)
    ? E.right({ score: SCALES[variant].of(cosine), cosine })
    : E.left({ _tag: 'NonFinite', reward: 'clip', value: cosine })
}

const cosineOf = (a: Embedding, b: Embedding): number => {
  let [product, lengthA, lengthB] = [0, 0, 0]
  for (const [i, x] of a.entries()) {
    const y = b[i] as number
    product += x * y
    lengthA += x * x
    lengthB += y * y
  }
  const cosine = product / (Math.sqrt(lengthA) * Math.sqrt(lengthB))
  // Rounding puts the cosine of a vector with itself beside 1; NaN stays NaN.
  return Math.max(-1, Math.min(1, cosine))
}
