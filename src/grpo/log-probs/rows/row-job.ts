/** Some rows of logits, and the temperature that divides them. */
export interface RowJob {
  readonly logits: Float32Array | Float64Array
  /** Numbers a row. */
  readonly vocabulary: number
  /** The rows that count, ascending: the others are not read. */
  readonly rows: Int32Array
  readonly temperature: number
}

/**
 * Of every row, counted or not: its largest logit m, sum e and sum e x, with x = (z - m) / temperature and e = exp(x). NaN among its logits is NaN in the
 * last.
 */
export interface RowSums {
  readonly max: Float64Array
  readonly sum: Float64Array
  readonly weighted: Float64Array
}

/** What a row's gradient is made of: e (a + b x), and `chosen` in the place of the chosen token. */
export interface RowSlopes {
  readonly max: Float64Array
  readonly a: Float64Array
  readonly b: Float64Array
  readonly ids: Int32Array
  readonly chosen: Float64Array
}

/** Work that can be stopped between its pieces, each of them a millisecond or less. */
export type Pieces = Generator<void, void>

/** See {@link Pieces}. */
export interface RowKernels {
  readonly measure: (job: RowJob, sums: RowSums) => Pieces
  /** Writes the counted rows of `out`, which may be the logits themselves. */
  readonly slope: (job: RowJob, slopes: RowSlopes, out: Float32Array | Float64Array) => Pieces
}
