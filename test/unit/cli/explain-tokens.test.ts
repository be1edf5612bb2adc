import { describe, expect, it } from 'vitest'
import { rewardsIn } from '../../../src/cli/explain/rewards-in.js'
import { gridOf } from '../../../src/cli/explain/token-grid.js'
import { writeSafetensors } from '../../../src/models/checkpoint/write-safetensors.js'
import { corl, file } from './run-in-process.js'
import { explain, SCENE } from './token-samples.js'

const { imageTokens } = SCENE

const HEAD = 'words and image tokens of text-image-matching'

describe('the command line', () => {
  it('takes grid and bound, and the fields in snake_case', async () => {
    const { imageTokens: image_tokens, textTokens: text_tokens } = SCENE
    const sample = JSON.stringify({ image_tokens, text_tokens, text_labels: ['a', 'b', 'c'] })
    const options = ['--grid', '1x4', '--min-cosine', '0.9']
    const { code, out } = await corl(['explain', '--reward', 'text-image-matching', '--sample', sample, ...options])
    expect(code).toBe(0)
    expect(out).toContain('grid 1 x 4, named by textLabels')
    expect(out).toContain('words without a place: c (best cosine below 0.9, as asked)\n')
  })
})

describe('the words as text', () => {
  it('each with its best cosine and where it has it, what found no place, and what no word speaks of', async () => {
    const { code, out, err } = await explain(SCENE)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.slice(out.indexOf(HEAD))).toBe(
      [
        `${HEAD} (text tokens 3, image tokens 4, grid 2 x 2, named by textLabels)`,
        '',
        'word       best cosine  row  column',
        'red    #0            1    1       1',
        'house  #1            1    1       2',
        'snow   #2            0    1       2  no place',
        '',
        'words without a place: snow (best cosine below 0.575, half way from the mean of all pairs, 0.15, to the median of the words, 1)',
        'image tokens that no word speaks of: 1 of 4 (best cosine below 0.525, half way from the mean of all pairs, 0.15, to the median of the image tokens, 0.9)',
        '',
        '# a word speaks of it  . none does  (blank: masked)',
        '# #',
        '# .',
        '',
      ].join('\n'),
    )
  })

  it('masked tokens are left out, and keep their place', async () => {
    const { out } = await explain({ ...SCENE, imageMask: [0, 1, 1, 1], textMask: [1, 0, 1] })
    expect(out).toContain('(text tokens 3, 1 of them masked, image tokens 4, 1 of them masked, grid 2 x 2')
    // The best of red among those left is 0.6, of snow 0.
    expect(out).toMatch(/^red {3}#0 +0\.6 +2 +1$/m)
    expect(out).toMatch(/^snow {2}#2 +0 +1 +2/m)
    expect(out).not.toMatch(/^house/m)
    expect(out).toMatch(/^ {2}\S\n\S \S\n$/m)
  })

  it('with --min-cosine that is the bound of both sides', async () => {
    const { out } = await explain(SCENE, { minCosine: 0.9 })
    expect(out).toContain('words without a place: snow (best cosine below 0.9, as asked)\n')
    expect(out).toContain('image tokens that no word speaks of: 2 of 4 (best cosine below 0.9, as asked)\n')
    expect(out).toMatch(/\n# #\n\. \.\n$/)
  })

  it('a word or an image token alone: nothing is told of who has no match', async () => {
    const { out } = await explain({ imageTokens: [[1, 2]], textTokens: [[2, 1]], prompt: 'house' })
    expect(out).toMatch(/^house {2}#0 +0\.8 +1 +1$/m)
    expect(out).toContain('words without a place: (cannot be told: there is one image token alone)\n')
    expect(out).toContain('image tokens that no word speaks of: (cannot be told: there is one word alone)\n')
  })

  it('a long text is cut, and says by how much', async () => {
    const { out } = await explain({ imageTokens, textTokens: Array.from({ length: 203 }, () => [1, 0, 0]) })
    expect(out.match(/^#\d+ +#\d+ +1 +1 +1$/gm)).toHaveLength(200)
    expect(out).toContain('\nand 3 more\n')
  })

  it('labels cannot speak to the terminal', async () => {
    const { out } = await explain({ ...SCENE, textLabels: ['\u001b[31mred', 'a\nb', '\u202esnow'] })
    expect(out).toContain('\\u001b[31mred')
    expect(out).toContain('a\\u000ab')
    // The bound names the word once more.
    expect(out.match(/\\u202esnow/g)).toHaveLength(2)
    for (const evil of ['\u001b', '\u202e']) expect(out).not.toContain(evil)
  })

  it('--json goes on saying what `corl score` says', async () => {
    const { out } = await explain(SCENE, { json: true })
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['value', 'parts', 'detail'])
  })

  it.each([
    ['none', {}],
    ['as skipped', { reward: '{"text-image-matching": {"absent": "skip"}}' }],
  ])('a sample without tokens has no words (%s)', async (_, options) => {
    const { out } = await explain({ completion: 'A red car.' }, options)
    expect(out).not.toContain('words')
    expect(out).not.toContain('\n\n\n')
  })

  it('what is wrong with the tokens is told once', async () => {
    const { code, out } = await explain({ ...SCENE, textTokens: [[1, 0]] })
    expect(code).toBe(1)
    expect(out.match(/expected tokens of width 3/g)).toHaveLength(1)
    expect(out).not.toContain(HEAD)
  })
})

describe('tokens in any form', () => {
  const bytes = Buffer.from(Float32Array.from(imageTokens.flat()).buffer)
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }\n`
  const npy = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\0', 'latin1'),
    Buffer.from([header.length, 0]),
    Buffer.from(header),
    bytes,
  ])

  it.each<[string, () => unknown]>([
    ['{dtype, shape, data}', () => ({ dtype: 'float32', shape: [4, 3], data: bytes.toString('base64') })],
    ['.npy', () => file('image.npy', npy)],
    [
      '.safetensors',
      async () => {
        const path = file('image.safetensors')
        const data = Float32Array.from(imageTokens.flat())
        await writeSafetensors(path, [['hidden', { dtype: 'float32', shape: [4, 3], data }]])()
        return `${path}#hidden`
      },
    ],
  ])('%s', async (_, made) => {
    const { out } = await explain({ ...SCENE, imageTokens: await made() })
    expect(out).toMatch(/^house {2}#1 +1 +1 +2$/m)
  })
})

