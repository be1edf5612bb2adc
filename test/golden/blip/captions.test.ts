import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BlipConfig, readBlipConfig } from '../../../src/adapters/onnx/blip/blip-config.js'
import { type BlipText, openBlipText } from '../../../src/adapters/onnx/blip/blip-text.js'
import { type BlipNetwork, openBlip } from '../../../src/adapters/onnx/blip/open-blip.js'
import { prepareImage } from '../../../src/adapters/onnx/huggingface/prepare-image.js'
import { readPreprocessing } from '../../../src/adapters/onnx/huggingface/preprocessing.js'
import { pixelValues } from '../../../src/image/pixel-values.js'
import type { DecodingOptions } from '../../../src/recaption/decoding/options.js'
import { imageNamed } from '../formula-name.js'
import { distanceTo, type LogitSamples, right, type Samples, write } from './captioned.js'
import { goldenFolders } from './folders.js'

/** Recommended with the data; noise of float32 is 20 times smaller. */
const STATE_TOLERANCE = 1e-4
const LOGIT_TOLERANCE = 2e-3
const SCORE_TOLERANCE = 5e-4
/** Halves have 11 or 8 bits: the same network, its states to about two digits. */
const HALF_TOLERANCE = 0.15

interface Greedy {
  readonly ids: ReadonlyArray<number>
  readonly text: string
  readonly logits_of_first_steps?: ReadonlyArray<LogitSamples>
}

interface Beams {
  readonly best_ids: ReadonlyArray<number>
  readonly best_text: string
  readonly best_score: number
  readonly three_ids: ReadonlyArray<ReadonlyArray<number>>
  readonly three_scores: ReadonlyArray<number>
}

interface ImageValues {
  readonly image: string
  readonly vision_last_hidden_state: Samples
  readonly greedy_20: Greedy
  readonly greedy_50: Greedy
  readonly prompt_20: Greedy
  readonly prompt_50: Greedy
  readonly beam3_20?: Beams
  readonly beam3_prompt_20?: Beams
}

interface Batch {
  readonly images: ReadonlyArray<string>
  readonly ids?: ReadonlyArray<ReadonlyArray<number>>
  readonly ids_padded?: ReadonlyArray<ReadonlyArray<number>>
  readonly texts?: ReadonlyArray<string>
  readonly scores?: ReadonlyArray<number>
}

interface Values {
  readonly images_run?: string
  readonly prompt: string
  readonly images: ReadonlyArray<ImageValues>
  readonly [batch: `batch8_${string}`]: Batch | undefined
}

/** Files of weights of a folder, its variants among them. */
const checkpointsOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(safetensors|bin)$/.test(name))
    .sort()
    .map((name) => path.join(folder, name))

const isHalf = (file: string): boolean => /float16/.test(path.basename(file))

const BEAMS: DecodingOptions['mode'] = { kind: 'beam', beams: 3 }

/** The decoding behind each batch of 8. */
const BATCHES: Readonly<Record<string, DecodingOptions & { readonly prompted?: true }>> = {
  batch8_greedy_20: { maxNewTokens: 20 },
  batch8_prompt_20: { maxNewTokens: 20, prompted: true },
  batch8_beam3_20: { maxNewTokens: 20, mode: BEAMS },
  batch8_min_new_tokens_20: { maxNewTokens: 20, minNewTokens: 20 },
  'batch8_repetition_penalty_1.5': { maxNewTokens: 20, repetitionPenalty: 1.5 },
  batch8_generate_without_arguments: {},
}

