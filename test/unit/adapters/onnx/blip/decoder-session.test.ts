import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { DecoderSession } from '../../../../../src/adapters/onnx/blip/decoder-session.js'
import { encodeImages, rowsOf } from '../../../../../src/adapters/onnx/blip/image-states.js'
import { BASE } from '../../../../../src/adapters/onnx/blip/made-up-model.js'
import type { Feed, Session, Tensor } from '../../../../../src/adapters/onnx/session.js'
import type { RewardError } from '../../../../../src/core/error.js'
import { left, right } from '../huggingface/folder.js'

/** One layer of one head of one number, and a vocabulary of two. */
const TEXT = { ...BASE.text, layers: 1, heads: 1, hiddenSize: 1, vocabularySize: 2 }

const tensor = (shape: ReadonlyArray<number>, ...values: ReadonlyArray<number>): Tensor => ({
  shape,
  data: Float32Array.from(values),
})
const plain = ({ shape, data }: Feed): unknown => ({ shape, data: [...data].map(Number) })

type Run = (feeds: Readonly<Record<string, Feed>>) => E.Either<RewardError, Readonly<Record<string, Tensor>>>

const sessionOf = (run: Run): Session => ({
  device: 'cpu',
  inputs: [],
  run: (feeds) => () => Promise.resolve(run(feeds)),
  close: () => Promise.resolve(),
})

/** A decoder whose keys are the tokens it has read, and whose values are 10 times as large; it keeps what it was fed. */
const decoder = (images: Tensor) => {
  const fed: Array<Readonly<Record<string, unknown>>> = []
  const session = sessionOf((feeds) => {
    fed.push(Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, plain(feed)])))
    const ids = feeds['input_ids']!
    const [rows = 0, count = 0] = ids.shape
    const past = feeds['past_key.0']!
    const before = past.shape[2]!
    const all = Array.from({ length: rows }, (_, row) => [
      ...[...past.data].slice(row * before, (row + 1) * before).map(Number),
      ...[...ids.data].slice(row * count, (row + 1) * count).map(Number),
    ])
    const present = (times: number): Tensor =>
      tensor([rows, 1, before + count, 1], ...all.flat().map((value) => times * value))
    return E.right({
      logits: tensor([rows, 2], ...all.flatMap((row) => [row.length, 0])),
      'present_key.0': present(1),
      'present_value.0': present(10),
    })
  })
  return { run: new DecoderSession(session, TEXT, images), fed }
}

/** Three images of one token of two numbers. */
const IMAGES = tensor([3, 1, 2], 1, 1, 2, 2, 3, 3)

