import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GraphWriter, type Value } from '../../../../src/adapters/onnx/graph.js'
import { formulaTensor } from '../../../../src/formula/tensor.js'

/** Sizes of a network of BERT's family. */
export interface BertSizes {
  readonly vocabulary: number
  readonly positions: number
  readonly width: number
  readonly heads: number
  readonly inner: number
  readonly layers: number
}

/** A weight by its name in Hugging Face's checkpoints. */
type Weight = (name: string, shape: ReadonlyArray<number>) => Value

/** Guard of a normalisation, as BERT's configurations have it. */
const EPSILON = 1e-12

/** BERT (Devlin et al. 2019) without its pooler, as a graph with the inputs and the output that Hugging Face's exports have. */
export const writeBert = (graph: GraphWriter, sizes: BertSizes, weight: Weight): Value => {
  const { width, heads, inner } = sizes
  const number = (name: string, value: number): Value => graph.constant(name, 'float32', [], Float32Array.of(value))
  const shapeOf = (name: string, ...sizesOf: ReadonlyArray<number>): Value =>
    graph.constant(name, 'int64', [sizesOf.length], BigInt64Array.from(sizesOf, BigInt))
  const [epsilon, one, half, root, far] = [
    number('epsilon', EPSILON),
    number('one', 1),
    number('half', 0.5),
    number('root', Math.SQRT2),
    number('far', -1e9),
  ]
  const scale = number('scale', 1 / Math.sqrt(width / heads))
  const apart = shapeOf('apart', 0, 0, heads, width / heads)
  const together = shapeOf('together', 0, 0, width)

  const linear = (name: string, input: Value, from: number, to: number): Value => {
    const turned = graph.node('Transpose', `${name}.turned`, [weight(`${name}.weight`, [to, from])], { perm: [1, 0] })
    const product = graph.node('MatMul', `${name}.product`, [input, turned])
    return graph.node('Add', `${name}.out`, [product, weight(`${name}.bias`, [to])])
  }
  const normalise = (name: string, input: Value): Value => {
    const mean = graph.node('ReduceMean', `${name}.mean`, [input], { axes: [-1] })
    const centred = graph.node('Sub', `${name}.centred`, [input, mean])
    const squares = graph.node('Mul', `${name}.squares`, [centred, centred])
    const variance = graph.node('ReduceMean', `${name}.variance`, [squares], { axes: [-1] })
    const deviation = graph.node('Sqrt', `${name}.deviation`, [
      graph.node('Add', `${name}.guarded`, [variance, epsilon]),
    ])
    const unit = graph.node('Div', `${name}.unit`, [centred, deviation])
    const scaled = graph.node('Mul', `${name}.scaled`, [unit, weight(`${name}.weight`, [width])])
    return graph.node('Add', `${name}.out`, [scaled, weight(`${name}.bias`, [width])])
  }
  const gelu = (name: string, input: Value): Value => {
    const erf = graph.node('Erf', `${name}.erf`, [graph.node('Div', `${name}.div`, [input, root])])
    const gate = graph.node('Mul', `${name}.gate`, [graph.node('Add', `${name}.add`, [erf, one]), half])
    return graph.node('Mul', `${name}.gelu`, [input, gate])
  }

  const [ids, mask, types] = ['input_ids', 'attention_mask', 'token_type_ids'].map((name) =>
    graph.input(name, 'int64', ['texts', 'tokens']),
  ) as [Value, Value, Value]
  const look = (name: string, rows: number, indices: Value): Value =>
    graph.node('Gather', `${name}.rows`, [weight(`embeddings.${name}_embeddings.weight`, [rows, width]), indices])
  const length = graph.node('Gather', 'length', [
    graph.node('Shape', 'shape', [ids]),
    graph.constant('dim', 'int64', [], BigInt64Array.of(1n)),
  ])
  const [from, step] = [
    graph.constant('from', 'int64', [], BigInt64Array.of(0n)),
    graph.constant('step', 'int64', [], BigInt64Array.of(1n)),
  ]
  const positions = look('position', sizes.positions, graph.node('Range', 'positions', [from, length, step]))
  const words = graph.node('Add', 'typed', [look('word', sizes.vocabulary, ids), look('token_type', 2, types)])
  let hidden = normalise('embeddings.LayerNorm', graph.node('Add', 'placed', [words, positions]))

  const floats = graph.node('Cast', 'mask.float', [mask], { to: 1 })
  const hides = graph.node('Mul', 'mask.hides', [graph.node('Sub', 'mask.not', [one, floats]), far])
  const hidden4 = graph.node('Unsqueeze', 'mask.wide', [hides, shapeOf('axes', 1, 2)])
  for (let layer = 0; layer < sizes.layers; layer++) {
    const name = `encoder.layer.${layer}`
    const part = (role: string, perm: ReadonlyArray<number>): Value => {
      const out = linear(`${name}.attention.self.${role}`, hidden, width, width)
      const split = graph.node('Reshape', `${name}.${role}.split`, [out, apart])
      return graph.node('Transpose', `${name}.${role}.heads`, [split], { perm })
    }
    const scores = graph.node('MatMul', `${name}.scores`, [part('query', [0, 2, 1, 3]), part('key', [0, 2, 3, 1])])
    const scaled = graph.node('Mul', `${name}.scaled`, [scores, scale])
    const masked = graph.node('Add', `${name}.masked`, [scaled, hidden4])
    const shares = graph.node('Softmax', `${name}.shares`, [masked], { axis: -1 })
    const mixed = graph.node('MatMul', `${name}.mixed`, [shares, part('value', [0, 2, 1, 3])])
    const back = graph.node('Transpose', `${name}.back`, [mixed], { perm: [0, 2, 1, 3] })
    const joined = graph.node('Reshape', `${name}.joined`, [back, together])
    const attended = linear(`${name}.attention.output.dense`, joined, width, width)
    const first = normalise(
      `${name}.attention.output.LayerNorm`,
      graph.node('Add', `${name}.first`, [attended, hidden]),
    )
    const wide = gelu(`${name}.inner`, linear(`${name}.intermediate.dense`, first, width, inner))
    const narrow = linear(`${name}.output.dense`, wide, inner, width)
    hidden = normalise(`${name}.output.LayerNorm`, graph.node('Add', `${name}.second`, [narrow, first]))
  }
  const out = graph.node('Identity', 'last_hidden_state', [hidden])
  graph.output(out, 'float32', ['texts', 'tokens', width])
  return out
}

