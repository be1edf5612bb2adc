import { describe, expect, it } from 'vitest'
import { decodingFault, generateFault } from '../../../../src/recaption/decoding/decoding-fault.js'
import { generate } from '../../../../src/recaption/decoding/generate.js'
import type { DecodingOptions, GenerateOptions } from '../../../../src/recaption/decoding/options.js'
import { scriptedRun, type Step } from './scripted-run.js'

const beam = { kind: 'beam', beams: 3 }
const sample = { kind: 'sample' }

describe('decodingFault', () => {
  it.each([
    {},
    { mode: undefined, maxNewTokens: undefined, minLength: undefined, repetitionPenalty: undefined },
    { mode: { kind: 'greedy' }, maxNewTokens: 1, minNewTokens: 1, minLength: 500, repetitionPenalty: 0.5 },
    { mode: { ...beam, lengthPenalty: -2.5, earlyStopping: 'never' } },
    { mode: { ...beam, beams: 1, lengthPenalty: undefined, earlyStopping: undefined } },
    { mode: { ...sample, temperature: 0.1, topK: 0, topP: 0 } },
    { mode: { ...sample, temperature: undefined, topK: 1e9, topP: 1 } },
  ])('finds nothing wrong with %j', (options) =>
    expect(decodingFault('recaption', options as DecodingOptions)).toBeUndefined(),
  )

  it.each<[string, unknown]>([
    ['decoding', null],
    ['decoding', 'greedy'],
    ['maxNewTokens', { maxNewTokens: 0 }],
    ['maxNewTokens', { maxNewTokens: 2.5 }],
    ['maxNewTokens', { maxNewTokens: '20' }],
    ['maxNewTokens', { maxNewTokens: Infinity }],
    ['minNewTokens', { minNewTokens: -1 }],
    ['minNewTokens', { minNewTokens: NaN }],
    ['minNewTokens', { minNewTokens: 21 }],
    ['minLength', { minLength: '3' }],
    ['minLength', { minLength: null }],
    ['repetitionPenalty', { repetitionPenalty: 0 }],
    ['repetitionPenalty', { repetitionPenalty: NaN }],
    ['repetitionPenalty', { repetitionPenalty: Infinity }],
    ['repetitionPenalty', { repetitionPenalty: 1e-50 }],
    ['repetitionPenalty', { repetitionPenalty: 1e39 }],
    ['repetitionPenalty', { repetitionPenalty: [2] }],
    ['mode', { mode: 'greedy' }],
    ['mode', { mode: null }],
    ['mode', { mode: {} }],
    ['mode', { mode: { kind: 'contrastive' } }],
    ['mode', { mode: { kind: 'constructor' } }],
    ['mode', { mode: { kind: ['beam'], beams: 3 } }],
    ['beams', { mode: { kind: 'beam' } }],
    ['beams', { mode: { ...beam, beams: 0 } }],
    ['beams', { mode: { ...beam, beams: 1.5 } }],
    ['beams', { mode: { ...beam, beams: 1e9 } }],
    ['lengthPenalty', { mode: { ...beam, lengthPenalty: NaN } }],
    ['lengthPenalty', { mode: { ...beam, lengthPenalty: 11 } }],
    ['lengthPenalty', { mode: { ...beam, lengthPenalty: '1' } }],
    ['earlyStopping', { mode: { ...beam, earlyStopping: 'always' } }],
    ['earlyStopping', { mode: { ...beam, earlyStopping: 1 } }],
    ['temperature', { mode: { ...sample, temperature: 0 } }],
    ['temperature', { mode: { ...sample, temperature: -1 } }],
    ['topK', { mode: { ...sample, topK: -1 } }],
    ['topK', { mode: { ...sample, topK: 1.5 } }],
    ['topP', { mode: { ...sample, topP: 1.01 } }],
    ['topP', { mode: { ...sample, topP: NaN } }],
  ])('names %s of %j', (option, options) =>
    expect(decodingFault('recaption', options as DecodingOptions)).toMatchObject({
      _tag: 'InvalidOption',
      reward: 'recaption',
      option,
    }),
  )
})

describe('generateFault', () => {
  const right: GenerateOptions = { begin: [0, 3], endId: 1 }

  it.each<[string, unknown, unknown]>([
    ['images', -1, {}],
    ['images', 1.5, {}],
    ['begin', 1, { begin: [] }],
    ['begin', 1, { begin: [0, -1] }],
    ['begin', 1, { begin: [0, 0.5] }],
    ['begin', 1, { begin: '01' }],
    ['begin', 1, { begin: undefined }],
    ['endId', 1, { endId: undefined }],
    ['endId', 1, { endId: -1 }],
    ['random', 1, { mode: sample }],
    ['random', 1, { mode: sample, random: 7 }],
    ['minLength', 1, { minLength: 23 }],
    ['topP', 1, { mode: { ...sample, topP: 2 } }],
  ])('names %s (%s images, %j), before any step', async (option, images, options) => {
    const steps: Array<Step> = []
    const all = { ...right, ...(options as object) }
    const fault = { _tag: 'InvalidOption', reward: 'recaption', option }
    expect(generateFault('recaption', images as number, all)).toMatchObject(fault)
    const run = generate(
      scriptedRun(() => [1], steps),
      images as number,
      all,
      { reward: 'recaption' },
    )
    expect(await run()).toMatchObject({ _tag: 'Left', left: fault })
    expect(steps).toEqual([])
  })

  it('lets the least length be the greatest', () =>
    expect(generateFault('recaption', 1, { ...right, minLength: 22 })).toBeUndefined())

  it.each([
    ['begin', { begin: [0, 4] }],
    ['endId', { endId: 4 }],
  ])('names %s where it is none of the vocabulary', async (option, options) => {
    const run = generate(
      scriptedRun(() => [0, 1, 2, 3]),
      1,
      { ...right, ...options },
      { reward: 'recaption' },
    )
    expect(await run()).toMatchObject({ left: { _tag: 'InvalidOption', option, received: '4' } })
  })
})
