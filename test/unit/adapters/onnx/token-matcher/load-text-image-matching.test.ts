import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { loadTextImageMatching } from '../../../../../src/adapters/onnx/token-matcher/load-text-image-matching.js'
import type { Outcome } from '../../../../../src/core/outcome.js'
import { formulaTensor } from '../../../../../src/formula/tensor.js'
import { score } from '../../../../../src/score.js'
import { checkReward } from '../../../../../src/testing/index.js'
import { textImageMatching } from '../../../../../src/text-image-matching/text-image-matching.js'
import type { TokenMatrix } from '../../../../../src/text-image-matching/token-matrix.js'
import { right } from '../../../../golden/lpips/network.js'

/** What the fast path promises of values. */
const TOLERANCE = 1e-6

const fast = right(await loadTextImageMatching({ threads: 2, absent: 'skip' })())
const exact = textImageMatching({ absent: 'skip' })
afterAll(() => fast[Symbol.asyncDispose]())

const tokens = (key: string, count: number, width: number, scale = 1): TokenMatrix => {
  const shape = [count, width] as const
  return { shape, data: formulaTensor({ key: `matcher|${key}`, shape, scale, offset: 0 }) }
}

/** With one number in place of another. */
const spoilt = ({ shape, data }: TokenMatrix, at: number, value: number): TokenMatrix => ({
  shape,
  data: data.map((own, i) => (i === at ? value : own)),
})

const numbersOf = (outcome: Outcome | undefined): ReadonlyArray<number> => {
  if (outcome?._tag !== 'Scored') return []
  return [outcome.value, ...Object.values(outcome.parts ?? {}).flatMap(numbersOf)]
}

/** Both ways of scoring, sample by sample: as many numbers, as good as the same, and all else the same. */
const expectSame = async (samples: ReadonlyArray<object>): Promise<ReadonlyArray<Outcome>> => {
  const [quick, expected] = [await score(fast, samples), await score(exact, samples)]
  for (const [i, outcome] of expected.entries()) {
    const numbers = numbersOf(quick[i])
    expect(numbers).toHaveLength(numbersOf(outcome).length)
    numbersOf(outcome).forEach((number, k) => expect(Math.abs(numbers[k]! - number)).toBeLessThan(TOLERANCE))
    if (outcome._tag === 'Scored') expect(quick[i]).toMatchObject({ _tag: 'Scored', detail: outcome.detail })
    else expect(quick[i]).toEqual(outcome)
  }
  return quick
}

/** Whether a sample is left to the kernel in float64: then the outcome is its, to the last digit. */
const expectLeft = async (...samples: ReadonlyArray<object>): Promise<void> =>
  expect(await score(fast, samples)).toEqual(await score(exact, samples))

const [IMAGE, TEXT] = [tokens('I', 57, 96), tokens('T', 11, 96)]

describe('the fast path', () => {
  test('is the reward that it is fast for: its declaration, and the contract', async () => {
    expect(fast.meta).toEqual(exact.meta)
    const samples = [
      { imageTokens: IMAGE, textTokens: TEXT },
      { imageTokens: [[1, 0]], textTokens: TEXT },
      { imageTokens: spoilt(IMAGE, 5, NaN), textTokens: TEXT },
      { completion: 'text' },
    ]
    expect(await checkReward(fast, samples)).toEqual([])
  })

  test.each([
    [1, 1, 1],
    [1, 7, 3],
    [7, 1, 5],
    [577, 33, 130],
    [40, 1500, 16],
    [1030, 1025, 33],
    [1, 2, 2 ** 21 + 3],
  ])('%i image tokens and %i text tokens of width %i', async (n, m, width) => {
    const [imageTokens, textTokens] = [tokens('i', n, width), tokens('t', m, width)]
    await expectSame([
      { imageTokens, textTokens },
      { imageTokens: textTokens, textTokens: imageTokens },
      { imageTokens, textTokens: imageTokens },
    ])
  })

  test('finds 1 and -1 within the bounds of cosines', async () => {
    const [one] = await expectSame([{ imageTokens: IMAGE, textTokens: IMAGE }])
    expect(one).toMatchObject({ _tag: 'Scored' })
    const row = tokens('row', 1, 96)
    const [back] = await expectSame([{ imageTokens: row, textTokens: { ...row, data: row.data.map((x) => -3 * x) } }])
    expect((back as any).value).toBeGreaterThanOrEqual(-1)
    expect((back as any).value).toBeLessThan(-1 + TOLERANCE)
  })

  test.each([
    ['the first ones', Array.from({ length: 57 }, (_, i) => i < 20)],
    ['the last ones', Array.from({ length: 57 }, (_, i) => i >= 20)],
    ['some', Array.from({ length: 57 }, (_, i) => i % 3 === 1)],
    ['one', Array.from({ length: 57 }, (_, i) => i === 56)],
  ])('a mask that keeps %s: what lies in the others is not looked at', async (_, imageMask) => {
    const data = IMAGE.data.map((value, i) => (imageMask[Math.floor(i / 96)] === true ? value : NaN))
    const [outcome] = await expectSame([{ imageTokens: { ...IMAGE, data }, textTokens: TEXT, imageMask }])
    expect(outcome).toMatchObject({ detail: { imageTokens: imageMask.filter(Boolean).length } })
    await expectSame([{ imageTokens: TEXT, textTokens: { ...IMAGE, data }, textMask: imageMask }])
  })

  test('halves, and views into the middle of other memory', async () => {
    const all = tokens('all', 30, 8)
    const view = { shape: [9, 8] as const, data: all.data.subarray(17, 17 + 72) }
    const halves = { dtype: 'bfloat16', shape: [5, 8], data: Uint16Array.from({ length: 40 }, (_, i) => 0x3f80 + i) }
    await expectSame([{ imageTokens: view, textTokens: halves }])
  })

  test('a group that shares its prompt', async () => {
    const samples = Array.from({ length: 5 }, (_, i) => ({ imageTokens: tokens(`g${i}`, 20, 96), textTokens: TEXT }))
    await expectSame(samples)
  })
})

