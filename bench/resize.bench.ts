/**
 * `resize` beside sharp's own resize of the same pixels with the kernel of the same name (its arithmetic differs), one call after the
 * other in one run. sharp gets raw pixels and gives raw pixels.
 *
 *   npx tsx bench/resize.bench.ts [part of a name]
 */
import sharp from 'sharp'
import { formulaImage } from '../src/formula/image.js'
import { resize, type ResizeFilter } from '../src/image/resize.js'
import { heading, markdownTable } from './print.js'

const SIZES = [
  [64, 64, 224, 224],
  [384, 384, 224, 224],
  [512, 512, 224, 224],
  [1024, 1024, 384, 384],
  [4000, 3000, 384, 384],
] as const

const KERNELS = { bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const

/** The middle of `runs` times, in milliseconds, of both, taken in turns. */
const measure = async (runs: number, subjects: ReadonlyArray<() => unknown>): Promise<ReadonlyArray<number>> => {
  const times: ReadonlyArray<Array<number>> = subjects.map(() => [])
  for (let run = -3; run < runs; run++) {
    for (const [i, subject] of subjects.entries()) {
      const start = performance.now()
      await subject()
      if (run >= 0) times[i]!.push(performance.now() - start)
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!)
}

const rows: Array<ReadonlyArray<string>> = []
for (const [width, height, widthPx, heightPx] of SIZES) {
  const image = formulaImage('clouds', width, height)
  for (const filter of Object.keys(KERNELS) as ReadonlyArray<ResizeFilter>) {
    const name = `${width}x${height} to ${widthPx}x${heightPx}, ${filter}`
    if (!name.includes(process.argv[2] ?? '')) continue
    const [theirs, ours] = (await measure(width > 2000 ? 15 : 60, [
      () =>
        sharp(image.data, { raw: { width, height, channels: 3 } })
          .resize(widthPx, heightPx, { kernel: KERNELS[filter], fit: 'fill' })
          .raw()
          .toBuffer(),
      () => resize(image, { widthPx, heightPx, filter }),
    ])) as [number, number]
    rows.push([name, ours.toFixed(2), theirs.toFixed(2), (theirs / ours).toFixed(2)])
  }
}

console.info(heading('resize, ms a call'))
console.info(markdownTable(['image', 'resize', 'sharp', 'times as fast as sharp'], rows))
