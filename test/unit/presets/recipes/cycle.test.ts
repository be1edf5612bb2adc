import { describe, expect, it } from 'vitest'
import { imageReader } from '../../../../src/adapters/image/read-image.js'
import { loadLpipsModel } from '../../../../src/adapters/onnx/lpips/load-lpips.js'
import { distort, formulaImage } from '../../../../src/formula/image.js'
import type { Image } from '../../../../src/image/image.js'
import { lpips } from '../../../../src/lpips/lpips.js'
import type { LpipsModel } from '../../../../src/lpips/model.js'
import { cycle, type CycleVariant } from '../../../../src/presets/recipes/cycle.js'
import { cycleLite } from '../../../../src/presets/recipes/cycle-lite.js'
import { spiceReward } from '../../../../src/spice/spice-reward.js'
import { score } from '../../../../src/score.js'
import type { LoadedReward } from '../../../../src/presets/index.js'
import { parseSceneGraph } from '../../../../src/spice/parse-scene-graph.js'
import { right } from '../right.js'
import { captionerOf, loaded, said } from './fakes.js'

const read = imageReader()
const anything = { min: -Infinity, max: 1 }

/** R_cycle of terms that are written in the sample. */
const written = (variant: CycleVariant, judge: LoadedReward) =>
  loaded(
    cycle({
      variant,
      image: said('lpips', 'near', ['image', 'reference'], anything),
      captioner: captionerOf(() => 'a dog').captioner,
      judge,
      read,
    }),
  )

const judged = (name: string, range = { min: 0, max: 1 }) => said(name, 'said', ['caption', 'prompt', 'said'], range)
const sample = (near: number | string, judge: number | string) => ({ near, said: judge, caption: 'a dog', prompt: 'x' })

const valuesOf = async (reward: LoadedReward, samples: ReadonlyArray<object>): Promise<ReadonlyArray<unknown>> =>
  (await score(reward, samples)).map((outcome) => (outcome._tag === 'Scored' ? outcome.value : outcome._tag))

describe("the paper's R_cycle", () => {
  it('is the mean of 1 - LPIPS, cut off at 0, and SPICE, with both as parts', async () => {
    const reward = written('paper', judged('spice'))
    expect(reward.meta).toMatchObject({ name: 'corl/cycle', range: { min: 0, max: 1 } })
    expect(Object.keys(reward.meta.parts ?? {})).toEqual(['R_LPIPS', 'R_SPICE'])
    expect(await valuesOf(reward, [sample(0.5, 0.25), sample(-3, 0.5), sample(1, 1), sample(-9, 0)])).toEqual([
      0.375, 0.25, 1, 0,
    ])
    const [outcome] = await score(reward, [sample(-3, 0.5)])
    expect(outcome).toMatchObject({
      parts: { R_LPIPS: { value: 0, detail: { by: 'lpips' } }, R_SPICE: { value: 0.5, detail: { caption: 'a dog' } } },
    })
  })

  it('cuts off a judge that leaves [0, 1], and calls it by its name', async () => {
    const bert = written('paper', judged('bert-score', { min: -1, max: 1 }))
    expect(Object.keys(bert.meta.parts ?? {})).toEqual(['R_LPIPS', 'R_BERTScore'])
    expect(await valuesOf(bert, [sample(0.5, -1), sample(0.5, 0.5)])).toEqual([0.25, 0.5])
    expect(Object.keys(written('paper', judged('mine')).meta.parts ?? {})).toEqual(['R_LPIPS', 'R_mine'])
  })

  it('is skipped or fails where a term is or does', async () => {
    const reward = written('paper', judged('spice'))
    expect(
      await valuesOf(reward, [sample('skip', 1), sample(1, 'skip'), sample(1, 'fail'), sample('fail', 1)]),
    ).toEqual(['Skipped', 'Skipped', 'Failed', 'Failed'])
  })
})