describe('is left to float64, with the same outcome', () => {
  test('tokens in float64, and in memory that threads share', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(4 * 96))
    shared.set(IMAGE.data.subarray(0, 96))
    await expectLeft(
      { imageTokens: [[1, 2], [3, 4]], textTokens: [[1, 3]] }, // prettier-ignore
      { imageTokens: IMAGE, textTokens: { shape: [11, 96], data: Float64Array.from(TEXT.data) } },
      { imageTokens: { shape: [1, 96], data: shared }, textTokens: TEXT },
    )
  })

  test.each([1e18, 3e15, 1e-10, 1e-20, 1e-30])('tokens %d times as long', async (scale) => {
    await expectLeft(
      { imageTokens: tokens('I', 57, 96, scale), textTokens: TEXT },
      { imageTokens: IMAGE, textTokens: tokens('T', 11, 96, scale) },
    )
  })

  test.each([
    [0.7, 2048],
    [1 / 3, 8192],
    [1.1, 65536],
  ])('rows of %d alone, %i of them: each step of a sum errs in one direction', async (value, width) => {
    const same = (count: number): TokenMatrix => ({
      shape: [count, width],
      data: new Float32Array(count * width).fill(value),
    })
    await expectSame([{ imageTokens: same(40), textTokens: same(9) }])
  })

  test('rows of zeros', async () => {
    const data = IMAGE.data.map((value, i) => (i < 96 ? 0 : value))
    await expectLeft({ imageTokens: { ...IMAGE, data }, textTokens: TEXT })
  })

  test.each([NaN, Infinity, -Infinity])('%d: the error names its place', async (value) => {
    await expectLeft({ imageTokens: spoilt(IMAGE, 3 * 96 + 7, value), textTokens: TEXT })
    const [, outcome] = await score(fast, [
      { imageTokens: IMAGE, textTokens: TEXT },
      { imageTokens: IMAGE, textTokens: spoilt(TEXT, 10 * 96 + 95, value) },
    ])
    expect(outcome).toMatchObject({
      error: { _tag: 'InvalidInput', field: 'textTokens', received: `${value} at [10][95]` },
    })
  })

  test('whatever cannot be compared', async () => {
    await expectLeft(
      { imageTokens: IMAGE, textTokens: tokens('T', 11, 95) },
      { imageTokens: spoilt(IMAGE, 0, NaN), textTokens: 'text.npy' },
      { imageTokens: 'image.npy', textTokens: TEXT },
      { imageTokens: IMAGE, textTokens: TEXT, textMask: Array.from({ length: 11 }, () => 0) },
      { imageTokens: IMAGE },
      { completion: 'text' },
    )
  })
})

describe('loading', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test.each([0, 1.5, 1025, '2'])('refuses %j threads', async (threads) => {
    expect(await loadTextImageMatching({ threads: threads as number })()).toMatchObject({
      left: { _tag: 'InvalidOption', reward: 'text-image-matching', option: 'threads' },
    })
  })

  test('leaves no graph behind', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'corl-matcher-'))
    vi.stubEnv('TMPDIR', folder)
    const reward = right(await loadTextImageMatching({ threads: 3 })())
    expect(readdirSync(folder)).toEqual([])
    expect(await score(reward, [{ imageTokens: IMAGE, textTokens: TEXT }])).toMatchObject([{ _tag: 'Scored' }])
    await reward[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  test('says so where there is no folder for the graph', async () => {
    vi.stubEnv('TMPDIR', path.join(tmpdir(), 'corl-nowhere'))
    expect(await loadTextImageMatching({ threads: 4 })()).toMatchObject({
      left: { _tag: 'Unavailable', reward: 'text-image-matching' },
    })
  })

  test('a wrong option of the reward is told by every batch', async () => {
    const reward = right(await loadTextImageMatching({ threads: 1, maxTokens: 0 })())
    expect(await reward.score([])()).toMatchObject({ left: { _tag: 'InvalidOption', option: 'maxTokens' } })
    await reward[Symbol.asyncDispose]()
  })

  test('scores nothing more once it is disposed of, whoever else holds the session', async () => {
    const [one, other] = [right(await loadTextImageMatching({ threads: 1 })()), right(await loadTextImageMatching({ threads: 1 })())] // prettier-ignore
    await one[Symbol.asyncDispose]()
    const sample = { imageTokens: IMAGE, textTokens: TEXT }
    expect(await one.score([sample])()).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(await score(other, [sample])).toMatchObject([{ _tag: 'Scored' }])
    await other[Symbol.asyncDispose]()
  })
})

test('stops within large tokens when it is cancelled, and lets the event loop go on until then', async () => {
  const [imageTokens, textTokens] = [tokens('large', 8192, 512), tokens('other', 8192, 512)]
  const abort = new AbortController()
  let turns = 0
  const count = setInterval(() => turns++, 1)
  setTimeout(() => abort.abort('enough'), 60)
  const result = await fast.score([{ imageTokens, textTokens }], { signal: abort.signal })()
  clearInterval(count)
  expect(result).toEqual({ _tag: 'Left', left: { _tag: 'Aborted', reason: 'enough' } })
  expect(turns).toBeGreaterThan(1)
})
