import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import { hashOfPixels } from '../../../image/distinct-images.js'
import { checkedImage, type Image } from '../../../image/image.js'
import { pixelValues } from '../../../image/pixel-values.js'
import { generate } from '../../../recaption/decoding/generate.js'
import type { GenerateOptions } from '../../../recaption/decoding/options.js'
import { randomStream } from '../../../recaption/decoding/random-stream.js'
import type { Generated } from '../../../recaption/decoding/text-under-way.js'
import { prepareImage } from '../huggingface/prepare-image.js'
import type { Preprocessing } from '../huggingface/preprocessing.js'
import type { BlipNetwork } from './open-blip.js'

const OWNER = { reward: 'recaption', field: 'image' }

/** What captions are written with. */
export interface Captioning {
  readonly network: BlipNetwork
  readonly preprocessing: Preprocessing
  readonly captionOf: (ids: ReadonlyArray<number>) => E.Either<RewardError, string>
  readonly decoding: Omit<GenerateOptions, 'random'>
  readonly seed: number
  readonly batchSize: number
}

/** An image as the network reads it; what chance there is in its caption follows from its pixels. */
interface Prepared {
  readonly values: Float32Array
  readonly hash: number
}

type Caption = E.Either<RewardError, string>

/** Captions, in the order of the images; one that cannot be prepared has none. */
export const captionAll =
  (
    captioning: Captioning,
    images: ReadonlyArray<Image>,
    signal?: AbortSignal,
  ): TE.TaskEither<RewardError, ReadonlyArray<Caption>> =>
  async () => {
    const { batchSize } = captioning
    const captions: Array<Caption> = []
    for (let from = 0; from < images.length; from += batchSize) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      // Prepared a batch at a time: pixel values are four times as large as pixels.
      const prepared = images.slice(from, from + batchSize).map((image) => prepare(captioning, image))
      const written = await captionBatch(captioning, prepared, signal)()
      if (E.isLeft(written)) return written
      captions.push(...written.right)
    }
    return E.right(captions)
  }

const prepare = ({ preprocessing }: Captioning, image: Image): E.Either<RewardError, Prepared> =>
  pipe(
    checkedImage(image, OWNER),
    E.chain((checked) => prepareImage(checked, preprocessing, OWNER)),
    E.map((bytes) => ({ values: pixelValues([bytes], preprocessing.scale), hash: hashOfPixels(bytes) })),
  )

const captionBatch = (
  { network, captionOf, decoding, seed }: Captioning,
  prepared: ReadonlyArray<E.Either<RewardError, Prepared>>,
  signal: AbortSignal | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<Caption>> => {
  const images = prepared.flatMap((image) => (E.isRight(image) ? [image.right] : []))
  if (images.length === 0) return TE.right(prepared as ReadonlyArray<E.Left<RewardError>>)
  const random = (image: number): (() => number) => randomStream(seed, (images[image] as Prepared).hash)
  return pipe(
    network.encode(
      images.map(({ values }) => values),
      signal,
    ),
    TE.chain((states) =>
      generate(network.decode(states), images.length, { ...decoding, random }, { reward: OWNER.reward, signal }),
    ),
    TE.map((texts) => {
      const generated = texts.values()
      return prepared.map((image): Caption =>
        E.isLeft(image) ? image : captionOf((generated.next().value as Generated).ids),
      )
    }),
  )
}
