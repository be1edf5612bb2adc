import { describe, expect, it } from 'vitest'
import { showError } from '../../../src/core/error.js'
import { canonicalSpec, fromSpec, toSpec } from '../../../src/presets/index.js'
import { left, right } from './right.js'

const endpoint = { baseUrl: 'http://127.0.0.1:8000/v1', model: 'qwen2.5-vl' }

describe('options of captioner and judge as data', () => {
  it.each([
    { blip: { model: 'blip-large', precision: 'int8', maxNewTokens: 30, prompt: 'a picture of', batchSize: 8 } },
    { blip: { mode: { kind: 'beam', beams: 3, lengthPenalty: 0, earlyStopping: 'never' }, minLength: 4 } },
    { blip: { weights: 'formula', mode: { kind: 'sample', temperature: 0.7, topK: 0, topP: 0.9 }, seed: 7 } },
    { endpoint: { ...endpoint, maxTokens: null, temperature: null, apiKeyEnv: 'KEY', extra: { top_p: 0.5 } } },
    { judge: { spice: { match: 'soft' } }, images: { maxPixels: 1000 } },
    { judge: { sum: ['spice', 'bert-score'] } },
  ])('%j is a spec', (options) => {
    expect(right(canonicalSpec({ recaption: options }))).toEqual({ recaption: options })
    expect(right(canonicalSpec({ 'corl/cycle': options }))).toEqual({ 'corl/cycle': options })
  })

  it.each([
    [{ blip: {}, endpoint }, 'expected no endpoint beside blip for `recaption.endpoint`, got an object'],
    [{ blip: { precision: 'int4' } }, 'expected one of "fp32", "int8" for `recaption.blip.precision`, got "int4"'],
    [{ blip: { mode: 'beam' } }, 'expected an object of options for `recaption.blip.mode`, got "beam"'],
    [
      { blip: { mode: { kind: 'bean' } } },
      "expected 'greedy', 'beam' or 'sample' for `recaption.blip.mode.kind`, got \"bean\"",
    ],
    [
      { blip: { mode: { kind: 'greedy', beams: 2 } } },
      'expected one of the options kind for `recaption.blip.mode.beams`, got "beams"',
    ],
    [
      { blip: { mode: { kind: 'beam', beams: 2, topK: 3 } } },
      'expected one of the options kind, beams, lengthPenalty, earlyStopping for `recaption.blip.mode.topK`, got "topK"',
    ],
    [
      { blip: { mode: { kind: 'sample', beams: 2 } } },
      'expected one of the options kind, temperature, topK, topP for `recaption.blip.mode.beams`, got "beams"',
    ],
    [{ blip: { mode: { kind: 'beam' } } }, 'expected a number for `recaption.blip.mode.beams`, got nothing'],
    [
      { endpoint: { ...endpoint, baseUrl: 'ftp://x' } },
      'expected an http or https URL for `recaption.endpoint.baseUrl`, got "ftp://x"',
    ],
    [{ endpoint: { baseUrl: 'http://x' } }, 'expected a string for `recaption.endpoint.model`, got nothing'],
    [{ judge: 7 }, 'expected a reward id or an object for `recaption.judge`, got 7'],
    [
      { judge: { spice: { variant: 'paper' } } },
      'expected one of "clamped", "released" for `recaption.judge.spice.variant`, got "paper"',
    ],
  ])('%j is told in one sentence', (options, message) => {
    expect(showError(left(canonicalSpec({ recaption: options })))).toBe(`spec: ${message}`)
  })

  it.each([
    [
      { cycle: { lpips: { nett: 'vgg' } } },
      'expected one of the options net, variant, size, guard, layers, weights, device, threads, precision, memoryBytes for `corl/stage1.cycle.lpips.nett`, got "nett"',
    ],
    [{ cycle: 'light' }, 'expected one of "lite" or an object of options for `corl/stage1.cycle`, got "light"'],
    [{ cycle: { judge: 'spise' } }, 'expected one of'],
    [
      { matching: { absent: 'skip' } },
      'expected one of the options maxTokens, matches, files, engine, threads, maxBytes for `corl/stage1.matching.absent`, got "absent"',
    ],
    [{ lambda: '1' }, 'expected a number for `corl/stage1.lambda`, got "1"'],
  ])('%j of stage 1 is told in one sentence', (options, message) => {
    expect(showError(left(canonicalSpec({ 'corl/stage1': options })))).toContain(`spec: ${message}`)
  })

  it('a judge deep inside is loaded, and the spec stays as it was written', async () => {
    const spec = {
      'corl/stage1': {
        cycle: { variant: 'released', lpips: { net: 'squeeze', weights: 'formula' }, judge: 'spice', endpoint },
        lambda: 0.5,
      },
    }
    const reward = right(await fromSpec(spec)())
    expect(right(toSpec(reward))).toEqual(spec)
    expect(reward.meta.parts).toMatchObject({ R_cycle: { parts: { R_SPICE: { range: { min: 0, max: 2 } } } } })
    await reward[Symbol.asyncDispose]?.()
  })

  it('an option that only the captioner can refuse is told when the spec is loaded', async () => {
    const error = left(await fromSpec({ recaption: { endpoint: { ...endpoint, extra: { model: 'other' } } } })())
    expect(error).toMatchObject({ _tag: 'InvalidOption', reward: 'recaption', option: 'extra' })
  })

  it.each([
    ['mcq', 'mcq, which reads completion, answer, options, question, prompt'],
    ['format', 'format, which reads completion'],
    [{ sum: ['exact', 'format'] }, 'exact + format, which reads completion, answer'],
  ])('a judge that reads no caption is told when the spec is loaded: %j', async (judge, received) => {
    const images = { net: 'squeeze', weights: 'formula' } as const
    for (const [id, options] of Object.entries({
      recaption: { judge, endpoint },
      'corl/cycle': { judge, endpoint, lpips: images },
      'corl/cycle-lite': { judge },
    })) {
      expect(left(await fromSpec({ [id]: options })())).toEqual({
        _tag: 'InvalidSpec',
        path: `${id}.judge`,
        expected: 'a reward that reads `caption` as judge',
        received,
      })
    }
    const stage = { 'corl/stage1': { cycle: { judge, endpoint, lpips: images } } }
    expect(left(await fromSpec(stage)())).toMatchObject({ _tag: 'InvalidSpec', path: 'corl/stage1', received })
  })

  it("stage 1 takes 'lite' for a machine without checkpoints", async () => {
    const reward = right(await fromSpec({ 'corl/stage1': { cycle: 'lite' } }, { isInstalled: () => false })())
    expect(Object.keys(reward.meta.parts?.['R_cycle']?.parts ?? {})).toEqual(['R_SSIM', 'R_SPICE'])
  })
})
