import { type Sharp, sharpMissing } from '../../../adapters/image/load-sharp.js'
import { formulaImage } from '../../../formula/image.js'
import { resize } from '../../../image/resize.js'
import { obstacleOf } from '../obstacle.js'
import type { ImagePartResult } from './measured.js'
import { orRefuse } from '../sections/or-refuse.js'
import type { ImageEffort } from './parts.js'
import { COMPARED_SIDE } from './pictures.js'
import { type CallTimes, timeCalls, timingOf } from '../sections/time-calls.js'

/** What Janus, the generator of ULM-R1, makes. In pixels. */
const GENERATED_SIDE = 384

const KERNELS = { bilinear: 'linear', bicubic: 'cubic' } as const

/** Resizes a generated image to the size of comparison, in turns with sharp where it is installed. */
export const measureResize = async (effort: ImageEffort, load: () => Promise<Sharp>): Promise<ImagePartResult> => {
  const sharp = await load().catch((cause: unknown) => obstacleOf(sharpMissing('images', cause)))
  const image = formulaImage('clouds', GENERATED_SIDE, GENERATED_SIDE)
  const [widthPx, heightPx] = [COMPARED_SIDE, COMPARED_SIDE]
  const rows = []
  for (const filter of ['bilinear', 'bicubic'] as const) {
    const ours = (): unknown => orRefuse(() => Promise.resolve(resize(image, { widthPx, heightPx, filter })))
    const times = await timeBoth(
      ours,
      typeof sharp === 'function' ? () => bySharp(sharp, image, KERNELS[filter]) : null,
      effort,
    )
    rows.push({
      ...timingOf(`images/resize ${filter} ${GENERATED_SIDE} to ${COMPARED_SIDE}`, times.ours, 1),
      sharpMs: times.theirs?.ms ?? null,
    })
  }
  return { resize: rows, ...(typeof sharp === 'function' ? {} : { missing: sharp }) }
}

const timeBoth = async (
  ours: () => unknown,
  theirs: (() => unknown) | null,
  effort: ImageEffort,
): Promise<{ readonly ours: CallTimes; readonly theirs?: CallTimes }> =>
  theirs === null ? timeCalls({ ours }, effort) : timeCalls({ ours, theirs }, effort)

const bySharp = (
  sharp: Sharp,
  { data, width, height }: ReturnType<typeof formulaImage>,
  kernel: 'linear' | 'cubic',
): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .resize(COMPARED_SIDE, COMPARED_SIDE, { kernel, fit: 'fill' })
    .raw()
    .toBuffer()
