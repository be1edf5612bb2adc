import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { generate } from '../../../../src/recaption/decoding/generate.js'
import type { Beam, GenerateOptions } from '../../../../src/recaption/decoding/options.js'
import type { Generated, ScoredText } from '../../../../src/recaption/decoding/text-under-way.js'
import { A, B, BEGIN, byText, chances, END } from './probabilities.js'
import { type Script, scriptedRun, type Step } from './scripted-run.js'

const search = async (
  script: Script,
  mode: Omit<Beam, 'kind'>,
  options: Partial<GenerateOptions> = {},
  steps: Array<Step> = [],
  images = 1,
): Promise<ReadonlyArray<Generated>> => {
  const all: GenerateOptions = { begin: [BEGIN], endId: END, mode: { kind: 'beam', ...mode }, ...options }
  const answer = await generate(scriptedRun(script, steps), images, all, { reward: 'recaption' })()
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const beamsOf = async (...of: Parameters<typeof search>): Promise<ReadonlyArray<ScoredText>> =>
  (await search(...of))[0]?.beams ?? []

/** A text of a probability, over n tokens. */
const text = (ids: ReadonlyArray<number>, probability: number, n: number, lengthPenalty = 1): unknown => ({
  ids: [BEGIN, ...ids],
  score: expect.closeTo(Math.log(probability) / n ** lengthPenalty, 6),
})

// Greedy search takes A; B, less likely, is surer to end.
const detour = byText({ '': [0, 0.6, 0.4], A: [0.4, 0.3, 0.3], B: [0.9, 0.1, 0] })

describe('beam search', () => {
  it('finds a text whose first token is not the most likely one', async () => {
    const [found] = await search(detour, { beams: 2 })
    expect(found).toEqual({
      ...(text([B, END], 0.36, 2) as object),
      beams: [text([B, END], 0.36, 2), text([A, END], 0.24, 2)],
    })
  })

  it('reads the beginning in one row an image, then a row a beam, each from the row it goes on from', async () => {
    const steps: Array<Step> = []
    const script = byText({ '': [0, 0.6, 0.4], A: [0, 0.1, 0.9], B: [0, 0.5, 0.5] })
    await search(script, { beams: 2 }, { maxNewTokens: 3 }, steps)
    // AB 0.54; BA and BB 0.2, of which BA comes first.
    expect(steps).toEqual([
      { from: [0], tokens: [[BEGIN]] },
      { from: [0, 0], tokens: [[A], [B]] },
      { from: [0, 1], tokens: [[B], [A]] },
    ])
  })

  it('goes on without the images that are finished', async () => {
    const steps: Array<Step> = []
    const script: Script = (image, ids) =>
      image === 1 && ids.length < 4 ? chances(0, 0.6, 0.4) : chances(0.8, 0.1, 0.1)
    await search(script, { beams: 2, earlyStopping: true }, {}, steps, 3)
    expect(steps[0]?.from).toEqual([0, 1, 2])
    expect(steps[1]?.from).toEqual([0, 0, 1, 1, 2, 2])
    expect(steps[2]?.from).toEqual([2, 2])
  })

  it('takes, of equal continuations, those of the better beginning, then those of the smaller id', async () => {
    const found = await beamsOf(
      byText({ '': [0, 0.5, 0.5], A: [0, 0.5, 0.5], B: [0, 0.5, 0.5] }),
      { beams: 3 },
      { maxNewTokens: 2 },
    )
    expect(found.map(({ ids }) => ids.slice(1))).toEqual([
      [A, A],
      [A, B],
      [B, A],
    ])
  })

  it('finishes an end token only among the first `beams` continuations', async () => {
    const script = byText({ '': [0.4, 0.6, 0] })
    expect(await beamsOf(script, { beams: 1 })).toEqual([text([A, END], 0.6, 2)])
    expect(await beamsOf(script, { beams: 2 })).toEqual([text([A, END], 0.6, 2), text([END], 0.4, 1)])
  })

  it('finishes all texts at their greatest length, with an end token or without', async () =>
    expect(await beamsOf(detour, { beams: 3 }, { maxNewTokens: 2 })).toEqual([
      text([B, END], 0.36, 2),
      text([A, END], 0.24, 2),
      text([A, A], 0.18, 2),
    ]))

  it('has fewer texts than beams where no more are possible', async () => {
    const steps: Array<Step> = []
    expect(await beamsOf(byText({ '': [0.5, 0.5, 0] }), { beams: 3 }, {}, steps)).toEqual([
      text([A, END], 0.5, 2),
      text([END], 0.5, 1),
    ])
    expect(steps[1]?.from).toEqual([0, 0, 0])
  })

  it('keeps the end token out of reach below the least length', async () =>
    expect(await beamsOf(byText({ '': [0.9, 0.1, 0] }), { beams: 1 }, { minNewTokens: 1 })).toEqual([
      text([A, END], 0.1, 2),
    ]))

  it('multiplies log-probabilities by the repetition penalty: their exponentials add up to 1 no more', async () => {
    // log 0.6 x 2 = log 0.36.
    const script = byText({ '': [0, 0.6, 0.4], B: [1, 0, 0] })
    expect(await beamsOf(script, { beams: 2 }, { begin: [BEGIN, A], repetitionPenalty: 2, maxNewTokens: 1 })).toEqual([
      { ids: [BEGIN, A, END], score: 0 },
    ])
    const flat: Script = () => chances(0, 0.6, 0.4)
    expect(await beamsOf(flat, { beams: 2 }, { begin: [BEGIN, A], repetitionPenalty: 2, maxNewTokens: 1 })).toEqual([
      text([A, B], 0.4, 1),
      text([A, A], 0.36, 1),
    ])
  })
})

describe('lengthPenalty', () => {
  const script = byText({ '': [0.5, 0.5, 0], A: [0.9, 0.1, 0] })

  it.each([
    [0, [END], 0.5, 1],
    [1, [A, END], 0.45, 2],
    [2, [A, END], 0.45, 2],
    [-1, [END], 0.5, 1],
  ])('%d divides by the number of tokens to its power', async (lengthPenalty, ids, probability, n) =>
    expect((await beamsOf(script, { beams: 2, lengthPenalty }))[0]).toEqual(text(ids, probability, n, lengthPenalty)),
  )

  it('does not count the given beginning', async () => {
    const flat: Script = () => chances(0.5, 0.5, 0)
    expect(await beamsOf(flat, { beams: 1 }, { begin: [BEGIN, B, B] })).toEqual([text([B, B, END], 0.5, 1)])
  })
})

describe('earlyStopping', () => {
  // One beam: END has log 0.6 = -0.51; A, END has log 0.4 / 2 = -0.46.
  const late = byText({ '': [0.6, 0.4, 0] })

  it('false: ends when the best beginning is no better as it stands', async () =>
    expect(await beamsOf(late, { beams: 1, earlyStopping: false })).toEqual([text([END], 0.6, 1)]))

  it("'never': goes on while it could still be better", async () =>
    expect(await beamsOf(late, { beams: 1, earlyStopping: 'never' })).toEqual([text([A, END], 0.4, 2)]))

  it("'never': could it be better is asked of the greatest length", async () => {
    // log 0.4 / 1 in no more than one token.
    expect(await beamsOf(late, { beams: 1, earlyStopping: 'never' }, { maxNewTokens: 1 })).toEqual([
      text([END], 0.6, 1),
    ])
    // With a sum, more tokens make nothing better.
    expect(await beamsOf(late, { beams: 1, earlyStopping: 'never', lengthPenalty: 0 })).toEqual([text([END], 0.6, 1)])
  })

  // Two are finished after two steps: log 0.5 = -0.69, log 0.24 / 2 = -0.71. Then A, A has log 0.26 / 2 = -0.67, and A, A, END log 0.26 / 3.
  const better = byText({ '': [0.5, 0.5, 0], A: [0.48, 0.52, 0] })

  it('true: ends as soon as there are as many texts as beams', async () => {
    const steps: Array<Step> = []
    expect(await beamsOf(better, { beams: 2, earlyStopping: true }, {}, steps)).toEqual([
      text([END], 0.5, 1),
      text([A, END], 0.24, 2),
    ])
    expect(steps.length).toBe(2)
  })

  it('false: goes on while the best beginning beats the worst of them', async () =>
    expect(await beamsOf(better, { beams: 2 })).toEqual([text([A, A, END], 0.26, 3), text([END], 0.5, 1)]))
})