/** Words and parts of words that the tiny tokenizer knows; all others are unknown. */
const VOCABULARY = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'a',
  'man',
  'person',
  'dog',
  'puppy',
  'red',
  'car',
  '##s',
  'ride',
  'horse',
  'on',
  'sit',
]

export const tinySizes: BertSizes = {
  vocabulary: VOCABULARY.length,
  positions: 12,
  width: 8,
  heads: 2,
  inner: 16,
  layers: 2,
}

/** A tokenizer of WordPieces, in the format of Hugging Face. */
export const tinyTokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [0, 1, 2, 3].map((id) => ({
    id,
    content: VOCABULARY[id],
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
  },
}

/** A network whose weights are made up by formula. */
export const tinyBert = (): GraphWriter => {
  const graph = new GraphWriter('tiny-bert')
  writeBert(graph, tinySizes, (name, shape) =>
    graph.constant(
      name,
      'float32',
      shape,
      formulaTensor({ key: `tiny-bert|${name}`, shape, scale: 0.7, offset: name.endsWith('LayerNorm.weight') ? 1 : 0 }),
    ),
  )
  return graph
}

/** A folder in the layout of Hugging Face; files that are given are written in place of, or beside, those of the tiny model. */
export const tinyFolder = (files: Readonly<Record<string, string | Uint8Array | undefined>> = {}): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-encoder-'))
  const all: Readonly<Record<string, string | Uint8Array | undefined>> = {
    'model.onnx': tinyBert().toBytes(),
    'tokenizer.json': JSON.stringify(tinyTokenizer),
    'tokenizer_config.json': JSON.stringify({ model_max_length: tinySizes.positions, pad_token: '[PAD]' }),
    ...files,
  }
  for (const [name, content] of Object.entries(all)) {
    if (content === undefined) continue
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return folder
}
