import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlipConfig } from '../../../src/adapters/onnx/blip/blip-config.js'
import { FORMULA_NAME, formulaTensors } from '../../../src/adapters/onnx/blip/formula-weights.js'
import { BASE, BASE_PREPROCESSING } from '../../../src/adapters/onnx/blip/made-up-model.js'
import { type BlipNetwork, openBlip } from '../../../src/adapters/onnx/blip/open-blip.js'
import { HEAD, TEXT, VISION, WORDS } from '../../../src/adapters/onnx/blip/tensors.js'
import { prepareImage } from '../../../src/adapters/onnx/huggingface/prepare-image.js'
import { madeUp, type MadeUpTensor } from '../../../src/adapters/onnx/made-up.js'
import { type FormulaTensor, formulaTensor } from '../../../src/formula/tensor.js'
import { pixelValues } from '../../../src/image/pixel-values.js'
import { writeSafetensors } from '../../../src/models/checkpoint/write-safetensors.js'
import { imageNamed } from '../formula-name.js'
import { findGoldens, goldensRoot } from '../support.js'
import { distanceTo, type LogitSamples, right, type Samples, write } from './captioned.js'

/** Recommended with the data; noise of float32 is 4.4e-6 and 1.1e-4. */
const STATE_TOLERANCE = 1e-4
const LOGIT_TOLERANCE = 5e-3

/** A gigabyte of weights is made and written, one tensor in memory at a time; then twelve layers and more run over images of 384 x 384. */
const LONG = { timeout: 300_000 }

/** A tensor by formula; some of its elements are set afterwards. */
interface Parameter extends FormulaTensor {
  readonly name: string
  readonly tied_to?: string
  readonly then_set?: Readonly<Record<string, number>>
}

interface Values {
  readonly images_run?: string
  readonly bias_set?: Readonly<Record<string, number>>
  readonly state_dict: ReadonlyArray<Parameter>
  readonly images: ReadonlyArray<{
    readonly image: string
    readonly greedy_20_ids: ReadonlyArray<number>
    readonly vision_last_hidden_state: Samples
    readonly logits_of_first_steps_float64?: ReadonlyArray<LogitSamples>
  }>
  readonly teacher_forced?: {
    readonly image: string
    readonly ids: ReadonlyArray<number>
    readonly index: ReadonlyArray<number>
    readonly logits: ReadonlyArray<ReadonlyArray<number>>
    readonly argmax: ReadonlyArray<number>
    readonly max: ReadonlyArray<number>
  }
  readonly 'repetition_penalty_1.5'?: {
    readonly images: ReadonlyArray<string>
    readonly ids: ReadonlyArray<ReadonlyArray<number>>
  }
}

/** Files of values of networks whose weights follow from a formula. */
const files = findGoldens(goldensRoot(), 'blip', /\.values\.json$/).flatMap((file) => {
  if (existsSync(file.replace(/\.values\.json$/, ''))) return []
  const values = JSON.parse(readFileSync(file, 'utf8')) as Partial<Values>
  return values.state_dict === undefined ? [] : [[path.basename(file), values as Values] as const]
})
if (files.length === 0) {
  console.info('golden blip: skipped, no values of a network by formula')
  test.skip('blip: no values of a network by formula', () => undefined)
}

/** The sizes of a network, as its tensors have them; a head is 64 wide. */
const configOf = (parameters: ReadonlyArray<Parameter>): BlipConfig => {
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]))
  const size = (name: string, axis: number): number => shapes.get(name)![axis]!
  const layers = (module: string): number =>
    1 +
    Math.max(
      ...[...shapes.keys()]
        .filter((name) => name.startsWith(module))
        .map((name) => Number(name.slice(module.length).split('.')[0])),
    )
  const patches = `${VISION}.embeddings.patch_embedding.weight`
  const [width, patchSize] = [size(patches, 0), size(patches, 2)]
  const textWidth = size(WORDS, 1)
  return {
    vision: {
      ...BASE.vision,
      hiddenSize: width,
      heads: width / 64,
      layers: layers(`${VISION}.encoder.layers.`),
      intermediateSize: size(`${VISION}.encoder.layers.0.mlp.fc1.weight`, 0),
      patchSize,
      imageSize: patchSize * Math.sqrt(size(`${VISION}.embeddings.position_embedding`, 1) - 1),
    },
    text: {
      ...BASE.text,
      hiddenSize: textWidth,
      heads: textWidth / 64,
      layers: layers(`${TEXT}.encoder.layer.`),
      intermediateSize: size(`${TEXT}.encoder.layer.0.intermediate.dense.weight`, 0),
      vocabularySize: size(WORDS, 0),
      maxPositions: size(`${TEXT}.embeddings.position_embeddings.weight`, 0),
      encoderHiddenSize: width,
    },
  }
}

