/**
 * The arithmetic of a network's convolutions and linear layers: as the checkpoint has them, or in 8 bits.
 *
 * @category model
 * @since 0.2.0
 */
export type Precision = 'fp32' | 'int8'

export const PRECISIONS: ReadonlyArray<Precision> = ['fp32', 'int8']
