import { inChild } from '../child.js'
import type { Bench } from '../measure.js'
import type { Report } from '../report.js'
import { measureParts } from '../sections/measure-parts.js'
import type { BlipPart, ImagePartResult } from './measured.js'
import type { ImageEffort, ImagePart } from './parts.js'
import type { CaptionTiming, ImagesReport } from './schema.js'

/** The section of images, and what of it could not be measured. */
interface Section {
  /** None where nothing was to be measured. */
  readonly report?: ImagesReport
  readonly unavailable: Report['unavailable']
  readonly failed: Report['failed']
}

/** Measures each part in a process of its own. */
export const measureImages = async (
  parts: ReadonlyArray<ImagePart>,
  effort: ImageEffort,
  bench: Pick<Bench, 'worker' | 'progress'>,
): Promise<Section> => {
  const { results, unavailable, failed } = await measureParts(
    parts,
    (part, options) => inChild({ task: 'images', part, effort }, options),
    effort.timeoutMs,
    bench,
  )
  return { ...(parts.length === 0 ? {} : { report: joined(results) }), unavailable, failed }
}

/** The parts as one report; the share of the peak is that of the best peak that any of them met. */
export const joined = (results: ReadonlyArray<ImagePartResult>): ImagesReport => {
  const networks = results.flatMap(({ lpips }) => lpips ?? [])
  const captioners = results.flatMap(({ blip }) => blip ?? [])
  const recipes = results.flatMap(({ recipes: some }) => some ?? [])
  const peakGflopPerSecond = Math.max(...[...networks, ...captioners].map((part) => part.peakGflopPerSecond))
  const ofPeak = (precision: string, gflopPerSecond: number | undefined): number | null =>
    precision === 'fp32' && gflopPerSecond !== undefined ? gflopPerSecond / peakGflopPerSecond : null
  const [network] = networks
  const [captioner] = captioners
  return {
    decode: results.flatMap(({ decode }) => decode ?? []),
    resize: results.flatMap(({ resize }) => resize ?? []),
    ssim: results.flatMap(({ ssim }) => ssim ?? []),
    lpips:
      network === undefined
        ? null
        : {
            ...{ threads: network.threads, peakGflopPerSecond, peakSize: network.peakSize },
            rows: networks.flatMap((part) =>
              part.rows.map((row) => ({ ...row, shareOfPeak: ofPeak(row.precision, row.gflopPerSecond) })),
            ),
          },
    ...(captioner === undefined
      ? {}
      : {
          blip: blipSection(
            captioner,
            peakGflopPerSecond,
            captioners.map(({ row }) => ({ ...row, shareOfPeak: ofPeak(row.precision, row.encoder?.gflopPerSecond) })),
          ),
        }),
    ...(recipes.length === 0 ? {} : { recipes }),
  }
}

const blipSection = (
  { threads, peakSize, batch, tokens }: BlipPart,
  peakGflopPerSecond: number,
  rows: ReadonlyArray<CaptionTiming>,
): NonNullable<ImagesReport['blip']> => ({ threads, peakGflopPerSecond, peakSize, batch, tokens, rows: [...rows] })
