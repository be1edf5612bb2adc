/**
 * The kernels of Pillow that average over all pixels that an output pixel covers.
 *
 * | | kernel | reaches |
 * | --- | --- | --- |
 * | `'bilinear'` | triangle | 1 |
 * | `'bicubic'` | cubic convolution, a = -0.5 | 2 |
 * | `'lanczos'` | windowed sinc, three lobes | 3 |
 *
 * @category model
 * @since 0.2.0
 */
export type ResizeFilter = 'bilinear' | 'bicubic' | 'lanczos'

interface Kernel {
  /** Beyond this distance, in pixels of the smaller image, the weight is 0. */
  readonly support: number
  readonly weight: (distance: number) => number
}

/** Keys' parameter, as Pillow has it. */
const A = -0.5

const triangle = (distance: number): number => Math.max(0, 1 - Math.abs(distance))

const cubic = (distance: number): number => {
  const x = Math.abs(distance)
  if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI))

const lanczos = (x: number): number => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0)

/** By the name of the filter. */
export const KERNELS: Readonly<Record<ResizeFilter, Kernel>> = {
  bilinear: { support: 1, weight: triangle },
  bicubic: { support: 2, weight: cubic },
  lanczos: { support: 3, weight: lanczos },
}
