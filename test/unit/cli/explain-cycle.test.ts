import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../../src/adapters/image/encode-png.js'
import { rewardsIn } from '../../../src/cli/explain/rewards-in.js'
import { distort, formulaImage } from '../../../src/formula/image.js'
import type { RewardSpec } from '../../../src/presets/index.js'
import { right } from '../../golden/lpips/network.js'
import { corl, file } from './run-in-process.js'

const TINY = path.join(import.meta.dirname, '../../golden/blip/tiny-a')

const lpips = { net: 'squeeze', weights: 'formula' }
const cycle = { lpips, blip: { path: TINY } }
/** Where captions are given, nothing is asked of it. */
const given = { lpips, endpoint: { baseUrl: 'http://127.0.0.1:9/v1', model: 'nobody' } }

let image: string
let reference: string
beforeAll(async () => {
  const real = formulaImage('discs', 96, 96)
  reference = file('real.png', Buffer.from(right(await encodePng(real)())))
  image = file('generated.png', Buffer.from(right(await encodePng(distort(real, 'blur'))())))
})

const CAPTION = 'a brown dog on a couch'
const PROMPT = 'A small brown dog is sleeping on a couch.'

const explain = (spec: RewardSpec, ...args: ReadonlyArray<string>) =>
  corl(['explain', '--reward', JSON.stringify(spec), image, reference, '--prompt', PROMPT, ...args])

describe('what a recipe compares images by', { timeout: 30_000 }, () => {
  it.each<[RewardSpec, ReadonlyArray<unknown>]>([
    ['corl/cycle', [{ id: 'lpips', options: { variant: 'paper' } }]],
    [{ 'corl/cycle': { variant: 'released' } }, [{ id: 'lpips', options: { variant: 'released' } }]],
    [
      { 'corl/cycle': { lpips: { net: 'alex', variant: 'released' }, images: { maxPixels: 100 } } },
      [{ id: 'lpips', options: { variant: 'released', net: 'alex', images: { maxPixels: 100 } } }],
    ],
    ['corl/cycle-lite', [{ id: 'ssim', options: {} }]],
    [{ 'corl/cycle-lite': { ssim: { size: 64 } } }, [{ id: 'ssim', options: { size: 64 } }]],
    ['corl/stage1', [{ id: 'lpips', options: { variant: 'paper' } }]],
    [{ 'corl/stage1': { cycle: 'lite' } }, [{ id: 'ssim', options: {} }]],
    [{ 'corl/stage2-generation': { cycle: { lpips } } }, [{ id: 'lpips', options: { variant: 'paper', ...lpips } }]],
    [
      {
        weightedSum: [
          [1, 'format'],
          [2, { sum: ['corl/stage1', 'corl/cycle'] }],
        ],
      },
      [{ id: 'lpips', options: { variant: 'paper' } }],
    ],
    ['recaption', []],
    ['corl/stage2-mcq', []],
  ])('%j', (spec, expected) => {
    const comparing = rewardsIn(spec).filter(({ id }) => id === 'lpips' || id === 'ssim')
    expect(comparing).toEqual(expected)
  })
})

describe('corl explain of R_cycle', { timeout: 30_000 }, () => {
  it('tells parts and total, what was captioned, both graphs, and distances by layer that nobody asked for', async () => {
    const { code, out } = await explain({ 'corl/cycle': cycle })
    expect(out).toMatch(/^corl\/cycle: 0\.\d+ of \[0, 1\]$/m)
    expect(out).toMatch(/R_LPIPS: [\d.]+ of \[0, 1\]\n.*distance: /)
    expect(out).toMatch(/R_SPICE: [\d.]+ of \[0, 1\]/)
    expect(out).toMatch(/caption: \S+.*\n.*captioner: blip\n/)
    expect(out).toMatch(/missed {3}object {5}dog\n/)
    expect(out).toContain('distance by layer of lpips (net squeeze')
    expect(code).toBe(0)
  })

  it('the layers add up to the distance', async () => {
    const { out } = await explain({ 'corl/cycle': given }, '--caption', CAPTION)
    const distance = Number(/^│ +distance: ([\d.e-]+)$/m.exec(out)?.[1])
    expect(Number(/^sum +([\d.e-]+)$/m.exec(out)?.[1])).toBeCloseTo(distance, 3)
    expect(out.match(/^relu\d/gm)).toHaveLength(7)
    expect(out).toMatch(/matched {2}object {5}dog\n/)
  })

  it('with --json prints the outcome alone', async () => {
    const { lines, out } = await explain({ 'corl/cycle': given }, '--caption', CAPTION, '--json')
    expect(lines).toMatchObject([
      { parts: { R_LPIPS: { value: expect.any(Number) }, R_SPICE: { value: expect.any(Number) } } },
    ])
    expect(out).not.toContain('layer')
  })

  it('a sample without a score has its layers all the same', async () => {
    const spec = JSON.stringify({ 'corl/cycle': given })
    const { out } = await corl(['explain', '--reward', spec, image, reference, '--caption', CAPTION])
    expect(out).toMatch(/corl\/cycle: skipped/)
    expect(out).toMatch(/^relu1 /m)
  })

  it('LPIPS by itself has its layers, too; SSIM has none', async () => {
    const run = (reward: RewardSpec) => corl(['explain', '--reward', JSON.stringify(reward), image, reference])
    expect((await run({ lpips })).out).toMatch(/^relu1 /m)
    expect((await run('ssim')).out).not.toContain('layer')
  })
})