const home = mkdtempSync(path.join(tmpdir(), 'corl-golden-blip-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const folders = goldenFolders<Values>()
if (folders.length === 0) test.skip('blip: no folder with a config.json and values')

for (const { name, folder, values } of folders) {
  const model = { path: folder, reward: 'golden', install: '' }
  let config: BlipConfig
  let text: BlipText
  let pixels: (image: string) => Float32Array
  beforeAll(async () => {
    config = right(await readBlipConfig(model)())
    text = right(await openBlipText(model, config.text)())
    const preprocessing = right(await readPreprocessing(model, 'blip', config.vision.imageSize)())
    pixels = (image) => {
      const prepared = prepareImage(imageNamed(image, values.images_run ?? 'v1'), preprocessing, {
        reward: 'golden',
        field: image,
      })
      return pixelValues([right(prepared)], preprocessing.scale)
    }
  })
  const begin = (prompted: boolean): ReadonlyArray<number> =>
    right(text.beginning(prompted ? values.prompt : undefined))

  describe.each(checkpointsOf(folder).map((file) => [path.relative(folder, file), file] as const))(
    `captions of ${name}, %s`,
    (_, file) => {
      let network: BlipNetwork
      beforeAll(async () => {
        network = right(await openBlip({ config, checkpoint: file, precision: 'fp32', home, device: 'cpu' })())
      })
      afterAll(() => network.close())

      const written = async (image: string, options: DecodingOptions, prompted = false) => {
        const states = right(await network.encode([pixels(image)])())
        const decoding = { ...options, begin: begin(prompted), endId: config.text.sepId }
        const { texts, logits } = await write(network, states, 1, decoding)
        return { states, text: texts[0]!, logits }
      }

      test.each(values.images.map((golden) => [golden.image, golden] as const))('%s', async (image, golden) => {
        const { states } = await written(image, { maxNewTokens: 1 })
        const tolerance = isHalf(file) ? HALF_TOLERANCE : STATE_TOLERANCE
        expect(distanceTo(states.data, golden.vision_last_hidden_state)).toBeLessThan(tolerance)
        if (isHalf(file)) return
        for (const key of ['greedy_20', 'greedy_50', 'prompt_20', 'prompt_50'] as const) {
          const expected = golden[key]
          const got = await written(image, { maxNewTokens: Number(key.slice(-2)) }, key.startsWith('prompt'))
          expect(got.text.ids, key).toEqual(expected.ids)
          expect(right(text.captionOf(got.text.ids, false)), key).toBe(expected.text)
          for (const [step, logits] of (expected.logits_of_first_steps ?? []).entries()) {
            expect(distanceTo(got.logits[step]!, logits)).toBeLessThan(LOGIT_TOLERANCE)
            expect(got.logits[step]![logits.argmax]).toBeCloseTo(logits.max, 2)
          }
        }
        for (const key of ['beam3_20', 'beam3_prompt_20'] as const) {
          const expected = golden[key]
          if (expected === undefined) continue
          const got = await written(image, { maxNewTokens: 20, mode: BEAMS }, key === 'beam3_prompt_20')
          expect(got.text.ids, key).toEqual(expected.best_ids)
          expect(right(text.captionOf(got.text.ids, false)), key).toBe(expected.best_text)
          expect(Math.abs(got.text.score! - expected.best_score)).toBeLessThan(SCORE_TOLERANCE)
          expect(
            got.text.beams!.map(({ ids }) => padded(ids, expected.three_ids[0]!.length, config.text.sepId)),
          ).toEqual(expected.three_ids.map((ids) => padded(ids, expected.three_ids[0]!.length, config.text.sepId)))
          got.text.beams!.forEach(({ score }, k) =>
            expect(Math.abs(score - expected.three_scores[k]!)).toBeLessThan(SCORE_TOLERANCE),
          )
        }
      })

      if (isHalf(file)) return
      test.each(
        Object.entries(BATCHES).flatMap(([key, options]) => {
          const batch = values[key as `batch8_${string}`]
          return batch === undefined ? [] : [[key, batch, options] as const]
        }),
      )('%s: a batch is its images one by one', async (key, batch, { prompted = false, ...options }) => {
        const states = right(await network.encode(batch.images.map(pixels))())
        const decoding = { ...options, begin: begin(prompted), endId: config.text.sepId }
        const { texts } = await write(network, states, batch.images.length, decoding)
        const expected = (batch.ids_padded ?? batch.ids)!
        expect(
          texts.map(({ ids }, i) => padded(ids, expected[i]!.length, fillerOf(expected[i]!, config))),
          key,
        ).toEqual(expected)
        if (batch.texts !== undefined)
          expect(texts.map(({ ids }) => right(text.captionOf(ids, false)))).toEqual(batch.texts)
        batch.scores?.forEach((score, i) => expect(Math.abs(texts[i]!.score! - score)).toBeLessThan(SCORE_TOLERANCE))
      })
    },
  )
}

const padded = (ids: ReadonlyArray<number>, length: number, filler: number): ReadonlyArray<number> => [
  ...ids,
  ...new Array<number>(Math.max(0, length - ids.length)).fill(filler),
]

/** What a finished row was filled up with: [PAD], in beam search [SEP]. */
const fillerOf = (ids: ReadonlyArray<number>, { text: { sepId, padId } }: BlipConfig): number =>
  ids.at(-1) === sepId && ids.at(-2) === sepId ? sepId : padId