/** Its tensors, but for those that are tied to others. */
const untied = ({ state_dict, bias_set }: Values): ReadonlyArray<readonly [string, MadeUpTensor]> =>
  state_dict
    .filter(({ tied_to }) => tied_to === undefined)
    .map(({ name, then_set = name === `${HEAD}.bias` ? bias_set : undefined, ...formula }) => {
      const values = (): Float32Array => {
        const made = formulaTensor(formula)
        for (const [at, value] of Object.entries(then_set ?? {})) made[Number(at)] = value
        return made
      }
      return [name, madeUp(formula.shape, values)]
    })

/** Numbers of a tensor, where all of them are compared. */
const MOST_COMPARED = 1e6

describe.each(files)('a network of true size: %s', (_, values) => {
  const home = mkdtempSync(path.join(tmpdir(), 'corl-golden-blip-size-'))
  const config = configOf(values.state_dict)
  const [bos = 0] = values.images[0]!.greedy_20_ids
  let network: BlipNetwork
  let close = (): Promise<void> => Promise.resolve()
  beforeAll(async () => {
    const checkpoint = path.join(home, 'model.safetensors')
    right(await writeSafetensors(checkpoint, untied(values))())
    network = right(await openBlip({ config, checkpoint, precision: 'fp32', home, device: 'cpu' })())
    close = network.close
  }, LONG.timeout)
  afterAll(async () => {
    await close()
    rmSync(home, { recursive: true, force: true })
  }, LONG.timeout)

  const { imageSize } = config.vision
  const preprocessing = { ...BASE_PREPROCESSING, resize: { widthPx: imageSize, heightPx: imageSize } }
  const pixels = (name: string): Float32Array => {
    const image = imageNamed(name, values.images_run ?? 'v1')
    return pixelValues(
      [right(prepareImage(image, preprocessing, { reward: 'golden', field: name }))],
      preprocessing.scale,
    )
  }
  const encoded = async (...names: ReadonlyArray<string>) => right(await network.encode(names.map(pixels))())
  const decoding = { begin: [bos], endId: config.text.sepId, maxNewTokens: 20 }

  test.each(values.images.map((golden) => [golden.image, golden] as const))('%s', LONG, async (image, golden) => {
    const states = await encoded(image)
    expect(distanceTo(states.data, golden.vision_last_hidden_state)).toBeLessThan(STATE_TOLERANCE)
    const { texts, logits } = await write(network, states, 1, decoding)
    expect(texts[0]!.ids).toEqual(golden.greedy_20_ids)
    for (const [step, expected] of (golden.logits_of_first_steps_float64 ?? []).entries()) {
      expect(distanceTo(logits[step]!, expected)).toBeLessThan(LOGIT_TOLERANCE)
      expect(Math.abs(logits[step]![expected.argmax]! - expected.max)).toBeLessThan(LOGIT_TOLERANCE)
    }
  })

  test('all images in one batch have the texts they have alone', LONG, async () => {
    const states = await encoded(...values.images.map(({ image }) => image))
    const { texts } = await write(network, states, values.images.length, decoding)
    expect(texts.map(({ ids }) => ids)).toEqual(values.images.map(({ greedy_20_ids }) => greedy_20_ids))
  })

  const forced = values.teacher_forced
  test.skipIf(forced === undefined).each([
    ['token by token', 0],
    ['at once', forced?.ids.length ?? 0],
    ['its first half at once, then token by token', (forced?.ids.length ?? 0) >> 1],
  ])('a text that is given, %s', LONG, async (_how, atOnce) => {
    const { image, ids, index, logits, argmax, max } = forced!
    const run = network.decode(await encoded(image))
    for (let read = 0; read < ids.length;) {
      const to = Math.max(atOnce, read + 1)
      const got = right(await run.step([0], [ids.slice(read, to)])())
      read = to
      const last = read - 1
      expect(distanceTo(got.values, { index, value: logits[last]! })).toBeLessThan(LOGIT_TOLERANCE)
      expect(got.values.indexOf(Math.max(...got.values))).toBe(argmax[last])
      expect(Math.abs(got.values[argmax[last]!]! - max[last]!)).toBeLessThan(LOGIT_TOLERANCE)
    }
  })

  test.runIf(values.state_dict[0]!.key.startsWith(`${FORMULA_NAME}|`))('made-up weights are these', LONG, () => {
    const ours = new Map(formulaTensors(config))
    const theirs = untied(values)
    expect([...ours.keys()].sort()).toEqual(theirs.map(([name]) => name).sort())
    for (const [name, { shape, data }] of theirs) {
      // Of the large ones the scale is that of others.
      if (shape.reduce((product, size) => product * size, 1) > MOST_COMPARED) continue
      expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(ours.get(name)!.data.buffer)), name).toBe(0)
    }
  })

  const penalised = values['repetition_penalty_1.5']
  test.skipIf(penalised === undefined)('a repetition penalty of 1.5', LONG, async () => {
    const { images, ids } = penalised!
    const states = await encoded(...images)
    const { texts } = await write(network, states, images.length, { ...decoding, repetitionPenalty: 1.5 })
    expect(texts.map((text) => text.ids)).toEqual(ids)
  })
})
