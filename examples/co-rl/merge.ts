/** One policy out of two that began as one. */
import { PART_NAMES, type Weights } from './policy.js'

type Merge = (start: Weights, a: Weights, b: Weights) => Weights

type MergePart = (start: Float32Array, a: Float32Array, b: Float32Array) => Float32Array

const eachPart =
  (merge: MergePart): Merge =>
  (start, a, b) =>
    Object.fromEntries(PART_NAMES.map((part) => [part, merge(start[part], a[part], b[part])])) as unknown as Weights

/** The mean of each weight. */
export const mergeByMean: Merge = eachPart((_, a, b) => a.map((weight, i) => (weight + b[i]!) / 2))

/** How far the weights of a part have moved, as the deviation of a Gaussian around where they began. */
const deviationOf = (start: Float32Array, end: Float32Array): number =>
  Math.sqrt(end.reduce((sum, weight, i) => sum + (weight - start[i]!) ** 2, 0) / end.length)

/**
 * Each weight moves by the mean of its two moves d, weighted by g = 1 - exp(-d² / 2 σ²): a move that stands out among those of its part in one
 * policy counts, one from the bulk hardly does. A part that one policy never moved is the other's.
 */
export const mergeByGaussian: Merge = eachPart((start, a, b) => {
  const [ofA, ofB] = [deviationOf(start, a), deviationOf(start, b)]
  const standing = (move: number, deviation: number): number =>
    deviation === 0 ? 0 : -Math.expm1(-((move / deviation) ** 2) / 2)
  return start.map((weight, i) => {
    const [moveA, moveB] = [a[i]! - weight, b[i]! - weight]
    const [g, h] = [standing(moveA, ofA), standing(moveB, ofB)]
    return g + h === 0 ? weight : weight + (g * moveA + h * moveB) / (g + h)
  })
})
