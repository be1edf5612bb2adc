import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Embedded, Embedding } from '../../../clip/model.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import { checkedImage, type Image } from '../../../image/image.js'
import { pixelValues } from '../../../image/pixel-values.js'
import { prepareImage } from '../huggingface/prepare-image.js'
import type { Preprocessing } from '../huggingface/preprocessing.js'
import type { Feed, Session, Tensor } from '../session.js'
import type { ClipTokens, TokenizeClip } from './clip-text.js'
import { ENDS, IDS, TEXT_EMBEDDINGS } from './text-graph.js'
import { IMAGE_EMBEDDINGS, PIXELS } from './vision-graph.js'

type Answer = E.Either<RewardError, Embedding>

const OWNER = { reward: 'clip', field: 'image' }

/**
 * Tokens of a run over images, about: a run over more of them uses the cores no better, and its activations leave their caches. ViT-B/32 has 50
 * tokens an image, ViT-H/14 257.
 */
const TOKENS_AT_ONCE = 512

/** What images are embedded with. */
export interface ImageEmbedding {
  readonly session: Session
  readonly preprocessing: Preprocessing
  /** Tokens of an image. */
  readonly tokens: number
}

/** Embeddings of images, in order; one that cannot be prepared has none. */
export const embedImages =
  (
    { session, preprocessing, tokens }: ImageEmbedding,
    images: ReadonlyArray<Image>,
    signal: AbortSignal | undefined,
  ): Embedded =>
  async () => {
    const answers: Array<Answer> = []
    const atOnce = Math.max(1, Math.floor(TOKENS_AT_ONCE / tokens))
    for (let from = 0; from < images.length; from += atOnce) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      // Prepared a run at a time: pixel values are four times as large as pixels.
      const prepared = images.slice(from, from + atOnce).map((image) =>
        pipe(
          // The model's own users may hand in anything.
          checkedImage(image, OWNER),
          E.chain((checked) => prepareImage(checked, preprocessing, OWNER)),
        ),
      )
      const embedded = await runImages(
        session,
        preprocessing,
        prepared.flatMap((image) => (E.isRight(image) ? image.right : [])),
      )()
      if (E.isLeft(embedded)) return embedded
      const rows = embedded.right.values()
      for (const image of prepared) answers.push(E.isLeft(image) ? image : (rows.next().value as Answer))
    }
    return E.right(answers)
  }

const runImages = (
  session: Session,
  { scale }: Preprocessing,
  images: ReadonlyArray<Image<'uint8'>>,
): TaskEither<RewardError, ReadonlyArray<Answer>> => {
  const [first] = images
  if (first === undefined) return TE.right([])
  const pixels = { shape: [images.length, 3, first.height, first.width], data: pixelValues(images, scale) }
  return pipe(
    session.run({ [PIXELS]: pixels }),
    TE.map((outputs) => rowsOf(outputs[IMAGE_EMBEDDINGS] as Tensor)),
  )
}

/** Embeddings of texts, so many in a run. */
export const embedTexts =
  (
    session: Session,
    tokenize: TokenizeClip,
    batchSize: number,
    texts: ReadonlyArray<string>,
    signal: AbortSignal | undefined,
  ): Embedded =>
  async () => {
    const tokens = texts.map(tokenize)
    const answers: Array<Answer> = tokens.map((found) => (E.isLeft(found) ? found : NOT_YET))
    const readable = tokens.flatMap((found, i) => (E.isRight(found) ? [[i, found.right] as const] : []))
    // Texts of like length share a run, so that little is filled up.
    const byLength = readable.sort(([, a], [, b]) => a.ids.length - b.ids.length)
    for (let from = 0; from < byLength.length; from += batchSize) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const batch = byLength.slice(from, from + batchSize)
      const rows = await runTexts(
        session,
        batch.map(([, found]) => found),
      )()
      if (E.isLeft(rows)) return rows
      for (const [k, [i]] of batch.entries()) answers[i] = rows.right[k] as Answer
    }
    return E.right(answers)
  }

/** Stands in for an embedding until its run. */
const NOT_YET: Answer = E.right(new Float32Array())

const runTexts = (
  session: Session,
  texts: ReadonlyArray<ClipTokens>,
): TaskEither<RewardError, ReadonlyArray<Answer>> => {
  const width = Math.max(...texts.map(({ ids }) => ids.length))
  // What comes after the end is not seen: any token will do.
  const ids = texts.flatMap((text) => Array.from({ length: width }, (_, i) => text.ids[i] ?? 0))
  const ends = texts.map(({ end }, i) => i * width + end)
  const feed = (shape: ReadonlyArray<number>, numbers: ReadonlyArray<number>): Feed => ({
    shape,
    data: BigInt64Array.from(numbers, BigInt),
  })
  return pipe(
    session.run({ [IDS]: feed([texts.length, width], ids), [ENDS]: feed([texts.length], ends) }),
    TE.map((outputs) => rowsOf(outputs[TEXT_EMBEDDINGS] as Tensor)),
  )
}

/** Copies, so that no row keeps the others in memory. */
const rowsOf = ({ shape, data }: Tensor): ReadonlyArray<Answer> => {
  const [count = 0, size = 0] = shape
  return Array.from({ length: count }, (_, i) => E.right(data.slice(i * size, (i + 1) * size)))
}
