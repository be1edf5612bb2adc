import { alignedTable } from '../../aligned-table.js'
import { compact, milliseconds, wrap } from '../text.js'
import type { Timing } from '../sections/timing.js'
import type { ImagesReport } from './schema.js'
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
  const { decode, resize, ssim, lpips, blip, recipes = [] } = images
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
    ...(blip === undefined ? [] : [blipTable(blip, width)]),
    ...(recipes.length === 0 ? [] : [recipeTable(recipes, width)]),
  ]
}

const peakText = ({ peakGflopPerSecond, peakSize }: { peakGflopPerSecond: number; peakSize: number }): string =>
  `Peak in float32: ${compact(peakGflopPerSecond)} GFLOP/s (matrix product of ${peakSize} x ${peakSize}, best of several).`

const blipTable = (blip: NonNullable<ImagesReport['blip']>, width: number): string => {
  const { threads, batch, tokens, rows } = blip
  const weights = [...new Set(rows.map((row) => row.weights))].join('; ')
  const caption = wrap(
    `BLIP base, captions of ${tokens} tokens for ${batch} images of 384x384 at once, processor, ${threads} threads, weights: ${weights}. ${peakText(blip)}`,
    width,
  )
  const body = table(
    ['blip', 'ms an image', 'images/s', 'encoder ms', 'share', 'GFLOP/s', 'of peak', 'start', 'MiB', 'weights', 'runs'],
    rows.map((row) => [
      row.precision,
      ...common(row),
      ...(row.encoder === null
        ? ['-', '-', '-']
        : [milliseconds(row.encoder.ms), percentage(row.encoder.share), row.encoder.gflopPerSecond.toFixed(0)]),
      percentage(row.shareOfPeak),
      compact(row.startMs),
      compact(row.residentMiB),
      row.weights === 'checkpoint' ? row.weights : 'formula',
      String(row.runs),
    ]),
  )
  return `${caption}\n${body}`
}

const recipeTable = (rows: NonNullable<ImagesReport['recipes']>, width: number): string => {
  const madeUp = [...new Set(rows.flatMap(({ formula }) => formula))]
  const caption = wrap(
    `R_cycle and recipes, images of 224x224${madeUp.length === 0 ? '' : `, weights by formula (speed only, scores mean nothing): ${madeUp.join(', ')}`}.`,
    width,
  )
  const body = table(
    ['recipe', 'samples', 'ms a batch', 'ms a sample', 'by formula', 'runs'],
    rows.map(({ recipe, batch, samples, ms, formula, runs }) => [
      `${recipe}: ${batch}`,
      String(samples),
      milliseconds(ms),
      milliseconds(ms / samples),
      formula.join(', ') || '-',
      String(runs),
    ]),
  )
  return `${caption}\n${body}`
}

const lpipsTable = ({ threads, rows, ...peak }: NonNullable<ImagesReport['lpips']>, width: number): string => {
  const caption = wrap(`LPIPS, 224x224, processor, ${threads} threads, ${weightsNote(rows)}. ${peakText(peak)}`, width)
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
export const imageFooter = ({
  decode,
  resize,
  ssim,
  lpips,
  blip,
  recipes = [],
}: ImagesReport): ReadonlyArray<string> => [
  'Of images: medians of the runs, after one that is not counted; of BLIP and recipes, after one of a single sample.',
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
  ...(blip === undefined
    ? []
    : [
        `blip: encoder ms: of an image, its preparation counted, worked out from the shortest times of captions of 1 and of ${blip.tokens} tokens ('-' where other work keeps them from telling); share: of the whole. GFLOP/s: the encoder's ${blip.rows[0]?.gflop.toFixed(0) ?? ''} GFLOP an image over its time. start: ms from loading to the first caption, files of weights being there. MiB: resident after the last batch.`,
      ]),
  ...(recipes.length === 0
    ? []
    : [
        'recipes: a group has one reference and one prompt: LPIPS runs 9 images instead of 16, SPICE parses 9 texts instead of 16, and each image is captioned, in at most 20 tokens; nothing is remembered between batches. In the stages images bring their captions, and features of 576 and 32 tokens of width 2048.',
      ]),
]
