import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { agrees, goldenFiles, measureAgreement } from '../../../src/cli/bench/agreement.js'
import { failed, scored, skipped } from '../../../src/core/index.js'
import { registry } from '../../../src/presets/index.js'

const shipped = fileURLToPath(new URL('../../../bench/golden', import.meta.url))
/** Of these there is no original whose numbers are in the package: networks that it has no weights of, and what is composed of others. */
const UNCOMPARED = /^(bert-score|recaption|clip|corl\/.+)$/
const available = [...registry.values()]
  .filter(({ status, id }) => status === 'available' && !UNCOMPARED.test(id))
  .map(({ id }) => id)

// Networks by formula are written at the first run.
describe('the shipped golden data', { timeout: 60_000 }, () => {
  test.each(available)('%s agrees in every case of every variant, or in as many as it must', async (id) => {
    const agreement = await measureAgreement(id, shipped)
    if (agreement === null) return expect.unreachable()
    // SPICE alone has learned from its original, and need not agree everywhere.
    if (agreement.required === undefined) expect(agreement.differences).toEqual([])
    else expect(id).toBe('spice')
    expect(agreement.cases).toBeGreaterThan(20)
    expect(agreement.agreed).toBeGreaterThanOrEqual(agreement.required ?? agreement.cases)
  })

  test('each file says where it comes from first, and all of them are small', () => {
    for (const file of goldenFiles(shipped)) {
      expect(Object.keys(file).slice(0, 3)).toEqual(['origin', 'versions', 'tolerance'])
      expect(registry.has(file.reward)).toBe(true)
      expect(Object.keys(file.versions).length).toBeGreaterThan(0)
    }
    const bytes = [...new Set(goldenFiles(shipped).map((file) => JSON.stringify(file).length))]
    expect(bytes.reduce((sum, n) => sum + n, 0)).toBeLessThan(220_000)
    expect(statSync(shipped).isDirectory()).toBe(true)
  })
})

const raises = failed({ _tag: 'OriginalRaises', reward: 'mcq', exception: 'TypeError', reason: 'no text' })

describe('agrees', () => {
  test.each([
    [scored(0.5), 0.5, true],
    [scored(0.5 + 1e-13), 0.5, true],
    [scored(0.5 + 1e-11), 0.5, false],
    [scored(0), null, false],
    [skipped('missing-field', 'no gold'), null, true],
    [skipped('missing-field', 'no gold'), 0, false],
    [raises, { error: 'TypeError' }, true],
    [raises, { error: 'ValueError' }, false],
    [raises, 0, false],
    [scored(0), { error: 'TypeError' }, false],
    [scored(0.25), { anyOf: [0.5, 0.25] }, true],
    [scored(0.75), { anyOf: [0.5, 0.25] }, false],
    [raises, { unjudged: 'NaN' }, true],
    [scored(0), { unjudged: 'NaN' }, false],
    [skipped('missing-field', 'no tokens'), { unjudged: 'IndexError' }, false],
    ['the whole batch is impossible', 0, false],
  ] as const)('%j against %j: %s', (outcome, expected, whether) => {
    expect(agrees(outcome, expected, 1e-12)).toBe(whether)
  })
})

describe('measureAgreement', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const good = '<think>a</think><answer>b</answer>'
  writeFileSync(
    join(folder, 'format.json'),
    JSON.stringify({
      origin: 'by hand',
      versions: {},
      tolerance: 0,
      toleranceReason: 'none needed',
      reward: 'format',
      variants: { paper: 'format', own: null },
      cases: [
        { id: 'right', sample: { completion: good }, expected: { paper: 1 } },
        { id: 'wrong', sample: { completion: good }, expected: { paper: 0 } },
        { id: 'own spec', spec: { scale: ['format', 3] }, sample: { completion: good }, expected: { own: 3 } },
        { id: 'no such spec', spec: 'nothing', sample: { completion: good }, expected: { own: 3 } },
      ],
    }),
  )

  test('images that a case names are made by their formula', async () => {
    const file = {
      origin: 'by hand',
      versions: {},
      tolerance: 0,
      toleranceReason: 'none needed',
      reward: 'ssim',
      images: 'formula',
      variants: { plain: 'ssim' },
      cases: [
        { id: 'same', sample: { image: 'discs 16x16 same', reference: 'discs 16x16' }, expected: { plain: 1 } },
        { id: 'other', sample: { image: 'discs 16x16 invert', reference: 'discs 16x16' }, expected: { plain: 1 } },
      ],
    }
    writeFileSync(join(folder, 'ssim.json'), JSON.stringify(file))
    expect(await measureAgreement('ssim', folder)).toMatchObject({
      agreed: 1,
      cases: 2,
      differences: [{ id: 'other' }],
    })
  })

  test('tokens that a case names are made by their formula, and one variant alone may be asked for', async () => {
    const tensor = { key: 'agreement', shape: [3, 4], scale: 1, offset: 0 }
    const cases = [
      { id: 'rows in another order', imageTokens: tensor, textTokens: { ...tensor, rows: [2, 0, 1] }, expected: 1 },
      {
        id: 'turned round',
        imageTokens: { ...tensor, rows: [1] },
        textTokens: { ...tensor, rows: [1], times: -2 },
        expected: -1,
      },
      {
        id: 'no number',
        imageTokens: { ...tensor, put: [0, 1, 'NaN'] },
        textTokens: tensor,
        expected: { unjudged: 'NaN' },
      },
      {
        id: 'other widths',
        imageTokens: { ...tensor, columns: 3 },
        textTokens: tensor,
        expected: { unjudged: 'RuntimeError' },
      },
      // [1, 1] against [1, 0]: 1 / sqrt 2 either way.
      { id: 'by hand', imageTokens: [[1, 1]], textTokens: [[1, 0]], expected: Math.SQRT1_2 },
    ]
    const file = {
      origin: 'by hand',
      versions: {},
      tolerance: 1e-6,
      toleranceReason: 'float32',
      reward: 'text-image-matching',
      tokens: 'formula',
      variants: { float64: 'text-image-matching', other: 'text-image-matching' },
      cases: cases.map(({ id, expected, ...sample }) => ({ id, sample, expected: { float64: expected, other: 5 } })),
    }
    writeFileSync(join(folder, 'tim.json'), JSON.stringify(file))
    expect(await measureAgreement('text-image-matching', folder, 'float64')).toEqual({
      agreed: 5,
      cases: 5,
      variants: { float64: { agreed: 5, cases: 5 } },
      differences: [],
    })
    expect(await measureAgreement('text-image-matching', folder)).toMatchObject({ agreed: 5, cases: 10 })
  })

  test('counts by variant and tells each difference', async () => {
    expect(await measureAgreement('format', folder)).toEqual({
      agreed: 2,
      cases: 4,
      variants: { paper: { agreed: 1, cases: 2 }, own: { agreed: 1, cases: 2 } },
      differences: [
        { variant: 'paper', id: 'wrong', expected: '0', got: '1' },
        { variant: 'own', id: 'no such spec', expected: '3', got: expect.stringContaining('nothing') },
      ],
    })
  })

  test('no file for a reward is null, not agreement', async () => {
    expect(await measureAgreement('mcq', folder)).toBe(null)
  })
})
