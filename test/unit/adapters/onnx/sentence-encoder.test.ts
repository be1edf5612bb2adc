import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { GraphWriter, type Value } from '../../../../src/adapters/onnx/graph.js'
import { loadSentenceEncoder } from '../../../../src/adapters/onnx/sentence-encoder/load-sentence-encoder.js'
import type { SentenceEncoder } from '../../../../src/adapters/onnx/sentence-encoder/open-encoder.js'
import type { SentenceEncoderOptions } from '../../../../src/adapters/onnx/sentence-encoder/encoder-options.js'
import { openSession } from '../../../../src/adapters/onnx/session.js'
import { type RewardError, showError } from '../../../../src/core/error.js'
import { tinyFolder, tinySizes, tinyTokenizer } from './bert-fixture.js'

/** What another order of additions may change: 2,000 roundings of float32. */
const CLOSE = 6

const folders: Array<string> = []
const folderOf: typeof tinyFolder = (files) => {
  const folder = tinyFolder(files)
  folders.push(folder)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const open: Array<SentenceEncoder> = []
afterEach(async () => {
  for (const encoder of open.splice(0)) await encoder[Symbol.asyncDispose]()
})

const load = async (options: Partial<SentenceEncoderOptions> & { readonly path: string }): Promise<SentenceEncoder> => {
  const loaded = await loadSentenceEncoder({ threads: 1, ...options })()
  if (isLeft(loaded)) throw new Error(showError(loaded.left))
  open.push(loaded.right)
  return loaded.right
}

const refusal = async (options: SentenceEncoderOptions): Promise<RewardError> => {
  const loaded = await loadSentenceEncoder(options)()
  if (isLeft(loaded)) return loaded.left
  await loaded.right[Symbol.asyncDispose]()
  throw new Error('it was loaded')
}

const embed = async (
  encoder: SentenceEncoder,
  ...texts: ReadonlyArray<string>
): Promise<ReadonlyArray<Array<number>>> => {
  const embedded = await encoder.embed(texts)()
  if (isLeft(embedded)) throw new Error(showError(embedded.left))
  return embedded.right.map((embedding) => [...embedding])
}

/** A graph that looks each token up in a table: [man] is (3, 4), [dog] (0, 5), [red] (-3, -4), all others (0, 0). */
const lookUp = (inputs: ReadonlyArray<string>, finish: (graph: GraphWriter, rows: Value) => void): Uint8Array => {
  const graph = new GraphWriter('look-up')
  const values = inputs.map((name) => graph.input(name, 'int64', ['texts', 'tokens']))
  const table = new Float32Array(2 * tinySizes.vocabulary)
  table.set([3, 4], 2 * 5)
  table.set([0, 5], 2 * 7)
  table.set([-3, -4], 2 * 9)
  const rows = graph.constant('table', 'float32', [tinySizes.vocabulary, 2], table)
  finish(graph, graph.node('Gather', 'last_hidden_state', [rows, values[0] as Value]))
  return graph.toBytes()
}

const tokenVectors = lookUp(['input_ids'], (graph, rows) => graph.output(rows, 'float32', ['texts', 'tokens', 2]))

const pooledVectors = lookUp(['input_ids'], (graph, rows) => {
  graph.output(rows, 'float32', ['texts', 'tokens', 2])
  const most = graph.node('ReduceMax', 'sentence_embedding', [rows], { axes: [1], keepdims: 0 })
  graph.output(most, 'float32', ['texts', 2])
})

describe('an embedding', () => {
  it('is the mean of the tokens, of unit length', async () => {
    const encoder = await load({ path: folderOf({ 'model.onnx': tokenVectors }) })
    const [man, both] = await embed(encoder, 'man', 'Man dog')
    expect(man).toEqual([Math.fround(0.6), Math.fround(0.8)])
    // (3, 4) + (0, 5) = (3, 9), of length sqrt(90).
    expect(both).toEqual([Math.fround(3 / Math.sqrt(90)), Math.fround(9 / Math.sqrt(90))])
  })

  it('is the first token where the model says so, or the caller', async () => {
    const config = JSON.stringify({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false })
    const noSpecial = JSON.stringify({ ...tinyTokenizer, post_processor: null })
    const files = { 'model.onnx': tokenVectors, 'tokenizer.json': noSpecial }
    const [said] = await embed(await load({ path: folderOf({ ...files, '1_Pooling/config.json': config }) }), 'man dog')
    const [asked] = await embed(await load({ path: folderOf(files), pooling: 'cls' }), 'man dog')
    expect([said, asked]).toEqual([0, 1].map(() => [Math.fround(0.6), Math.fround(0.8)]))
  })

  it('is what the graph pooled, where it did', async () => {
    const [both] = await embed(await load({ path: folderOf({ 'model.onnx': pooledVectors }) }), 'man dog')
    expect(both).toEqual([Math.fround(3 / Math.sqrt(34)), Math.fround(5 / Math.sqrt(34))])
  })

  it('is zero where all tokens are', async () => {
    expect(await embed(await load({ path: folderOf({ 'model.onnx': tokenVectors }) }), '')).toEqual([[0, 0]])
  })

  it("is that of the network's own output", async () => {
    const folder = folderOf()
    const session = await openSession('test', path.join(folder, 'model.onnx'), { device: 'cpu', threads: 1 })()
    if (isLeft(session)) throw new Error(showError(session.left))
    const feed = (...values: ReadonlyArray<bigint>) => ({ shape: [1, 4], data: BigInt64Array.from(values) })
    const feeds = {
      input_ids: feed(2n, 5n, 12n, 3n),
      attention_mask: feed(1n, 1n, 1n, 1n),
      token_type_ids: feed(0n, 0n, 0n, 0n),
    }
    const outputs = await session.right.run(feeds)()
    if (isLeft(outputs)) throw new Error(showError(outputs.left))
    const { data } = outputs.right['last_hidden_state']!
    const mean = Array.from({ length: 8 }, (_, i) => [0, 1, 2, 3].reduce((sum, t) => sum + data[8 * t + i]! / 4, 0))
    const length = Math.hypot(...mean)
    const [embedding] = await embed(await load({ path: folder }), 'man ride')
    embedding!.forEach((value, i) => expect(value).toBeCloseTo(mean[i]! / length, CLOSE))
    await session.right.close()
  })

  it('is the same alone and beside longer texts, whatever the size of a run', async () => {
    const texts = ['man', 'a red car', 'a man on a horse', 'dogs', 'a person sit on a red horse', 'unheard']
    const path = folderOf()
    const together = await embed(await load({ path }), ...texts)
    const inTwos = await embed(await load({ path, batchSize: 2 }), ...texts)
    for (const [i, text] of texts.entries()) {
      const [alone] = await embed(await load({ path, batchSize: 1 }), text)
      for (const other of [together[i], inTwos[i]])
        other!.forEach((value, k) => expect(value).toBeCloseTo(alone![k]!, CLOSE))
    }
  })

  it("ignores the words past the model's limit, and keeps the last special token", async () => {
    const encoder = await load({ path: folderOf() })
    // 12 tokens: [CLS], ten words, [SEP].
    const ten = 'man dog red car a on sit ride horse puppy'
    const [short, long, longest] = await embed(encoder, ten, `${ten} person`, `${ten}${' red dog'.repeat(100_000)}`)
    expect(long).toEqual(short)
    expect(longest).toEqual(short)
  })

  it.each([
    ['sentence_bert_config.json', { max_seq_length: 3 }],
    ['config.json', { max_position_embeddings: 3 }],
    ['tokenizer_config.json', { model_max_length: 3, pad_token: { content: '[PAD]' } }],
  ])('is of so many tokens as %s says', async (file, config) => {
    const encoder = await load({ path: folderOf({ 'model.onnx': tokenVectors, [file]: JSON.stringify(config) }) })
    const [one, two] = await embed(encoder, 'man', 'man dog')
    expect(two).toEqual(one)
  })
})

describe('similarities', () => {
  it('are cosines of phrases, in [0, 1], 1 for the same one', async () => {
    const encoder = await load({ path: folderOf({ 'model.onnx': tokenVectors }) })
    const tuples = [[['man']], [['dog']], [['red']]]
    const answer = await encoder.similarities([
      { candidate: tuples, reference: tuples },
      {
        candidate: [[['dog'], ['red']]],
        reference: [
          [['dog'], ['red']],
          [
            ['man', 'dog'],
            ['a', 'red'],
          ],
        ],
      },
      { candidate: [], reference: tuples },
    ])()
    if (isLeft(answer)) throw new Error(showError(answer.left))
    const [objects, attributes, none] = answer.right.map((similarities) => Array.from(similarities))
    expect(objects).toEqual([1, expect.closeTo(0.8, CLOSE), 0, expect.closeTo(0.8, CLOSE), 1, 0, 0, 0, 1])
    // "red dog" is (-3, 1), "a man" (3, 4): -5 is below 0.
    expect(attributes).toEqual([1, 0])
    expect(none).toEqual([])
  })

  it('ask for each distinct phrase once, and not again', async () => {
    const encoder = await load({ path: folderOf() })
    const [first] = await embed(encoder, 'man', 'man')
    const [again, second] = await embed(encoder, 'man', 'dog')
    expect(again).toEqual(first)
    expect(second).not.toEqual(first)
  })

  it('stop when they are called off', async () => {
    const encoder = await load({ path: folderOf() })
    const stopped = await encoder.embed(['man'], AbortSignal.abort(new Error('enough')))()
    expect(stopped).toMatchObject({ left: { _tag: 'Aborted', reason: 'enough' } })
  })
})

describe('a folder', () => {
  it('may keep its graph under onnx/', async () => {
    const encoder = await load({ path: folderOf({ 'model.onnx': undefined, 'onnx/model.onnx': tokenVectors }) })
    expect(await embed(encoder, 'dog')).toEqual([[0, 1]])
  })

  it.each(['model.onnx', 'tokenizer.json'])('without %s is no model', async (file) => {
    const folder = folderOf({ [file]: undefined })
    expect(await refusal({ path: folder })).toMatchObject({ _tag: 'MissingModel', reward: 'spice' })
  })

  it('that is not there is no model', async () => {
    expect(await refusal({ path: '/no/such/folder' })).toMatchObject({ _tag: 'MissingModel' })
  })

  it.each([
    ['model.onnx', 'not a graph', 'an ONNX graph'],
    ['tokenizer.json', '{"model":', 'JSON'],
    ['tokenizer.json', '[1]', 'a JSON object'],
    ['tokenizer.json', '{"model":{}}', 'a tokenizer of Hugging Face'],
    ['tokenizer.json', JSON.stringify({ ...tinyTokenizer, model: { type: 'Runes' } }), 'a tokenizer of Hugging Face'],
    ['tokenizer_config.json', '{', 'JSON'],
    ['1_Pooling/config.json', '{"pooling_mode_max_tokens":true}', 'the mean of tokens or the first one as pooling'],
  ])('whose %s is %s is refused by name', async (file, content, expected) => {
    const folder = folderOf({ [file]: content })
    expect(await refusal({ path: folder })).toMatchObject({ _tag: 'BadFile', file: path.join(folder, file), expected })
  })

  it('whose graph asks for what no tokenizer gives is refused', async () => {
    const graph = lookUp(['input_ids', 'pixel_values'], (writer, rows) => writer.output(rows, 'float32', ['a', 'b', 2]))
    expect(await refusal({ path: folderOf({ 'model.onnx': graph }) })).toMatchObject({
      _tag: 'BadFile',
      received: 'input_ids, pixel_values',
    })
  })

  it('whose graph gives another shape is refused when it runs', async () => {
    const graph = lookUp(['input_ids'], (writer, rows) =>
      writer.output(writer.node('ReduceMax', 'all', [rows], { keepdims: 0 }), 'float32', []),
    )
    const encoder = await load({ path: folderOf({ 'model.onnx': graph }) })
    expect(await encoder.embed(['man'])()).toMatchObject({ left: { _tag: 'BadFile', received: '[] for 1 texts' } })
  })

  it('whose files were replaced is another model', async () => {
    const folder = folderOf({ 'model.onnx': tokenVectors })
    const [before] = await embed(await load({ path: folder }), 'man dog')
    writeFileSync(path.join(folder, 'model.onnx'), pooledVectors)
    const [after] = await embed(await load({ path: folder }), 'man dog')
    expect(after).not.toEqual(before)
  })
})

it('is gone for who has disposed of it, and stays for who has not', async () => {
  const folder = folderOf()
  const [first, second] = [await load({ path: folder }), await load({ path: folder })]
  await first[Symbol.asyncDispose]()
  expect(await first.embed(['man'])()).toMatchObject({ left: { _tag: 'Unavailable' } })
  expect(await second.embed(['man'])()).toMatchObject({ _tag: 'Right' })
})

it.each([
  [{ path: '' }, 'path'],
  [{ path: 'x', pooling: 'max' }, 'pooling'],
  [{ path: 'x', device: 'abacus' }, 'device'],
  [{ path: 'x', threads: 0 }, 'threads'],
  [{ path: 'x', batchSize: 1.5 }, 'batchSize'],
])('refuses %j', async (options, option) => {
  expect(await refusal(options as SentenceEncoderOptions)).toMatchObject({ _tag: 'InvalidOption', option })
})
