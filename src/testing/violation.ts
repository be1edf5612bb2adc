/**
 * What every reward owes those who call it.
 *
 * | law | what it says |
 * | --- | --- |
 * | `answers` | scoring neither throws nor rejects, and good samples are not `Left` |
 * | `length` | one outcome a sample |
 * | `well-formed` | every outcome is `Scored`, `Skipped` or `Failed`, with what belongs to it |
 * | `finite` | no NaN or infinity, in a value, a detail or a part at any depth |
 * | `range` | values lie in the declared range, those of parts in the part's |
 * | `empty` | an empty batch gives an empty answer |
 * | `singles` | a batch gives what its samples give one by one; hence order is kept |
 * | `permutation` | samples in another order, each of them twice, give the same outcomes in that order |
 * | `deterministic` | scoring again gives the same |
 * | `abort` | a cancelled run answers `Left Aborted` in time |
 * | `isolation` | a sample that makes no sense leaves the outcomes of its neighbours as they are |
 *
 * `singles`, `permutation`, `deterministic` and the values under `isolation` are held against rewards that declare themselves
 * deterministic.
 *
 * @category model
 * @since 0.1.0
 */
export type Law =
  | 'answers'
  | 'length'
  | 'well-formed'
  | 'finite'
  | 'range'
  | 'empty'
  | 'singles'
  | 'permutation'
  | 'deterministic'
  | 'abort'
  | 'isolation'

/**
 * A law that was broken, how, and by which sample (its index among those given), where one can be named.
 *
 * @category model
 * @since 0.1.0
 */
export interface Violation {
  readonly law: Law
  readonly message: string
  readonly sample?: number
}

/** A violation of a law by a sample, or by the batch as a whole. */
export const violation = (law: Law, message: string, sample?: number): Violation =>
  sample === undefined ? { law, message } : { law, message, sample }
