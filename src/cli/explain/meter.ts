import { type Html, markup } from './markup.js'

/** A horizontal bar from one share of the width to another. Drawn by attributes: the page allows no style in elements. */
export const meter = (from: number, to: number, zero?: number): Html => {
  const at = (share: number): string => (100 * share).toFixed(2)
  const mark =
    zero === undefined || zero <= 0 || zero >= 1
      ? undefined
      : markup`<line x1="${at(zero)}" x2="${at(zero)}" y1="0" y2="10" vector-effect="non-scaling-stroke" />`
  return markup`<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${at(from)}" width="${at(to - from)}" height="10" />${mark}</svg>`
}
