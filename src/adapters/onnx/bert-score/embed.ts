import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { TokenVectors } from '../../../bert-score/model.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import type { Feed, Session, Tensor } from '../session.js'
import { type EncoderConfig, positionsOf } from './encoder-config.js'
import { IDS, MASK, PLACES, STATES } from './encoder-graph.js'
import type { EncoderText } from './encoder-text.js'

/** What texts are embedded with. */
export interface Embedding {
  readonly session: Session
  readonly config: EncoderConfig
  readonly text: EncoderText
  /** Texts of a run at most. */
  readonly batchSize: number
}

type Answer = E.Either<RewardError, TokenVectors>

/** The tokens of texts, in order, with the states of the layer. Texts of like length share a run, so that little is filled up. */
export const embed =
  (
    { session, config, text, batchSize }: Embedding,
    texts: ReadonlyArray<string>,
    signal: AbortSignal | undefined,
  ): TaskEither<RewardError, ReadonlyArray<Answer>> =>
  async () => {
    const tokens = texts.map(text.tokens)
    const answers: Array<Answer> = tokens.map((ids) => (E.isLeft(ids) ? ids : NOT_YET))
    const readable = tokens.flatMap((ids, i) => (E.isRight(ids) ? [[i, ids.right] as const] : []))
    const byLength = readable.sort(([, a], [, b]) => a.length - b.length)
    for (let from = 0; from < byLength.length; from += batchSize) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const batch = byLength.slice(from, from + batchSize)
      const rows = batch.map(([, ids]) => ids)
      const outputs = await session.run(feedsOf(config, rows))()
      if (E.isLeft(outputs)) return outputs
      const states = outputs.right[STATES] as Tensor
      for (const [k, [i, ids]] of batch.entries())
        answers[i] = E.right({ ids, vectors: vectorsOf(states, k, ids.length) })
    }
    return E.right(answers)
  }

/** Stands in for a text's tokens until their run. */
const NOT_YET: Answer = E.right({ ids: [], vectors: new Float32Array() })

const feedsOf = (config: EncoderConfig, rows: ReadonlyArray<ReadonlyArray<number>>): Readonly<Record<string, Feed>> => {
  const width = Math.max(...rows.map(({ length }) => length))
  const feed = (numbersOf: (row: ReadonlyArray<number>) => ReadonlyArray<number>, filling: number): Feed => ({
    shape: [rows.length, width],
    data: BigInt64Array.from(
      rows.flatMap((row) => {
        const numbers = numbersOf(row)
        return Array.from({ length: width }, (_, i) => BigInt(numbers[i] ?? filling))
      }),
    ),
  })
  return {
    [IDS]: feed((row) => row, config.padId),
    [PLACES]: feed((row) => positionsOf(config, row), 0),
    [MASK]: feed((row) => row.map(() => 1), 0),
  }
}

/** A copy of a text's own rows, so that none keeps those of others in memory. */
const vectorsOf = ({ shape, data }: Tensor, text: number, tokens: number): Float32Array => {
  const [, width = 0, size = 0] = shape
  return data.slice(text * width * size, (text * width + tokens) * size)
}
