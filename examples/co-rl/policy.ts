/**
 * A unified policy in miniature: one trunk reads the prompt, one head writes tokens, another paints cells. 5,914 numbers in all.
 *
 * u = tanh([e_1 ... e_5] W + b) V + c, e_i the embedding of the i-th word;
 * token t after token k: softmax(tanh(u + after_k + position_t) H + h);
 * cell j: softmax((tanh(u) * cell_j) M E'), E the embeddings of the four colours, those that the prompt is read with.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { Random } from './random.js'
import { CELLS, COLOURS, END, MAX_TOKENS, type Prompt, VOCABULARY, WORDS } from './tasks.js'

const WIDTH = { word: 16, trunk: 48, state: 32 }
const PROMPT_WORDS = 3
const TOKENS = VOCABULARY.length
/** What stands before the first token. */
const START = TOKENS

/** Shape and initial deviation of each part; biases begin at 0. */
const PARTS = {
  colours: { shape: [COLOURS.length, WIDTH.word], deviation: 1 },
  otherWords: { shape: [WORDS.length - COLOURS.length, WIDTH.word], deviation: 1 },
  trunk: { shape: [PROMPT_WORDS * WIDTH.word, WIDTH.trunk], deviation: (PROMPT_WORDS * WIDTH.word) ** -0.5 },
  trunkBias: { shape: [WIDTH.trunk], deviation: 0 },
  state: { shape: [WIDTH.trunk, WIDTH.state], deviation: WIDTH.trunk ** -0.5 },
  stateBias: { shape: [WIDTH.state], deviation: 0 },
  after: { shape: [TOKENS + 1, WIDTH.state], deviation: 0.5 },
  positions: { shape: [1, 1, MAX_TOKENS, WIDTH.state], deviation: 0.5 },
  write: { shape: [WIDTH.state, TOKENS], deviation: 0.1 },
  writeBias: { shape: [TOKENS], deviation: 0 },
  cells: { shape: [1, CELLS, WIDTH.state], deviation: 1 },
  paint: { shape: [WIDTH.state, WIDTH.word], deviation: 0.05 },
} as const

export type Part = keyof typeof PARTS
export const PART_NAMES = Object.keys(PARTS) as ReadonlyArray<Part>

/** The numbers of a policy, part by part. */
export type Weights = Readonly<Record<Part, Float32Array>>

/** Its variables; whoever makes a policy disposes of it. */
export type Policy = Readonly<Record<Part, tf.Variable<tf.Rank.R2>>>

const sizeOf = (part: Part): number => (PARTS[part].shape as ReadonlyArray<number>).reduce((n, side) => n * side, 1)

const eachPart = <A>(of: (part: Part) => A): Readonly<Record<Part, A>> =>
  Object.fromEntries(PART_NAMES.map((part) => [part, of(part)])) as Record<Part, A>

export const initialWeights = (random: Random): Weights =>
  eachPart((part) => Float32Array.from({ length: sizeOf(part) }, () => PARTS[part].deviation * random.normal()))

export const makePolicy = (weights: Weights): Policy =>
  eachPart((part) => {
    const start = tf.tensor(weights[part], [...PARTS[part].shape])
    const variable = tf.variable(start) as tf.Variable<tf.Rank.R2>
    start.dispose()
    return variable
  })

export const weightsOf = (policy: Policy): Weights => eachPart((part) => policy[part].dataSync<'float32'>().slice())

export const disposePolicy = (policy: Policy): void => {
  for (const part of PART_NAMES) policy[part].dispose()
}

/** Rows of an identity matrix; a number outside of it gives a row of zeros. */
const oneHot = (ids: ReadonlyArray<number>, size: number): tf.Tensor2D => {
  const data = new Float32Array(ids.length * size)
  ids.forEach((id, row) => {
    if (id >= 0 && id < size) data[row * size + id] = 1
  })
  return tf.tensor2d(data, [ids.length, size])
}

/** What the trunk makes of prompts, [P, state]. */
const read = (policy: Policy, prompts: ReadonlyArray<Prompt>): tf.Tensor2D => {
  const words = prompts.flatMap((prompt) => prompt.words)
  const others = words.map((word) => word - COLOURS.length)
  const embedded = tf.add(
    tf.matMul(oneHot(words, COLOURS.length), policy.colours),
    tf.matMul(oneHot(others, WORDS.length - COLOURS.length), policy.otherWords),
  )
  const inputs = tf.reshape(embedded, [prompts.length, PROMPT_WORDS * WIDTH.word])
  const hidden = tf.tanh(tf.add(tf.matMul(inputs, policy.trunk), policy.trunkBias))
  return tf.add(tf.matMul(hidden, policy.state), policy.stateBias)
}

