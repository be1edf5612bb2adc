import { alignedTable } from '../../aligned-table.js'
import { compact, milliseconds, wrap } from '../text.js'
import type { ImagesReport, Timing } from './schema.js'
import { weightsNote } from './weights-note.js'

type Cells = ReadonlyArray<string>

const percentage = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(0)} %`)

/** What was measured, without the part that measured it. */
const what = ({ id }: Timing): string => id.replace(/^\S+ /, '')

const table = (head: Cells, rows: ReadonlyArray<Cells>): string => alignedTable(head, rows, 'numbers').trimEnd()

const common = (row: Timing): Cells => [milliseconds(row.ms), compact(row.perSecond)]

/** The tables of the section of images, each at most `width` columns wide. */
export const imageTables = (images: ImagesReport | undefined, width: number): ReadonlyArray<string> => {
  if (images === undefined) return []
  const { decode, resize, ssim, lpips } = images
  const pixels = [
    ...decode.map((row) => [`decode ${what(row)}`, ...common(row), '-', '-', String(row.runs)]),
    ...resize.map((row) => {
      const { sharpMs, ms } = row
      const beside = sharpMs === null ? ['-', '-'] : [milliseconds(sharpMs), `${(sharpMs / ms).toFixed(2)}x`]
      return [`resize ${what(row)}`, ...common(row), ...beside, String(row.runs)]
    }),
  ]
  return [
    ...(pixels.length === 0
      ? []
      : [table(['images', 'ms an image', 'images/s', 'sharp ms', 'x sharp', 'runs'], pixels)]),
    ...(ssim.length === 0
      ? []
      : [
          table(
            ['similarity, 224x224', 'ms a pair', 'pairs/s', 'runs'],
            ssim.map((row) => [what(row), ...common(row), String(row.runs)]),
          ),
        ]),
    ...(lpips === null ? [] : [lpipsTable(lpips, width)]),
  ]
}

const lpipsTable = (
  { threads, peakGflopPerSecond, peakSize, rows }: NonNullable<ImagesReport['lpips']>,
  width: number,
): string => {
  const caption = wrap(
    `LPIPS, 224x224, processor, ${threads} threads, ${weightsNote(rows)}. Peak in float32: ${compact(peakGflopPerSecond)} GFLOP/s (matrix product of ${peakSize} x ${peakSize}, best of several).`,
    width,
  )
  const body = table(
    ['lpips', 'precision', 'batch', 'ms a pair', 'pairs/s', 'GFLOP/s', 'of peak', 'weights', 'runs'],
    rows.map((row) => [
      row.net,
      row.precision,
      row.batch,
      ...common(row),
      row.gflopPerSecond.toFixed(0),
      percentage(row.shareOfPeak),
      row.weights === 'checkpoint' ? row.weights : 'formula',
      String(row.runs),
    ]),
  )
  return `${caption}\n${body}`
}

/** What the columns mean, a paragraph a line. */
export const imageFooter = ({ decode, resize, ssim, lpips }: ImagesReport): ReadonlyArray<string> => [
  'Of images: medians of the runs, after one that is not counted.',
  ...(decode.length === 0
    ? []
    : ['decode: eight pictures by formula, read from memory as rewards read them, four at a time.']),
  ...(resize.length === 0
    ? []
    : [
        "resize: Pillow's arithmetic, one thread; sharp ms: sharp's own resize of the same pixels (other arithmetic), in turns; x sharp: times as fast as that.",
      ]),
  ...(ssim.length === 0 ? [] : ['similarity: the reward on images in memory, one thread.']),
  ...(lpips === null
    ? []
    : [
        "lpips: the reward on images in memory; a group has one reference, so 9 images run for 8 pairs. GFLOP/s: the convolutions of the backbone, multiply-add = 2, over the whole reward's time.",
      ]),
]
