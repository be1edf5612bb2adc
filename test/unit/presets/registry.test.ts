import { describe, expect, it } from 'vitest'
import { isInstalled } from '../../../src/adapters/native/resolve-package.js'
import { fromSpec, registry } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'
import { left, right } from './right.js'

const PROMISED = [
  ...[
    'format',
    'format-tags',
    'mcq',
    'open-ended',
    'exact',
    'containment',
    'answer-in-caption',
    'math',
    'think-format',
  ],
  ...['length-cosine', 'repetition', 'overlong', 'lpips', 'ssim', 'recaption', 'spice', 'text-image-matching', 'clip'],
  ...['bert-score', 'corl/cycle', 'corl/cycle-lite', 'corl/stage1', 'corl/stage2-generation', 'corl/stage2-mcq'],
  'corl/stage2-open-ended',
]

const entries = [...registry.values()]
const available = entries.filter((entry) => entry.status === 'available')
const planned = entries.filter((entry) => entry.status === 'planned')

it('the ids are those promised, each under itself', () => {
  expect([...registry.keys()].sort()).toEqual([...PROMISED].sort())
  for (const [id, entry] of registry) expect(entry.id).toBe(id)
})

it('all are available but math, which is planned', () => {
  expect(available.map((entry) => entry.id)).toEqual([
    ...['format', 'format-tags', 'think-format', 'mcq', 'open-ended', 'exact', 'containment', 'answer-in-caption'],
    ...['length-cosine', 'repetition', 'overlong', 'lpips', 'ssim', 'spice', 'bert-score', 'recaption'],
    ...['text-image-matching', 'clip', 'corl/cycle', 'corl/cycle-lite', 'corl/stage1', 'corl/stage2-generation'],
    ...['corl/stage2-mcq', 'corl/stage2-open-ended'],
  ])
  expect(planned.map((entry) => entry.id)).toEqual(['math'])
})

it('those with an example have one; CLIPScore and BERTScore cannot be loaded without a checkpoint', () => {
  expect(available.flatMap(({ id, example }) => (example === undefined ? [id] : []))).toEqual(['bert-score', 'clip'])
})

/** What a reward cannot be loaded without, where no package is installed. */
const MISSING = new Map([
  ['lpips', { reward: 'lpips', package: 'onnxruntime-node' }],
  ['recaption', { reward: 'recaption', package: 'sharp' }],
  ...['corl/cycle', 'corl/stage1', 'corl/stage2-generation'].map(
    (id) => [id, { reward: 'lpips', package: 'onnxruntime-node' }] as const,
  ),
])

const shown = available.flatMap((entry) =>
  entry.example === undefined ? [] : [[entry.id, entry, entry.example] as const],
)

describe.each(shown)('%s', (id, entry, { spec, sample }) => {
  it('has an example that is of this reward and is scored', async () => {
    expect(typeof spec === 'string' ? spec : Object.keys(spec)[0]).toBe(id)
    const [outcome] = await score(right(await fromSpec(spec)()), [sample])
    expect(outcome).toMatchObject({ _tag: 'Scored' })
  })

  it('says of itself what the reward says', async () => {
    const { meta } = right(await fromSpec(spec)())
    expect(meta.name).toBe(id)
    expect(meta.range).toEqual(entry.range)
    const listed = entry.fields.map((field) => field.name)
    // length-cosine reads what its reward reads; repetition counts words in the example.
    if (id === 'length-cosine') expect(meta.fields).toEqual(expect.arrayContaining(listed))
    else if (id !== 'repetition') expect(meta.fields).toEqual(listed)
  })

  it('gives no score to a sample that lacks a required field', async () => {
    const reward = right(await fromSpec(spec)())
    for (const { name } of entry.fields.filter((field) => field.required && field.name in sample)) {
      const [outcome] = await score(reward, [{ ...sample, [name]: undefined }])
      expect(outcome?._tag).not.toBe('Scored')
    }
  })

  it('loads where no package is installed, or names the one it cannot do without', async () => {
    const loaded = await fromSpec(spec, { isInstalled: () => false })()
    const missing = MISSING.get(id)
    expect(loaded).toEqual(
      missing === undefined
        ? expect.objectContaining({ _tag: 'Right' })
        : { _tag: 'Left', left: { _tag: 'MissingPackage', ...missing, install: `npm install ${missing.package}` } },
    )
  })
})

it('lpips says which command gets the model it needs', async () => {
  const error = left(await fromSpec({ lpips: { net: 'alex' } }, { modelDir: '/nowhere' })())
  expect(error).toMatchObject({ _tag: 'MissingModel', model: 'lpips-alex', install: 'corl models pull lpips-alex' })
})

it.each([
  ['recaption', {}, 'blip-base'],
  ['recaption', { blip: { model: 'blip-large' } }, 'blip-large'],
  ['corl/cycle', { lpips: { weights: 'formula', net: 'squeeze' } }, 'blip-base'],
  ['corl/cycle', {}, 'lpips-vgg'],
  ['corl/stage1', {}, 'lpips-vgg'],
])('%s %j names the model it needs, and the command that gets it', async (id, options, model) => {
  const error = left(await fromSpec({ [id]: options }, { modelDir: '/nowhere' })())
  expect(error).toMatchObject({ _tag: 'MissingModel', model, install: `corl models pull ${model}` })
})

it('repetition reads token ids unless told otherwise', async () => {
  expect(right(await fromSpec('repetition')()).meta.fields).toEqual(['completionIds'])
})

it('a planned reward is Unavailable, whatever the options', async () => {
  const error = left(await fromSpec({ math: { form: 'latex' } }, { isInstalled: () => true })())
  expect(error).toMatchObject({ _tag: 'Unavailable', reward: 'math' })
})

describe('isInstalled', () => {
  it('finds a package that hides its package.json, and one that does not', () => {
    expect(isInstalled('fp-ts')).toBe(true)
    expect(isInstalled('zod')).toBe(true)
    expect(isInstalled('commander')).toBe(true)
  })

  it('does not find what is not there, or is no package', () => {
    for (const name of ['no-such-package-here', '', '../x', '@corl/none']) expect(isInstalled(name)).toBe(false)
  })
})
