import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import type { Tokenizer } from '../huggingface/tokenizer.js'
import type { Feed, Session, Tensor } from '../session.js'
import type { EncoderFiles } from './encoder-files.js'
import { type Embedding, pool } from './pool.js'

/** Texts to embeddings, in order. */
export type Embed = (
  texts: ReadonlyArray<string>,
  signal?: AbortSignal,
) => TaskEither<RewardError, ReadonlyArray<Embedding>>

/** What texts are encoded with. */
export interface Encoding {
  readonly session: Session
  readonly tokenizer: Tokenizer
  readonly files: EncoderFiles
  /** Texts of a run at most. */
  readonly batchSize: number
}

/** What goes into models of BERT's family, one number a token. */
export const INPUTS: ReadonlyArray<string> = ['input_ids', 'attention_mask', 'token_type_ids']

/** What comes out, by the names of the usual exports, the pooled one first; else the first output. */
const OUTPUTS: ReadonlyArray<string> = ['sentence_embedding', 'last_hidden_state', 'token_embeddings']

/** Encodes texts, in order. Texts of like length share a run, so that little is filled up. */
export const encode =
  (
    { session, tokenizer, files, batchSize }: Encoding,
    texts: ReadonlyArray<string>,
    signal?: AbortSignal,
  ): TaskEither<RewardError, ReadonlyArray<Embedding>> =>
  async () => {
    const ids: Array<ReadonlyArray<number>> = []
    for (const text of texts) {
      const found = tokenizer.encode(text, files.maxTokens)
      if (E.isLeft(found)) return found
      ids.push(found.right)
    }
    const embeddings = Array.from<Embedding>({ length: texts.length })
    const byLength = ids.map((_, i) => i).sort((a, b) => lengthOf(ids, a) - lengthOf(ids, b))
    for (let from = 0; from < byLength.length; from += batchSize) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const batch = byLength.slice(from, from + batchSize)
      const rows = batch.map((i) => ids[i] as ReadonlyArray<number>)
      const outputs = await session.run(feedsOf(rows, tokenizer.padId, session.inputs))()
      if (E.isLeft(outputs)) return outputs
      const lengths = rows.map((row) => row.length)
      const pooled = pool(outputOf(outputs.right), lengths, files.pooling, files.graph)
      if (E.isLeft(pooled)) return pooled
      for (const [k, i] of batch.entries()) {
        const embedding = pooled.right[k] as Embedding
        const odd = embedding.find((value) => !Number.isFinite(value))
        if (odd !== undefined) return E.left({ _tag: 'NonFinite', reward: 'spice', value: odd })
        embeddings[i] = embedding
      }
    }
    return E.right(embeddings)
  }

const lengthOf = (ids: ReadonlyArray<ReadonlyArray<number>>, i: number): number =>
  (ids[i] as ReadonlyArray<number>).length

const outputOf = (outputs: Readonly<Record<string, Tensor>>): Tensor => {
  const name = OUTPUTS.find((known) => known in outputs)
  return (name === undefined ? Object.values(outputs)[0] : outputs[name]) as Tensor
}

const feedsOf = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  padding: number,
  inputs: ReadonlyArray<string>,
): Readonly<Record<string, Feed>> => {
  // A text without a token is one of padding alone, which no mask hides: a graph can't take nothing.
  const width = Math.max(1, ...rows.map((row) => row.length))
  const feed = (value: (row: ReadonlyArray<number>, i: number) => number): Feed => ({
    shape: [rows.length, width],
    data: BigInt64Array.from(rows.flatMap((row) => Array.from({ length: width }, (_, i) => BigInt(value(row, i))))),
  })
  const feeds: Readonly<Record<string, () => Feed>> = {
    input_ids: () => feed((row, i) => row[i] ?? padding),
    attention_mask: () => feed((row, i) => (i < Math.max(1, row.length) ? 1 : 0)),
    token_type_ids: () => feed(() => 0),
  }
  return Object.fromEntries(inputs.map((name) => [name, (feeds[name] as () => Feed)()]))
}
