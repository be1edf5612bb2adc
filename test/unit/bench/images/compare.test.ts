import { describe, expect, test } from 'vitest'
import { compareReports } from '../../../../src/cli/bench/compare.js'
import { type Report, reportSchema } from '../../../../src/cli/bench/report.js'
import { renderComparison } from '../../../../src/cli/bench/comparison-table.js'
import { WIDTH } from '../../../../src/cli/bench/table.js'
import { makeReport } from '../make-report.js'
import { makeCaptioned, makeCaptions, makeImages, makeLpips } from './make-images.js'

const all = () => true
const decoding = (perSecond: number): Report =>
  makeReport([], {
    images: makeImages({
      decode: [{ id: 'images/decode png 512x512', ms: 1000 / perSecond, perSecond, runs: 3 }],
      resize: [],
      ssim: [],
      lpips: null,
    }),
  })

describe('comparison of images', () => {
  test('the rate may fall up to the threshold, and no further', () => {
    expect(compareReports(decoding(100), decoding(80), 20, all).worse).toBe(false)
    const slower = compareReports(decoding(100), decoding(50), 20, all)
    expect(slower.worse).toBe(true)
    expect(renderComparison(slower, 20)).toContain('images/decode png 512x512: takes 100.0 % longer')
    expect(compareReports(decoding(100), decoding(500), 20, all).worse).toBe(false)
  })

  test('what is gone is worse where it was wanted, and a quick run against a full one loses and adds nothing', () => {
    const base = makeReport([], { images: makeImages() })
    const without = makeReport([], { images: makeImages({ lpips: null }) })
    expect(compareReports(base, without, 20, all)).toMatchObject({
      images: { lost: ['images/lpips-vgg fp32, group of 8'] },
      worse: true,
    })
    expect(compareReports(base, without, 20, () => false).worse).toBe(false)
    expect(compareReports(base, { ...without, mode: 'quick' }, 20, all)).toMatchObject({
      images: { lost: [] },
      worse: false,
    })
    expect(compareReports({ ...without, mode: 'quick' }, base, 20, all).images.added).toEqual([])
    expect(compareReports(without, base, 20, all).images.added).toEqual(['images/lpips-vgg fp32, group of 8'])
  })

  test('a base without the section is no worse, and is read', () => {
    expect(compareReports(makeReport([]), decoding(1), 20, all)).toMatchObject({ images: { added: [] }, worse: false })
    expect(reportSchema.safeParse(makeReport([])).success).toBe(true)
    expect(reportSchema.safeParse(decoding(1)).success).toBe(true)
  })

  test('says which weights the figures are of, and that the base had others', () => {
    const report = makeReport([], { images: makeImages() })
    const lpips = { ...makeImages().lpips!, rows: [makeLpips({ weights: 'checkpoint' })] }
    const published = makeReport([], { images: makeImages({ lpips }) })
    expect(compareReports(report, report, 20, all).images.remarks).toEqual([
      'images/lpips: weights: formula (speed only, scores mean nothing)',
    ])
    expect(compareReports(published, report, 20, all).images.remarks).toEqual([
      'images/lpips: the base has weights: checkpoint (vgg), now weights: formula (speed only, scores mean nothing)',
    ])
    const lines = renderComparison(compareReports(published, report, 20, all), 20).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH)
  })

  test('captions and recipes are compared, and other weights are told', () => {
    const report = (row: ReturnType<typeof makeCaptions>): Report =>
      makeReport([], { images: makeImages(makeCaptioned(row)) })
    const slow = makeCaptions({ ms: 1400, perSecond: 1000 / 1400, weights: 'checkpoint' })
    const compared = compareReports(report(makeCaptions()), report(slow), 20, all)
    expect(compared.images.timings.filter(({ worse }) => worse).map(({ id }) => id)).toEqual([slow.id])
    expect(compared.images.remarks).toContain(
      `${slow.id}: the base has weights: formula (speed only, captions mean nothing), now checkpoint`,
    )
    expect(reportSchema.safeParse(report(slow)).success).toBe(true)
  })
})