describe('a step of the decoder', () => {
  it('reads new tokens at the positions after those it has read', async () => {
    const { run, fed } = decoder(IMAGES)
    const begun = [
      [7, 8],
      [7, 8],
      [7, 8],
    ]
    expect(right(await run.step([0, 1, 2], begun)())).toEqual({
      rows: 3,
      vocabulary: 2,
      values: Float32Array.of(2, 0, 2, 0, 2, 0),
    })
    await run.step([0, 1, 2], [[4], [5], [6]])()
    expect(fed[0]).toMatchObject({
      input_ids: { shape: [3, 2], data: [7, 8, 7, 8, 7, 8] },
      position_ids: { shape: [2], data: [0, 1] },
      encoder_hidden_states: plain(IMAGES),
      'past_key.0': { shape: [3, 1, 0, 1], data: [] },
    })
    expect(fed[1]).toMatchObject({
      input_ids: { shape: [3, 1], data: [4, 5, 6] },
      position_ids: { shape: [1], data: [2] },
      'past_key.0': { shape: [3, 1, 2, 1], data: [7, 8, 7, 8, 7, 8] },
      'past_value.0': { shape: [3, 1, 2, 1], data: [70, 80, 70, 80, 70, 80] },
    })
  })

  it('goes on from rows that are left, with their images', async () => {
    const { run, fed } = decoder(IMAGES)
    await run.step([0, 1, 2], [[1], [2], [3]])()
    await run.step([0, 2], [[4], [6]])()
    await run.step([1], [[9]])()
    expect(fed[1]).toMatchObject({
      encoder_hidden_states: { shape: [2, 1, 2], data: [1, 1, 3, 3] },
      'past_key.0': { data: [1, 3] },
    })
    // Of the rows of the step before, the second: that of the third image.
    expect(fed[2]).toMatchObject({
      encoder_hidden_states: { shape: [1, 1, 2], data: [3, 3] },
      'past_key.0': { shape: [1, 1, 2, 1], data: [3, 6] },
    })
  })

  it('goes on from a row several times: beams', async () => {
    const { run, fed } = decoder(IMAGES)
    await run.step([0, 1, 2], [[1], [2], [3]])()
    await run.step([0, 0, 1, 1, 2, 2], [[4], [5], [6], [7], [8], [9]])()
    await run.step([1, 1, 5, 4], [[0], [1], [2], [3]])()
    expect(fed[1]).toMatchObject({
      encoder_hidden_states: plain(IMAGES),
      'past_key.0': { data: [1, 1, 2, 2, 3, 3] },
    })
    expect(fed[2]).toMatchObject({
      encoder_hidden_states: { shape: [2, 1, 2], data: [1, 1, 3, 3] },
      'past_key.0': { data: [1, 5, 1, 5, 3, 9, 3, 8] },
    })
  })

  it.each([
    ['rows of an image apart', [0, 1, 0, 1]],
    ['more rows of one image than of another', [0, 0, 1]],
    ['a row that is not there', [0, 1, 2, 3]],
  ])('refuses %s: what it would compute belongs to other images', async (_, from) => {
    const { run, fed } = decoder(IMAGES)
    const answer = await run.step(
      from,
      from.map(() => [1]),
    )()
    expect(left(answer)).toMatchObject({ _tag: 'Unexpected', reward: 'recaption' })
    expect(fed).toEqual([])
  })

  it('fails as its session does', async () => {
    const error: RewardError = { _tag: 'Unavailable', reward: 'recaption', reason: 'gone' }
    const run = new DecoderSession(
      sessionOf(() => E.left(error)),
      TEXT,
      IMAGES,
    )
    expect(left(await run.step([0, 1, 2], [[1], [1], [1]])())).toEqual(error)
  })
})

describe('some rows of a tensor', () => {
  const rows = tensor([3, 2], 1, 2, 3, 4, 5, 6)

  it('in any order, any of them several times or not at all', () => {
    expect(rowsOf(rows, [2, 0, 0])).toEqual(tensor([3, 2], 5, 6, 1, 2, 1, 2))
    expect(rowsOf(rows, [1])).toEqual(tensor([1, 2], 3, 4))
    expect(rowsOf(rows, [])).toEqual(tensor([0, 2]))
  })

  it('all of them are the tensor itself', () => {
    expect(rowsOf(rows, [0, 1, 2])).toBe(rows)
    expect(rowsOf(rows, [0, 1])).toEqual(tensor([2, 2], 1, 2, 3, 4))
  })
})

describe('images are encoded', () => {
  const encoder = (): { readonly session: Session; readonly shapes: Array<ReadonlyArray<number>> } => {
    const shapes: Array<ReadonlyArray<number>> = []
    const session = sessionOf((feeds) => {
      const pixels = feeds['pixel_values']!
      shapes.push(pixels.shape)
      return E.right({ encoder_hidden_states: tensor([1, 1, 2], Number(pixels.data[0]), 0.5) })
    })
    return { session, shapes }
  }

  it('one by one, in their order', async () => {
    const { session, shapes } = encoder()
    const images = [4, 5, 6].map((value) => new Float32Array(12).fill(value))
    expect(right(await encodeImages(session, images, 2)())).toEqual(tensor([3, 1, 2], 4, 0.5, 5, 0.5, 6, 0.5))
    expect(shapes).toEqual([
      [1, 3, 2, 2],
      [1, 3, 2, 2],
      [1, 3, 2, 2],
    ])
  })

  it('none after the first that fails', async () => {
    let runs = 0
    const error: RewardError = { _tag: 'Unavailable', reward: 'recaption', reason: 'gone' }
    const session = sessionOf(() => {
      runs++
      return E.left(error)
    })
    expect(left(await encodeImages(session, [new Float32Array(12), new Float32Array(12)], 2)())).toEqual(error)
    expect(runs).toBe(1)
  })
})
