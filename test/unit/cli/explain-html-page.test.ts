import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { imageReader } from '../../../src/adapters/image/read-image.js'
import { buildPage } from '../../../src/cli/explain/build-page.js'
import { comparersOf } from '../../../src/cli/explain/comparers.js'
import { imageComparisons } from '../../../src/cli/explain/image-comparisons.js'
import type { Outcome } from '../../../src/core/index.js'
import { distort, formulaImage } from '../../../src/formula/image.js'
import type { LoadedReward } from '../../../src/presets/index.js'
import { fromSpec } from '../../../src/presets/index.js'
import { remember } from '../../../src/presets/to-spec.js'
import { ssim, ssimReward } from '../../../src/ssim/index.js'

const context = { signal: new AbortController().signal, modelDir: undefined }

/** The reward as its spec would load it. */
const ssimOf = (options: { size?: number } = {}): LoadedReward =>
  remember({ ...ssimReward({ read: imageReader(), ...options }) } as unknown as LoadedReward, { ssim: options })

const build = async (reward: LoadedReward, sample: object) => {
  const result = await reward.score([sample])()
  const outcome = (result as E.Right<ReadonlyArray<Outcome>>).right[0]!
  const images = await imageComparisons(reward, sample, 'all', context)
  return { outcome, page: await buildPage({ reward, sample, outcome, images, version: '1.2.3' }, context) }
}

const reference = formulaImage('discs', 40, 30)
const image = distort(reference, 'blur')

describe('comparers of a spec', () => {
  it('are found inside combinators, each once, in order', () => {
    const spec = {
      weightedSum: [
        [1, { clamp: ['ssim', 0, 1] }],
        [1, 'format'],
        [0.5, { ssim: { size: 32 } }],
        [2, 'ssim'],
      ],
    } as const
    expect(comparersOf(spec).map(({ id, options }) => [id, options])).toEqual([
      ['ssim', {}],
      ['ssim', { size: 32 }],
    ])
  })

  it('rewards of text have none', () => {
    expect(comparersOf({ sum: ['mcq', 'format'] })).toEqual([])
  })
})