describe('the released R_cycle', () => {
  it('is the plain sum, with nothing cut off', async () => {
    const reward = written('released', judged('bert-score', { min: -1, max: 1 }))
    expect(reward.meta.range).toEqual({ min: -Infinity, max: 2 })
    expect(Object.keys(reward.meta.parts ?? {})).toEqual(['R_LPIPS', 'R_BERTScore'])
    expect(await valuesOf(reward, [sample(0.5, 0.25), sample(-3, -0.5)])).toEqual([0.75, -3.5])
  })
})

describe('a group of 8', () => {
  const reference = formulaImage('clouds', 48, 48)
  const prompt = 'A man is riding a horse on a beach.'
  /** Eight different images: the reference, another tint in the first pixel of each. */
  const group = Array.from({ length: 8 }, (_, i): Image<'uint8'> => {
    const { data, ...size } = distort(reference, 'noise')
    return { ...size, data: Uint8Array.from(data, (byte, at) => (at === 0 ? i : byte)) }
  })

  it('takes one LPIPS pass for the reference, one scene graph for the prompt, and one call of the captioner', async () => {
    const network = right(await loadLpipsModel({ net: 'squeeze', weights: 'formula' })())
    const passes: Array<Image> = []
    const pass = (operand: Parameters<LpipsModel['compare']>[0]): void => {
      if (Array.isArray(operand)) passes.push(...(operand as ReadonlyArray<Image>))
    }
    const counted: LpipsModel = {
      ...network,
      features: (images) => {
        pass(images)
        return network.features(images)
      },
      compare: (a, b, options) => {
        pass(a)
        pass(b)
        return network.compare(a, b, options)
      },
    }
    const parsed: Array<string> = []
    const parser = {
      parse: (texts: ReadonlyArray<string>) => async () => {
        parsed.push(...texts)
        return { _tag: 'Right', right: texts.map((text) => parseSceneGraph(text)) } as const
      },
    }
    const { captioner, calls } = captionerOf((grey) => `A man rides ${grey + 2} horses.`)
    const reward = cycle({
      variant: 'paper',
      image: lpips(counted, { read }),
      captioner,
      judge: loaded(spiceReward({ parser })),
      read,
    })
    const outcomes = await score(
      loaded(reward),
      group.map((image) => ({ image, reference, prompt })),
    )
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(Array.from({ length: 8 }, () => 'Scored'))
    const isReference = ({ data }: Image): boolean =>
      Buffer.from(data.buffer).equals(Buffer.from(reference.data.buffer))
    expect(passes).toHaveLength(9)
    expect(passes.filter(isReference)).toHaveLength(1)
    expect(parsed.filter((text) => text === prompt)).toHaveLength(1)
    expect(parsed).toHaveLength(9)
    expect(calls).toEqual([8])
    await reward[Symbol.asyncDispose]?.()
  })
})

describe('cycle-lite', () => {
  it('is the mean of SSIM, cut off at 0, and the judge of the caption that is given', async () => {
    const reward = loaded(cycleLite(said('ssim', 'near', ['image', 'reference'], { min: -1, max: 1 }), judged('spice')))
    expect(reward.meta).toMatchObject({ name: 'corl/cycle-lite', range: { min: 0, max: 1 } })
    expect(Object.keys(reward.meta.parts ?? {})).toEqual(['R_SSIM', 'R_SPICE'])
    expect(await valuesOf(reward, [sample(0.5, 0.25), sample(-1, 1)])).toEqual([0.375, 0.5])
  })

  it('needs the caption, whatever completion stands beside it', async () => {
    const reward = loaded(cycleLite(said('ssim', 'near'), loaded(spiceReward())))
    const prompt = 'A dog runs.'
    expect(await score(reward, [{ near: 1, completion: prompt, prompt }])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'MissingField', reward: 'corl/cycle-lite', field: 'caption' } },
    ])
    expect(await valuesOf(reward, [{ near: 1, caption: '', completion: prompt, prompt }])).toEqual([0.5])
  })
})
