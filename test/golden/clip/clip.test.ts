import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadClip, loadClipModel } from '../../../src/adapters/onnx/clip/load-clip.js'
import { readClipConfig } from '../../../src/adapters/onnx/clip/clip-config.js'
import { openClipText } from '../../../src/adapters/onnx/clip/clip-text.js'
import { prepareImage } from '../../../src/adapters/onnx/huggingface/prepare-image.js'
import { readPreprocessing } from '../../../src/adapters/onnx/huggingface/preprocessing.js'
import type { ClipModel } from '../../../src/clip/model.js'
import type { Image } from '../../../src/image/image.js'
import { pixelValues } from '../../../src/image/pixel-values.js'
import { fnv1a32, hash32 } from '../../../src/formula/hash.js'
import { score } from '../../../src/score.js'
import { imageNamed } from '../formula-name.js'
import { findGoldens, goldensRoot } from '../support.js'

interface GoldenText {
  readonly text: string
  readonly ids: ReadonlyArray<number>
  readonly embedding: ReadonlyArray<number>
  /** Where the two rules for the end of a text differ. */
  readonly embedding_highest?: ReadonlyArray<number>
}

interface Values {
  readonly model: string
  readonly images_run: string
  readonly images: Readonly<
    Record<
      string,
      {
        readonly pixel_index: ReadonlyArray<number>
        readonly pixel_values: ReadonlyArray<number>
        readonly pixel_sum: number
        readonly embedding: ReadonlyArray<number>
      }
    >
  >
  readonly texts: ReadonlyArray<GoldenText>
  /** By image, by text. */
  readonly cosines: ReadonlyArray<ReadonlyArray<number>>
}

const EMBEDDING_TOLERANCE = 1e-5
const PIXEL_TOLERANCE = 2e-6
const PIXELS_SUM_TOLERANCE = 1e-3

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** At length 1, as the golden values are. */
const unit = (embedding: Float32Array): ReadonlyArray<number> => {
  const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0))
  return Array.from(embedding, (value) => value / length)
}

const expectNear = (numbers: ReadonlyArray<number>, golden: ReadonlyArray<number>, tolerance: number): void => {
  expect(numbers).toHaveLength(golden.length)
  const largest = Math.max(...numbers.map((value, i) => Math.abs(value - (golden[i] as number))))
  expect(largest).toBeLessThanOrEqual(tolerance)
}

/** The family is kept here; a folder of goldens that has it as well comes first. */
const roots = [goldensRoot(), fileURLToPath(new URL('..', import.meta.url))]
const files = roots.map((root) => findGoldens(root, 'clip', /\.values\.json$/)).find(({ length }) => length > 0) ?? []
if (files.length === 0) test.skip('clip: no file *.values.json')

describe.each(files)('%s', (file) => {
  const { model: name, images_run, images, texts, cosines } = JSON.parse(readFileSync(file, 'utf8')) as Values
  const folder = path.join(path.dirname(file), name)
  const names = Object.keys(images)
  const model = { path: folder, reward: 'clip', install: '' }
  const imageOf = (image: string): Image => imageNamed(image, images_run)
  if (!existsSync(folder)) return test.skip(`no folder ${folder}`)

  let clip: ClipModel & AsyncDisposable
  beforeAll(async () => {
    clip = right(await loadClipModel({ path: folder, threads: 1, batchSize: 5 })())
  })
  afterAll(() => clip[Symbol.asyncDispose]())

  test.each(names)('the pixel values of %s', async (image) => {
    const config = right(await readClipConfig(model)())
    const preprocessing = right(await readPreprocessing(model, 'clip', config.vision.imageSize)())
    const owner = { reward: 'clip', field: 'image' }
    const values = pixelValues([right(prepareImage(imageOf(image), preprocessing, owner))], preprocessing.scale)
    const golden = images[image]!
    const seed = fnv1a32('sample')
    expect(golden.pixel_index).toEqual(golden.pixel_index.map((_, i) => hash32(seed, i) % values.length))
    expectNear(
      golden.pixel_index.map((at) => values[at]!),
      golden.pixel_values,
      PIXEL_TOLERANCE,
    )
    const sum = values.reduce((total, value) => total + value, 0)
    expect(Math.abs(sum - golden.pixel_sum)).toBeLessThan(PIXELS_SUM_TOLERANCE)
  })

  test.each(texts)('the tokens of $text', async ({ text, ids }) => {
    const config = right(await readClipConfig(model)())
    const tokenize = right(await openClipText(model, config.text)())
    expect(right(tokenize(text)).ids).toEqual(ids)
  })

  test('embeddings of images, in batches and one by one', async () => {
    const answers = right(await clip.embedImages(names.map(imageOf))())
    for (const [i, image] of names.entries()) {
      expectNear(unit(right(answers[i]!)), images[image]!.embedding, EMBEDDING_TOLERANCE)
      const [alone] = right(await clip.embedImages([imageOf(image)])())
      expectNear(unit(right(alone!)), images[image]!.embedding, EMBEDDING_TOLERANCE)
    }
  })

  test('embeddings of texts, in batches and one by one', async () => {
    const answers = right(await clip.embedTexts(texts.map(({ text }) => text))())
    for (const [i, { text, embedding }] of texts.entries()) {
      expectNear(unit(right(answers[i]!)), embedding, EMBEDDING_TOLERANCE)
      const [alone] = right(await clip.embedTexts([text])())
      expectNear(unit(right(alone!)), embedding, EMBEDDING_TOLERANCE)
    }
  })

  const ruled = texts.filter(({ embedding_highest }) => embedding_highest !== undefined)
  test.skipIf(ruled.length === 0)('embeddings of texts where eos_token_id is 2', async () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'corl-clip-'))
    cpSync(folder, copy, { recursive: true })
    const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as { text_config: object }
    const older = { ...config, text_config: { ...config.text_config, eos_token_id: 2 } }
    writeFileSync(path.join(copy, 'config.json'), JSON.stringify(older))
    const other = right(await loadClipModel({ path: copy, threads: 1 })())
    const answers = right(await other.embedTexts(ruled.map(({ text }) => text))())
    ruled.forEach(({ embedding_highest, embedding }, i) => {
      expectNear(unit(right(answers[i]!)), embedding_highest!, EMBEDDING_TOLERANCE)
      expect(embedding_highest).not.toEqual(embedding)
    })
    await other[Symbol.asyncDispose]()
    rmSync(copy, { recursive: true })
  })

  test('cosines, by the reward', async () => {
    const reward = right(await loadClip({ path: folder, threads: 1 })())
    const samples = names.flatMap((image) => texts.map(({ text }) => ({ image: imageOf(image), prompt: text })))
    const outcomes = await score(reward, samples)
    const values = outcomes.map((outcome) => (outcome._tag === 'Scored' ? outcome.value : NaN))
    expectNear(values, cosines.flat(), EMBEDDING_TOLERANCE)
    await reward[Symbol.asyncDispose]()
  })
})