describe('what a page is made of', () => {
  it('SSIM: both images, the map, and the mean of the map is the score', async () => {
    const { outcome, page } = await build(ssimOf(), { image, reference })
    expect(page.notes).toEqual([])
    expect(page.pictures).toEqual([])
    expect(page.comparisons).toMatchObject([
      {
        reward: 'ssim',
        facts: [
          ['measure', 'SSIM'],
          ['compared at', '40 x 30, native'],
        ],
        image: { label: 'image', width: 40, height: 30, url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
        reference: { label: 'reference', width: 40, height: 30 },
        map: { title: 'SSIM', alike: 1, url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
        layers: [],
      },
    ])
    const value = ssim(image, reference)
    expect(outcome).toMatchObject({ value: E.isRight(value) && value.right })
    expect(page.comparisons[0]!.map!.mean).toBeCloseTo((value as E.Right<number>).right, 12)
  })

  it('the pictures hold the pixels', async () => {
    const { page } = await build(ssimOf(), { image, reference })
    const read = await imageReader()(page.comparisons[0]!.image.url, { reward: 'test', field: 'image' })()
    expect(read).toMatchObject({ right: { width: 40, height: 30, data: image.data } })
  })

  it('the size of the reward is the size of the map', async () => {
    const { outcome, page } = await build(ssimOf({ size: 64 }), { image, reference: formulaImage('discs', 80, 60) })
    expect(page.comparisons).toMatchObject([
      {
        facts: [expect.anything(), ['compared at', '64 x 64, resized']],
        image: { width: 64 },
        reference: { width: 64 },
      },
    ])
    expect(page.comparisons[0]!.map!.mean).toBeCloseTo((outcome as { value: number }).value, 12)
  })

  it('large pictures are made smaller for the page, and keep their size in words', async () => {
    const large = formulaImage('gradient', 1500, 600)
    const { page } = await build(ssimOf(), { image: large, reference: large })
    expect(page.comparisons[0]!.image).toMatchObject({ width: 1500, height: 600 })
    const read = await imageReader()(page.comparisons[0]!.image.url, { reward: 'test', field: 'image' })()
    expect(read).toMatchObject({ right: { width: 1024, height: 410 } })
  })

  it('images that cannot be compared are shown all the same, and why not is said once', async () => {
    const { outcome, page } = await build(ssimOf(), { image, reference: formulaImage('discs', 20, 30) })
    expect(outcome._tag).toBe('Failed')
    expect(page.comparisons).toEqual([])
    expect(page.pictures.map(({ label, width }) => [label, width])).toEqual([
      ['image', 40],
      ['reference', 20],
    ])
    expect(page.notes).toEqual([])
  })

  it('an image that cannot be read is a note', async () => {
    const sample = { image, reference: 'no/such/file.png' }
    const { page } = await build(ssimOf(), sample)
    expect(page.pictures.map(({ label }) => label)).toEqual(['image'])
    expect(page.notes).toHaveLength(1)
    expect(page.notes[0]).toMatch(/`reference`/)
    expect(page.fields).toContainEqual(['reference', 'no/such/file.png'])
  })

  it('data URLs and long texts are cut, fields that are not given stand as such', async () => {
    const loaded = await fromSpec({ sum: ['mcq', 'format'] })()
    const reward = (loaded as E.Right<LoadedReward>).right
    const { page } = await build(reward, {
      completion: 'x'.repeat(30_000),
      answer: `data:text/plain;base64,${'A'.repeat(500)}`,
      options: ['a', 'b'],
    })
    expect(page.spec).toBe('{"sum":["mcq","format"]}')
    const fields = new Map(page.fields)
    expect(fields.get('completion')).toBe(`${'x'.repeat(20_000)}... (a string of 30000 characters)`)
    expect(fields.get('answer')).toHaveLength(80 + '... (a string of 523 characters)'.length)
    expect(fields.get('options')).toBe('[\n "a",\n "b"\n]')
    expect(fields.has('question') && fields.get('question') === undefined).toBe(true)
  })

  it('made-up weights, said anywhere in the outcome, are a warning, once', async () => {
    const reward = ssimOf()
    const weights = 'formula (speed only, scores mean nothing)'
    const part: Outcome = { _tag: 'Scored', value: 1, detail: { weights } }
    const outcome: Outcome = { _tag: 'Scored', value: 1, parts: { a: part, b: part } }
    const page = await buildPage({ reward, sample: {}, outcome, version: '1' }, context)
    expect(page.warnings).toEqual([`weights: ${weights}`])
  })
})

describe('LPIPS', () => {
  it('distances by layer add up to the score, the map is of the size compared, made-up weights are told once', async () => {
    process.env['CORL_HOME'] = mkdtempSync(path.join(tmpdir(), 'corl-explain-'))
    onTestFinished(() => rmSync(process.env['CORL_HOME']!, { recursive: true, force: true }))
    const loaded = await fromSpec({ lpips: { net: 'squeeze', weights: 'formula', size: 64 } })()
    const reward = (loaded as E.Right<LoadedReward>).right
    onTestFinished(() => reward[Symbol.asyncDispose]?.())
    const { outcome, page } = await build(reward, { image, reference: formulaImage('discs', 80, 60) })
    expect(page.notes).toEqual([])
    expect(page.warnings).toEqual(['weights: formula (speed only, scores mean nothing)'])
    const [{ facts, layers, map, image: shown } = {} as never] = page.comparisons
    expect(facts).toContainEqual(['net', 'squeeze'])
    expect(facts).toContainEqual(['compared at', '64 x 64, resized'])
    expect([shown.width, shown.height, map!.title, map!.alike]).toEqual([64, 64, 'LPIPS distance', 0])
    const { value } = outcome as { value: number }
    expect(layers).toHaveLength(7)
    expect(layers.reduce((sum, { distance }) => sum + distance, 0)).toBeCloseTo(1 - value, 6)
    expect(map!.mean).toBeGreaterThan(0)
  })
})
