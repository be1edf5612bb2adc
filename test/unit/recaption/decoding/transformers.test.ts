import * as E from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generate } from '../../../../src/recaption/decoding/generate.js'
import type { DecodingOptions, Sample } from '../../../../src/recaption/decoding/options.js'
import { Sampler } from '../../../../src/recaption/decoding/sampler.js'
import { ScoresInContext } from '../../../../src/recaption/decoding/scores-in-context.js'
import { type Formula, formulaScript, scriptedRun } from './scripted-run.js'

/** A line of `transformers.jsonl`, whose first line says how the others were made. */
interface Case extends Formula {
  readonly id: string
  readonly begin: ReadonlyArray<number>
  readonly images: ReadonlyArray<number>
  readonly options: DecodingOptions
  /** By image: the ids of greedy search, or every beam's ids and score. */
  readonly expected?: ReadonlyArray<
    { readonly ids: ReadonlyArray<number> } | ReadonlyArray<readonly [ReadonlyArray<number>, number]>
  >
  /** Of sampling: what may follow these ids, and how likely it is. */
  readonly steps?: ReadonlyArray<{
    readonly ids: ReadonlyArray<number>
    readonly kept: ReadonlyArray<number>
    readonly p: ReadonlyArray<number>
  }>
}

const cases = readFileSync(new URL('transformers.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line) as Case)

/** Of float32 sums. */
const RELATIVE = 1e-5

describe("texts and scores of transformers' generate", () => {
  test.each(cases.filter(({ expected }) => expected !== undefined))('$id', async (golden) => {
    const { begin, images, options, expected = [] } = golden
    const script = formulaScript(golden)
    const run = scriptedRun((i, ids) => script(images[i] as number, ids))
    const answer = await generate(
      run,
      images.length,
      { ...options, begin, endId: golden.end },
      { reward: 'recaption' },
    )()
    expect(answer).toMatchObject({ _tag: 'Right', right: { length: expected.length } })
    if (E.isLeft(answer)) return
    for (const [i, texts] of expected.entries()) {
      const { ids, beams = [] } = answer.right[i]!
      if ('ids' in texts) {
        expect(ids).toEqual(texts.ids)
        continue
      }
      expect(beams.map((beam) => beam.ids)).toEqual(texts.map(([beam]) => beam))
      for (const [k, [, score]] of texts.entries())
        expect(Math.abs(beams[k]!.score - score)).toBeLessThanOrEqual(RELATIVE * Math.max(1, Math.abs(score)))
    }
  })
})

describe("what transformers' generate draws from", () => {
  test.each(cases.filter(({ steps }) => steps !== undefined))('$id', (golden) => {
    const { begin, images, options, steps = [], levels = 0 } = golden
    const { minNewTokens = 0, repetitionPenalty = 1 } = options
    const sampler = new Sampler('recaption', options.mode as Sample)
    const context = new ScoresInContext({
      endId: golden.end,
      minIds: begin.length + minNewTokens,
      repetitionPenalty: Math.fround(repetitionPenalty),
    })
    const script = formulaScript(golden)
    for (const { ids, kept, p } of steps) {
      const scores = context.of(script(images[0] as number, ids) as Float32Array, ids)
      const answer = sampler.weights(scores)
      const weights = E.isRight(answer) ? [...answer.right] : []
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const mine = weights.flatMap((weight, i) => (weight > 0 ? [i] : []))
      // Which of equal ones top-p leaves is open there.
      const equal = levels > 0
      const told = (list: ReadonlyArray<number>): ReadonlyArray<number> =>
        equal ? list.map((i) => scores[i] as number).sort((a, b) => a - b) : list
      expect(told(mine)).toEqual(told(kept))
      if (!equal) for (const [k, i] of kept.entries()) expect(Math.abs(weights[i]! / total - p[k]!)).toBeLessThan(2e-6)
    }
  })
})
