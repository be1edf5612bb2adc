import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../../../../src/recaption/decoding/generate.js'
import type { DecodingMode, DecodingOptions } from '../../../../src/recaption/decoding/options.js'
import { randomStream } from '../../../../src/recaption/decoding/random-stream.js'
import type { Generated } from '../../../../src/recaption/decoding/text-under-way.js'
import { formulaScript, type Script, scriptedRun } from './scripted-run.js'

const END = 2
const BEGIN = [1, 4]

const scripts = fc
  .record({
    key: fc.string(),
    vocabulary: fc.integer({ min: 6, max: 30 }),
    scale: fc.constantFrom(0.5, 2, 6),
    endBias: fc.constantFrom(-2, 0, 2),
  })
  .map((formula) => formulaScript({ ...formula, end: END }))

const lengths = fc
  .record({ maxNewTokens: fc.integer({ min: 1, max: 12 }), least: fc.nat(12) })
  .map(({ maxNewTokens, least }) => ({ maxNewTokens, minNewTokens: Math.min(least, maxNewTokens) }))
const repetitionPenalty = fc.constantFrom(1, 1, 1.5, 0.7)
const beam = fc.record({
  kind: fc.constant('beam' as const),
  beams: fc.integer({ min: 1, max: 5 }),
  lengthPenalty: fc.constantFrom(-1, 0, 1, 2),
  earlyStopping: fc.constantFrom(true, false, 'never' as const),
})
const sample = fc.record({
  kind: fc.constant('sample' as const),
  temperature: fc.constantFrom(0.5, 1, 2),
  topK: fc.nat(8),
  topP: fc.constantFrom(0.3, 0.9, 1),
})
const modes: fc.Arbitrary<DecodingMode> = fc.oneof(fc.constant({ kind: 'greedy' as const }), beam, sample)

const write = async (
  script: Script,
  images: ReadonlyArray<number>,
  options: DecodingOptions,
  seed = 1,
): Promise<ReadonlyArray<Generated>> => {
  const random = (i: number): (() => number) => randomStream(seed, images[i] as number)
  const run = scriptedRun((i, ids) => script(images[i] as number, ids))
  const answer = await generate(run, images.length, { ...options, begin: BEGIN, endId: END, random }, { reward: 'r' })()
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** The log-probability of each token that was written, penalties left out. */
const logProbsOf = (script: Script, image: number, ids: ReadonlyArray<number>): ReadonlyArray<number> =>
  ids.slice(BEGIN.length).map((id, n) => {
    const scores = [...script(image, ids.slice(0, BEGIN.length + n))]
    return scores[id]! - Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0))
  })

describe('generate', () => {
  it('writes about an image what it writes about it alone', () =>
    fc.assert(
      fc.asyncProperty(
        scripts,
        fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }),
        lengths,
        repetitionPenalty,
        modes,
        async (script, images, length, penalty, mode) => {
          const options = { ...length, repetitionPenalty: penalty, mode }
          const alone = await Promise.all(images.map((image) => write(script, [image], options)))
          expect(await write(script, images, options)).toEqual(alone.flat())
        },
      ),
    ))

  it('keeps to the lengths it is given, and ends where the end token is', () =>
    fc.assert(
      fc.asyncProperty(scripts, lengths, modes, async (script, length, mode) => {
        const [text] = await write(script, [0], { ...length, mode })
        for (const { ids } of text?.beams ?? [text!]) {
          const written = ids.slice(BEGIN.length)
          expect(ids.slice(0, BEGIN.length)).toEqual(BEGIN)
          expect(written.length).toBeLessThanOrEqual(length.maxNewTokens)
          const end = written.indexOf(END)
          if (end === -1) expect(written.length).toBe(length.maxNewTokens)
          else expect(end).toBe(written.length - 1)
          if (end !== -1) expect(end).toBeGreaterThanOrEqual(length.minNewTokens)
        }
      }),
    ))

  it('writes greedily with one beam, and with the one most likely token', () =>
    fc.assert(
      fc.asyncProperty(scripts, lengths, fc.boolean(), async (script, length, earlyStopping) => {
        const [greedy] = await write(script, [0], length)
        const [beam] = await write(script, [0], { ...length, mode: { kind: 'beam', beams: 1, earlyStopping } })
        const [drawn] = await write(script, [0], { ...length, mode: { kind: 'sample', topK: 1 } })
        expect(beam?.ids).toEqual(greedy?.ids)
        expect(drawn?.ids).toEqual(greedy?.ids)
      }),
    ))
})

describe('beam search', () => {
  it('scores a text by the log-probabilities of its tokens', () =>
    fc.assert(
      fc.asyncProperty(scripts, lengths, beam, async (script, length, mode) => {
        const [text] = await write(script, [3], { ...length, mode })
        expect(text?.beams?.[0]).toEqual({ ids: text?.ids, score: text?.score })
        for (const { ids, score } of text?.beams ?? []) {
          const logProbs = logProbsOf(script, 3, ids)
          const sum = logProbs.reduce((total, log) => total + log, 0)
          expect(score).toBeCloseTo(sum / logProbs.length ** mode.lengthPenalty, 8)
        }
      }),
    ))

  it('has the best text first, and no text twice', () =>
    fc.assert(
      fc.asyncProperty(scripts, lengths, beam, async (script, length, mode) => {
        const beams = (await write(script, [0], { ...length, mode }))[0]?.beams ?? []
        expect(beams.map(({ score }) => score)).toEqual(beams.map(({ score }) => score).sort((a, b) => b - a))
        expect(new Set(beams.map(({ ids }) => ids.join())).size).toBe(beams.length)
      }),
    ))

  it('finds every text there is, where it has beams for all of them', () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom(-1, 0, 1, 2), async (key, lengthPenalty) => {
        const script = formulaScript({ key, vocabulary: 5, scale: 3, end: END, endBias: 0 })
        // 1 + 4 + 16 that end, and 64 that are cut off.
        const mode = { kind: 'beam', beams: 100, lengthPenalty } as const
        const beams = (await write(script, [0], { mode, maxNewTokens: 3 }))[0]?.beams ?? []
        expect(beams.length).toBe(1 + 4 + 16 + 64)
      }),
    ))
})

describe('sampling', () => {
  it('writes the same by the same seed, and something else by another', async () => {
    const script = formulaScript({ key: 'seeds', vocabulary: 30, scale: 1, end: END, endBias: -2 })
    const options: DecodingOptions = { mode: { kind: 'sample' }, maxNewTokens: 10 }
    const texts = await Promise.all([5, 5, 6].map((seed) => write(script, [0], options, seed)))
    expect(texts[0]).toEqual(texts[1])
    expect(texts[0]).not.toEqual(texts[2])
  })
})
