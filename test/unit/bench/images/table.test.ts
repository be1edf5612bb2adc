import { describe, expect, test } from 'vitest'
import { renderReport, WIDTH } from '../../../../src/cli/bench/table.js'
import { FORMULA_NOTE } from '../../../../src/lpips/model.js'
import { makeReport } from '../make-report.js'
import { makeCaptioned, makeCaptions, makeImages, makeLpips } from './make-images.js'

const render = (images = makeImages()): string => renderReport(makeReport([], { images }))
const cells = (text: string, start: string): ReadonlyArray<string> | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.split(/ {2,}/)

describe('the tables of images', () => {
  test('show each figure in its column', () => {
    const text = render()
    expect(cells(text, 'decode jpeg')).toEqual(['decode jpeg 512x512', '2', '500', '-', '-', '9'])
    expect(cells(text, 'resize')).toEqual(['resize bilinear 384 to 224', '0.5', '2,000', '0.75', '1.50x', '9'])
    expect(cells(text, 'ssim')).toEqual(['ssim, 1 pair', '12.3', '81', '9'])
    expect(cells(text, 'vgg')).toEqual(['vgg', 'fp32', 'group of 8', '150', '6.7', '230', '81 %', 'formula', '3'])
    expect(text.replaceAll('\n', ' ')).toContain('Peak in float32: 286 GFLOP/s (matrix product of 2048 x 2048')
  })

  test('say of weights by formula that scores mean nothing, of a checkpoint that it is one, and of both which is which', () => {
    const weights = (...rows: ReadonlyArray<ReturnType<typeof makeLpips>>): string =>
      render(
        makeImages({ lpips: { threads: 2, peakGflopPerSecond: 300, peakSize: 2048, rows: [...rows] } }),
      ).replaceAll('\n', ' ')
    const published = makeLpips({ net: 'alex', weights: 'checkpoint' })
    expect(weights(makeLpips())).toContain('weights: formula (speed only, scores mean nothing).')
    expect(weights(published)).toContain('weights: checkpoint (alex).')
    expect(weights(published)).not.toContain('mean nothing')
    expect(weights(makeLpips(), published)).toContain(
      'weights: checkpoint (alex); weights: formula (speed only, scores mean nothing) (vgg).',
    )
  })

  test('have dashes where sharp is missing and where 8 bits have no peak to be held against', () => {
    const [row] = makeImages().resize
    if (row === undefined) return expect.unreachable()
    const lpips = { ...makeImages().lpips!, rows: [makeLpips({ precision: 'int8', shareOfPeak: null })] }
    const text = render(makeImages({ resize: [{ ...row, sharpMs: null }], lpips }))
    expect(cells(text, 'resize')?.slice(3)).toEqual(['-', '-', '9'])
    expect(cells(text, 'vgg')?.[6]).toBe('-')
  })

  test('leave out what was not measured, and fit the terminal', () => {
    expect(render(makeImages({ lpips: null, ssim: [] }))).not.toMatch(/lpips|LPIPS|similarity, 224/)
    expect(renderReport(makeReport([]))).not.toContain('images/s')
    const huge = makeLpips({ ms: 123_456, perSecond: 0.0081, gflopPerSecond: 99_999, shareOfPeak: 9.99, runs: 9999 })
    const lpips = { threads: 512, peakGflopPerSecond: 123_456, peakSize: 2048, rows: [huge] }
    const lines = render(makeImages({ lpips })).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH)
  })

  test('show BLIP beside the peak, and recipes by the batch', () => {
    const text = render(makeImages(makeCaptioned(makeCaptions())))
    expect(cells(text, 'fp32')).toEqual([
      'fp32',
      '700',
      '1.4',
      '560',
      '80 %',
      '198',
      '69 %',
      '2,350',
      '1,230',
      'formula',
      '2',
    ])
    expect(cells(text, 'corl/cycle: ')).toEqual(['corl/cycle: group of 8', '8', '8,000', '1,000', 'lpips, blip', '2'])
    const flat = text.replaceAll('\n', ' ')
    expect(flat).toContain('weights: formula (speed only, captions mean nothing). Peak in float32: 286 GFLOP/s')
    expect(flat).toContain('weights by formula (speed only, scores mean nothing): lpips, blip.')
  })

  test('of BLIP there are dashes where the encoder was not told apart, and lines fit the terminal', () => {
    const odd = makeCaptions({
      precision: 'int8',
      encoder: null,
      shareOfPeak: null,
      ms: 123_456,
      startMs: 99_999,
      residentMiB: 99_999,
    })
    const text = render(makeImages(makeCaptioned(makeCaptions({ weights: 'checkpoint', ms: 99_999 }), odd)))
    expect(cells(text, 'int8')?.slice(3, 7)).toEqual(['-', '-', '-', '-'])
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(WIDTH)
  })

  test('what a quick run leaves out is told', () => {
    const report = makeReport([], { mode: 'quick', leftOut: ['images/blip-fp32', 'images/cycle'] })
    expect(renderReport(report)).toContain(
      'Left out of a quick run, for they take long: images/blip-fp32, images/cycle.',
    )
  })

  test('a missing package is told with the command that installs it', () => {
    const unavailable = [
      { id: 'images/decode', reason: 'the package sharp is not installed', command: 'npm install sharp' },
    ]
    expect(renderReport(makeReport([], { unavailable }))).toContain(
      'images/decode: the package sharp is not installed; to make it run: npm install sharp',
    )
  })

  test('the JSON says the same of the weights in words', () => {
    expect(JSON.stringify(makeReport([], { images: makeImages() }))).toContain(`"weights":"${FORMULA_NOTE}"`)
    expect(FORMULA_NOTE).toBe('formula (speed only, scores mean nothing)')
  })
})
