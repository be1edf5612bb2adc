import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  type BertScoreOptions,
  loadBertScore,
  loadBertScoreModel,
} from '../../../src/adapters/onnx/bert-score/load-bert-score.js'
import { idfWeights } from '../../../src/bert-score/idf.js'
import type { BertScoreVariant } from '../../../src/bert-score/options.js'
import { type Outcome, valueOf } from '../../../src/core/outcome.js'
import { score } from '../../../src/score.js'
import { findGoldens, goldensRoot } from '../support.js'

/** Precision, recall and F; null where the program says NaN. */
type Scores = ReadonlyArray<number | null>

interface GoldenScores {
  readonly id: string
  readonly layer: number
  readonly variant?: BertScoreVariant
  readonly idf?: boolean
  readonly baseline?: boolean
  readonly scores: ReadonlyArray<Scores>
}

interface Values {
  readonly model: string
  readonly tolerance: number
  readonly pairs: ReadonlyArray<readonly [candidate: string, reference: string]>
  readonly ids: ReadonlyArray<readonly [candidate: ReadonlyArray<number>, reference: ReadonlyArray<number>]>
  readonly idf_documents?: ReadonlyArray<string>
  readonly idf?: Readonly<Record<string, number>>
  readonly baseline?: Readonly<Record<string, readonly [number, number, number]>>
  readonly embeddings_layer_3?: Readonly<
    Record<string, { readonly ids: ReadonlyArray<number>; readonly values: ReadonlyArray<number> }>
  >
  readonly cases: ReadonlyArray<GoldenScores>
  readonly several?: {
    readonly pairs: ReadonlyArray<readonly [candidate: string, references: ReadonlyArray<string>]>
    readonly cases: ReadonlyArray<GoldenScores>
  }
  readonly group?: {
    readonly pairs: ReadonlyArray<readonly [candidate: string, reference: string]>
    readonly alone: ReadonlyArray<number>
  }
}

/** Hidden states are of size 1 and pass through up to four layers. */
const STATE_TOLERANCE = 2e-5

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** As the program lists them. */
const scoresOf = (outcome: Outcome): Scores => [
  ...['precision', 'recall'].map((part) => valueOf(outcome.parts![part]!)),
  valueOf(outcome),
]

/** The family is kept here; a folder of goldens that has it as well comes first. */
const roots = [goldensRoot(), fileURLToPath(new URL('..', import.meta.url))]
const files =
  roots.map((root) => findGoldens(root, 'bert-score', /\.values\.json$/)).find(({ length }) => length > 0) ?? []
if (files.length === 0) test.skip('bert-score: no file *.values.json')

describe.each(files)('%s', (file) => {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Values
  const { tolerance, pairs, ids, idf_documents, several, group } = golden
  const folder = path.join(path.dirname(file), golden.model)
  if (!existsSync(folder)) return test.skip(`no folder ${folder}`)

  const optionsOf = ({ layer, variant, idf, baseline }: Omit<GoldenScores, 'scores'>): BertScoreOptions => {
    const [precision, recall, f] = golden.baseline?.[layer] ?? [0, 0, 0]
    return {
      path: folder,
      threads: 1,
      batchSize: 5,
      layer,
      ...(variant === undefined ? {} : { variant }),
      ...(idf === true ? { idf: idf_documents! } : {}),
      ...(baseline === true ? { rescale: { precision, recall, f } } : {}),
    }
  }

  const scoreAll = async (
    options: BertScoreOptions,
    samples: ReadonlyArray<readonly [caption: string, prompt: string | ReadonlyArray<string>]>,
  ): Promise<ReadonlyArray<Outcome>> => {
    const reward = right(await loadBertScore(options)())
    const outcomes = await score(
      reward,
      samples.map(([caption, prompt]) => ({ caption, prompt })),
    )
    await reward[Symbol.asyncDispose]()
    return outcomes
  }

  const expectScores = (outcome: Outcome, scores: Scores): void => {
    scoresOf(outcome).forEach((value, k) => {
      // What has no value in the program counts as 0 here, as its F does there.
      expect(Math.abs(value! - (scores[k] ?? 0))).toBeLessThanOrEqual(tolerance)
    })
  }

  test.each(golden.cases)('$id', async ({ scores, ...facts }) => {
    const outcomes = await scoreAll(optionsOf(facts), pairs)
    scores.forEach((one, i) => expectScores(outcomes[i]!, one))
  })

  test.each(golden.cases.slice(0, 1))('$id, one by one', async ({ scores, ...facts }) => {
    for (const [i, pair] of pairs.entries()) {
      const [outcome] = await scoreAll({ ...optionsOf(facts), batchSize: 1 }, [pair])
      expectScores(outcome!, scores[i]!)
    }
  })

  test.each(several?.cases ?? [])('$id', async ({ scores, ...facts }) => {
    const outcomes = await scoreAll(optionsOf(facts), several!.pairs)
    scores.forEach((one, i) => expectScores(outcomes[i]!, one))
  })

  test('tokens', async () => {
    const [{ layer, variant = 'paper' }] = golden.cases as [GoldenScores]
    const model = right(await loadBertScoreModel({ path: folder, layer, variant })())
    pairs.forEach((pair, i) => expect(pair.map((text) => right(model.tokens(text)))).toEqual(ids[i]))
    await model[Symbol.asyncDispose]()
  })

  test.skipIf(golden.embeddings_layer_3 === undefined)('states of layer 3', async () => {
    const model = right(await loadBertScoreModel({ path: folder, layer: 3 })())
    const states = Object.entries(golden.embeddings_layer_3!)
    const answers = right(await model.embed(states.map(([text]) => text))())
    states.forEach(([, { ids: expected, values }], i) => {
      const { ids: found, vectors } = right(answers[i]!)
      expect(found).toEqual(expected)
      expect(vectors).toHaveLength(values.length)
      expect(Math.max(...values.map((value, k) => Math.abs(value - vectors[k]!)))).toBeLessThan(STATE_TOLERANCE)
    })
    await model[Symbol.asyncDispose]()
  })

  test.skipIf(golden.idf === undefined)('idf', async () => {
    const model = right(await loadBertScoreModel({ path: folder, layer: 0 })())
    const weight = idfWeights(idf_documents!.map((text) => right(model.tokens(text))))
    for (const [id, value] of Object.entries(golden.idf!)) expect(weight(Number(id))).toBeCloseTo(value, 9)
    await model[Symbol.asyncDispose]()
  })

  test.skipIf(group === undefined)('a group scored together has the scores of each pair alone', async () => {
    const released = golden.cases.find(({ variant }) => variant === 'released')!
    const outcomes = await scoreAll(optionsOf(released), group!.pairs)
    group!.alone.forEach((f, i) => expect(valueOf(outcomes[i]!)).toBeCloseTo(f, 5))
  })
})
