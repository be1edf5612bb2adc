/** For each token of two texts the cosine of the token of the other that is most like it. */
export interface BestMatches {
  readonly candidate: Float64Array
  readonly reference: Float64Array
}

/**
 * The best match of each row, in both directions.
 *
 * @param candidate - [n, size], n at least 1.
 * @param reference - [m, size], m at least 1.
 * @param floor - Cosines count as at least this.
 * @returns NaN where vectors hold it.
 */
export const bestMatches = (
  candidate: Float32Array,
  reference: Float32Array,
  size: number,
  floor: number,
): BestMatches => {
  const [rows, others] = [unitRows(candidate, size), unitRows(reference, size)]
  const best = {
    candidate: new Float64Array(rows.length).fill(floor),
    reference: new Float64Array(others.length).fill(floor),
  }
  for (const [i, row] of rows.entries()) {
    for (const [j, other] of others.entries()) {
      const cosine = dot(row, other)
      best.candidate[i] = Math.max(best.candidate[i] as number, cosine)
      best.reference[j] = Math.max(best.reference[j] as number, cosine)
    }
  }
  return best
}

/** Rows of length 1; rows of zeros stay. */
const unitRows = (vectors: Float32Array, size: number): ReadonlyArray<Float64Array> =>
  Array.from({ length: vectors.length / size }, (_, i) => {
    const row = Float64Array.from(vectors.subarray(i * size, (i + 1) * size))
    const length = Math.sqrt(dot(row, row))
    return length === 0 ? row : row.map((value) => value / length)
  })

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