describe('the page of R_cycle', { timeout: 30_000 }, () => {
  const page = async (spec: RewardSpec, ...args: ReadonlyArray<string>): Promise<string> =>
    (await explain(spec, '--html', '-', ...args)).out

  it('has both images with the map, the caption under the generated one, the graphs drawn, parts and total', async () => {
    const html = await page({ 'corl/cycle': cycle })
    const [, generated = '', real = ''] = html.split('<figure>')
    expect(generated).toMatch(/<b>image<\/b>/)
    expect(generated).toMatch(/<p class="seen"><q><bdi>[^<]+<\/bdi><\/q> <span class="soft">captioned by blip<\/span>/)
    expect(real).toMatch(/<b>reference<\/b>/)
    expect(real).not.toContain('class="seen"')
    expect(html).toContain('<b>LPIPS distance</b>')
    expect(html).toContain('Distance by layer')
    expect(html).toContain('Scene graph of the candidate')
    expect(html).toContain('Scene graph of the reference')
    expect(html).toMatch(
      /<ul class="parts"><li><span class="soft">R_LPIPS<\/span> <b title="[\d.]+">[\d.]+<\/b><\/li><li>.*R_SPICE/,
    )
    expect(html).toMatch(/banner[^<]*>weights: formula \(speed only, scores mean nothing\)</)
  })

  it("a caption of the sample is no captioner's", async () => {
    expect(await page({ 'corl/cycle': given }, '--caption', '<b>dog</b>')).toMatch(
      /&lt;b&gt;dog&lt;\/b&gt;<\/bdi><\/q> <span class="soft">caption of the sample</,
    )
  })

  it('without a network: the map of SSIM', async () => {
    const html = await page('corl/cycle-lite', '--caption', CAPTION)
    expect(html).toContain('<b>SSIM</b> around each pixel')
    expect(html).toContain(`<bdi>${CAPTION}</bdi></q> <span class="soft">caption of the sample`)
    expect(html).not.toContain('Distance by layer')
  })

  it('of a stage: terms of the other kind are told as skipped', async () => {
    const sample = { image, reference, prompt: PROMPT, caption: CAPTION, imageTokens: [[1, 0]], textTokens: [[1, 0]] }
    const { out } = await corl([
      'explain',
      '--reward',
      '{"corl/stage1": {"cycle": "lite"}}',
      '--sample',
      JSON.stringify(sample),
      '--html',
      '-',
    ])
    expect(out).toMatch(/R_TIM<\/span> <b title="1">1<\/b>/)
    expect(out).toMatch(/R_Acc<\/span> <span class="soft">skipped</)
    expect(out).toContain('<b>SSIM</b> around each pixel')
  })

  it('of recaption: the image alone, captioned', async () => {
    const { out } = await corl([
      'explain',
      '--reward',
      JSON.stringify({ recaption: { blip: { path: TINY } } }),
      '--sample',
      JSON.stringify({ image, prompt: PROMPT }),
      '--html',
      '-',
    ])
    expect(out).toContain('<div class="pair alone">')
    expect(out).toContain('captioned by blip')
  })
})

describe('what is said beside two images', { timeout: 30_000 }, () => {
  it.each(['prompt', 'caption'])('--%s without them is wrong usage', async (name) => {
    const { code, err } = await corl(['explain', '--reward', 'corl/cycle-lite', '--sample', '{}', `--${name}`, 'x'])
    expect(err).toBe(`corl: --${name} is said of two images: without them it is a field of the sample\n`)
    expect(code).toBe(2)
  })
})