/** Logits of the tokens at `positions` that follow `before`, [P G, T, tokens]; `before` holds P G rows of T, row after row. */
const write = (
  policy: Policy,
  understood: tf.Tensor2D,
  before: ReadonlyArray<number>,
  positions: tf.Tensor,
): tf.Tensor3D => {
  const [prompts, length] = [understood.shape[0], positions.shape[2]!]
  const group = before.length / prompts / length
  const after = tf.matMul(oneHot(before, TOKENS + 1), policy.after)
  const inputs = tf.add(tf.reshape(after, [prompts, group, length, WIDTH.state]), positions)
  const states = tf.tanh(tf.add(inputs, tf.reshape(understood, [prompts, 1, 1, WIDTH.state])))
  const logits = tf.matMul(tf.reshape(states, [prompts * group * length, WIDTH.state]), policy.write)
  return tf.reshape(tf.add(logits, policy.writeBias), [prompts * group, length, TOKENS])
}

/** Logits of the cells, [P, cells, colours]. */
const paint = (policy: Policy, prompts: ReadonlyArray<Prompt>): tf.Tensor3D => {
  const understood = tf.reshape(tf.tanh(read(policy, prompts)), [prompts.length, 1, WIDTH.state])
  const states = tf.reshape(tf.mul(understood, policy.cells), [prompts.length * CELLS, WIDTH.state])
  const logits = tf.matMul(tf.matMul(states, policy.paint), policy.colours, false, true)
  return tf.reshape(logits, [prompts.length, CELLS, COLOURS.length])
}

/** Logits of completions that are there, [P G, T, tokens], with a gradient: `ids` holds P G rows of `MAX_TOKENS`. */
export const answerLogits = (
  policy: Policy,
  prompts: ReadonlyArray<Prompt>,
  ids: ReadonlyArray<ReadonlyArray<number>>,
): tf.Tensor3D => {
  const before = ids.flatMap((row) => [START, ...row.slice(0, -1)])
  return write(policy, read(policy, prompts), before, policy.positions)
}

/** Logits of pictures, `group` of each prompt, [P G, cells, colours], with a gradient. */
export const pictureLogits = (policy: Policy, prompts: ReadonlyArray<Prompt>, group: number): tf.Tensor3D => {
  const logits = tf.reshape(paint(policy, prompts), [prompts.length, 1, CELLS * COLOURS.length])
  const repeated = tf.add(logits, tf.zeros([1, group, 1]))
  return tf.reshape(repeated, [prompts.length * group, CELLS, COLOURS.length])
}

/** A number from 0 to `size` - 1, by the softmax of the logits from `offset` on. */
const draw = (logits: Float32Array, offset: number, size: number, random: Random): number => {
  let most = -Infinity
  for (let i = 0; i < size; i++) most = Math.max(most, logits[offset + i]!)
  let total = 0
  for (let i = 0; i < size; i++) total += Math.exp(logits[offset + i]! - most)
  let left = random.uniform() * total
  for (let i = 0; i < size - 1; i++) {
    left -= Math.exp(logits[offset + i]! - most)
    if (left < 0) return i
  }
  return size - 1
}

/** Answers: ids, padded to `MAX_TOKENS`, and which of them count. */
export interface Answers {
  readonly ids: ReadonlyArray<ReadonlyArray<number>>
  readonly mask: ReadonlyArray<ReadonlyArray<number>>
}

/** Answers each prompt `group` times, token by token; an answer is over with `</answer>`. */
export const sampleAnswers = (policy: Policy, prompts: ReadonlyArray<Prompt>, group: number, random: Random): Answers =>
  tf.tidy(() => {
    const understood = read(policy, prompts)
    const rows = prompts.length * group
    const ids = Array.from({ length: rows }, (): Array<number> => [])
    const mask = Array.from({ length: rows }, (): Array<number> => [])
    for (let t = 0; t < MAX_TOKENS; t++) {
      const before = ids.map((row) => row[t - 1] ?? START)
      const position = tf.slice(policy.positions, [0, 0, t, 0], [1, 1, 1, WIDTH.state])
      const logits = write(policy, understood, before, position).dataSync<'float32'>()
      ids.forEach((row, i) => {
        const isOver = row.includes(END)
        row.push(isOver ? 0 : draw(logits, i * TOKENS, TOKENS, random))
        mask[i]!.push(isOver ? 0 : 1)
      })
    }
    return { ids, mask }
  })

/** Paints each prompt `group` times: the colour of each cell. */
export const samplePictures = (
  policy: Policy,
  prompts: ReadonlyArray<Prompt>,
  group: number,
  random: Random,
): ReadonlyArray<ReadonlyArray<number>> => {
  const logits = tf.tidy(() => paint(policy, prompts).dataSync<'float32'>())
  return prompts.flatMap((_, p) =>
    Array.from({ length: group }, () =>
      Array.from({ length: CELLS }, (__, cell) =>
        draw(logits, (p * CELLS + cell) * COLOURS.length, COLOURS.length, random),
      ),
    ),
  )
}

/** The embeddings of words, row by row: the policy's own features, which R_TIM compares. */
export const wordFeatures = (policy: Policy): ReadonlyArray<ReadonlyArray<number>> => {
  const numbers = [...policy.colours.dataSync(), ...policy.otherWords.dataSync()]
  return WORDS.map((_, word) => numbers.slice(word * WIDTH.word, (word + 1) * WIDTH.word))
}

export const parameterCount = PART_NAMES.reduce((sum, part) => sum + sizeOf(part), 0)