describe('inside of recipes and combinators', () => {
  it('rewards of a spec are found with their options', () => {
    const spec = { sum: ['format', { 'corl/stage1': { cycle: 'lite', matching: { maxTokens: 9 } } }] } as const
    expect(rewardsIn(spec).map(({ id, options }) => [id, options])).toEqual([
      ['format', {}],
      ['corl/stage1', { cycle: 'lite', matching: { maxTokens: 9 } }],
      ['corl/cycle-lite', {}],
      ['ssim', {}],
      ['text-image-matching', { maxTokens: 9 }],
    ])
  })

  it('a limit of the recipe holds here, too', async () => {
    const reward = '{"corl/stage2-generation": {"cycle": "lite", "matching": {"maxTokens": 3}}}'
    const { out } = await explain(SCENE, { reward })
    expect(out).not.toContain(HEAD)
    expect(out).toContain('at most 3 tokens')
  })

  it('the words are shown whatever becomes of the other terms', async () => {
    const { out } = await explain(SCENE, { reward: '{"weightedSum": [[1, {"corl/stage1": {"cycle": "lite"}}]]}' })
    expect(out.match(new RegExp(`^${HEAD}`, 'gm'))).toHaveLength(1)
    expect(out).toContain('words without a place: snow')
  })

  it('two of them with other options read the same tokens, which are shown once', async () => {
    const reward = '{"sum": ["text-image-matching", {"text-image-matching": {"maxTokens": 99}}]}'
    expect((await explain(SCENE, { reward })).out.match(new RegExp(HEAD, 'g'))).toHaveLength(1)
  })
})

describe('the grid', () => {
  const known = (rows: number, columns: number) => ({ right: { rows, columns, isUnknown: false } })

  it.each<[number, Parameters<typeof gridOf>[1], unknown, unknown]>([
    [1, undefined, undefined, known(1, 1)],
    [576, undefined, undefined, known(24, 24)],
    [864, { rows: 24, columns: 36 }, [36, 24], known(24, 36)],
    [864, undefined, [24, 36], known(24, 36)],
    [577, undefined, null, { right: { rows: 1, columns: 577, isUnknown: true } }],
    [
      6,
      undefined,
      [2, 2],
      { left: { field: 'imageGrid', expected: '[rows, columns] of 6 image tokens', received: '[2, 2]' } },
    ],
    [6, undefined, [2, 3, 1], { left: { received: '[2, 3, 1]' } }],
    [6, undefined, [-2, -3], { left: { received: '[-2, -3]' } }],
    [6, undefined, [1.5, 4], { left: { received: '[1.5, 4]' } }],
    [6, undefined, '2x3', { left: { received: '"2x3"' } }],
  ])('of %d tokens, asked for %j, with the field %j', (count, asked, field, expected) => {
    expect(gridOf(count, asked, field)).toMatchObject(expected as object)
  })

  it('of the sample says where words lie', async () => {
    const wide = { ...SCENE, imageTokens: [...imageTokens, [0, 0, 1], [-1, 0, 0]], imageGrid: [2, 3] }
    const { out } = await explain(wide)
    expect(out).toContain('grid 2 x 3')
    expect(out).toMatch(/^snow {3}#2 +1 +2 +3$/m)
  })

  it('a field that is no grid of them is told of, and the square stands in for it', async () => {
    const { code, out } = await explain({ ...SCENE, imageGrid: [3, 3] })
    expect(code).toBe(0)
    expect(out).toContain('grid 2 x 2')
    expect(out).toContain('explain: expected [rows, columns] of 4 image tokens for `imageGrid`, got [3, 3]\n')
  })

  it('one row, where nothing says how they lie: no grid is drawn', async () => {
    const { out } = await explain({ ...SCENE, imageTokens: imageTokens.slice(0, 3) })
    expect(out).toContain('grid unknown, one row (--grid ROWSxCOLUMNS)')
    expect(out).not.toContain('# a word')
  })

  it('--grid of another number of tokens is usage', async () => {
    expect(await explain(SCENE, { grid: { rows: 2, columns: 3 } })).toEqual({
      code: 2,
      out: '',
      err: '--grid: expected rows and columns of 4 image tokens, got 2x3, which are 6',
    })
  })

  it.each([
    [{ grid: { rows: 1, columns: 1 } }, '--grid is about image and text tokens: format reads none'],
    [{ minCosine: 0 }, '--min-cosine is about image and text tokens: format reads none'],
  ])('%j for a reward that reads no tokens is usage', async (options, err) => {
    expect(await explain({ completion: '' }, { reward: 'format', ...options })).toEqual({ code: 2, out: '', err })
  })
})

it('a text of two images has no tokens', async () => {
  const { out } = await corl(['explain', '--reward', '{"corl/stage1": {"cycle": "lite"}}', 'a.png', 'b.png'])
  expect(out).not.toContain(HEAD)
})
