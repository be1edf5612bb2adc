/** Numbers in [-size, size), from a multiplicative hash of their place: as many as tensors of logits have, in little time. */
export const byFormula = (count: number, size: number, seed: number): Float32Array => {
  const numbers = new Float32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = ((Math.imul(i + seed, 2654435761) >>> 0) / 2 ** 31 - 1) * size
  return numbers
}

/** Rows, tokens of each, size of the vocabulary. */
export type Shape = readonly [rows: number, tokens: number, vocabulary: number]

/** Measured everywhere: 67 MB. */
export const SMALL: Shape = [8, 256, 8192]

/** As a trainer has them: 524 MB. */
export const LARGE: Shape = [8, 512, 32_000]

/** Rows and tokens of the log-probabilities that losses are timed on. */
export const LOSS_SHAPE = [64, 512] as const

/** Numbers by row and token. */
interface TokenNumbers<A> {
  readonly shape: readonly [rows: number, tokens: number]
  readonly data: A
}

/** What beside the logits a loss is made of. */
interface Batch {
  readonly ids: Int32Array
  /** How far the policy has moved since it sampled: some tokens are clipped. */
  readonly moved: TokenNumbers<Float32Array>
  readonly advantages: Float32Array
  /** All tokens count: those that do not are no work. */
  readonly completionMask: TokenNumbers<Uint8Array>
}

export const batchOf = ([rows, tokens, vocabulary]: Shape): Batch => {
  const shape = [rows, tokens] as const
  return {
    ids: Int32Array.from({ length: rows * tokens }, (_, i) => (i * 7919 + 3) % vocabulary),
    moved: { shape, data: byFormula(rows * tokens, 0.5, 11) },
    advantages: byFormula(rows, 1, 5),
    completionMask: { shape, data: new Uint8Array(rows * tokens).fill(1) },
  }
}

export const showShape = (shape: ReadonlyArray<number>): string => `[${shape.join(', ')}]`

export const BYTES_A_NUMBER = Float32Array.BYTES_PER_ELEMENT
