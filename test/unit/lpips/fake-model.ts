import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../src/core/error.js'
import type { Image } from '../../../src/image/image.js'
import type { ReadImage } from '../../../src/image/read-image.js'
import type { LayerDistances, LpipsFeatures, LpipsModel, Operand } from '../../../src/lpips/model.js'

class FakeFeatures implements LpipsFeatures {
  readonly count: number
  readonly bytes = 1000
  constructor(
    readonly images: ReadonlyArray<Image>,
    readonly width: number,
    readonly height: number,
  ) {
    this.count = images.length
  }
}

export interface FakeModel extends LpipsModel {
  /** Each run: how many images went through the backbone. */
  readonly runs: Array<number>
  disposed: number
}

/** A network of one layer, whose distance is the mean difference of the bytes over 255. It counts what goes through it. */
export const fakeModel = (
  options: { readonly fails?: RewardError; readonly bytesPerPixel?: number; readonly pairsPerRun?: number } = {},
): FakeModel => {
  const runs: Array<number> = []
  const through = (...operands: ReadonlyArray<Operand>): void => {
    runs.push(
      operands.reduce((sum, one) => sum + (one instanceof FakeFeatures ? 0 : (one as ReadonlyArray<Image>).length), 0),
    )
  }
  const imagesOf = (operand: Operand): ReadonlyArray<Image> =>
    operand instanceof FakeFeatures ? operand.images : (operand as ReadonlyArray<Image>)
  const model: FakeModel = {
    net: 'alex',
    guard: 'official',
    weights: 'checkpoint',
    layers: ['only'],
    minSidePx: 1,
    bytesPerPixel: options.bytesPerPixel ?? 1,
    pairsPerRun: options.pairsPerRun ?? 64,
    runs,
    disposed: 0,
    features: (images) => {
      through(images)
      return TE.of(new FakeFeatures(images, images[0]!.width, images[0]!.height))
    },
    compare: (a, b) => async () => {
      if (options.fails !== undefined) return E.left(options.fails)
      through(a, b)
      const [left, right] = [imagesOf(a), imagesOf(b)]
      const sizes = new Set([...left, ...right].map(({ width, height }) => `${width}x${height}`))
      if (sizes.size > 1) throw new Error(`sizes mixed: ${[...sizes].join()}`)
      const count = Math.max(left.length, right.length)
      if (![1, count].includes(left.length) || ![1, count].includes(right.length)) throw new Error('counts do not fit')
      return E.right(
        Array.from({ length: count }, (_, k) =>
          distance(left[left.length === 1 ? 0 : k]!, right[right.length === 1 ? 0 : k]!),
        ),
      )
    },
    [Symbol.asyncDispose]: async () => {
      model.disposed++
    },
  }
  return model
}

export const distance = (a: Image, b: Image): LayerDistances => {
  const sum = Array.from(a.data).reduce((total, value, i) => total + Math.abs(value - b.data[i]!), 0)
  return { layers: [sum / a.data.length / 255] }
}

/** An image of one grey. */
export const grey = (value: number, width = 2, height = 1): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(value),
})

/** Reads 'grey 7' and images; counts what it read. */
export const fakeReader = (): { readonly read: ReadImage; readonly seen: Array<unknown> } => {
  const seen: Array<unknown> = []
  const read: ReadImage = (input, owner) => {
    seen.push(input)
    if (typeof input === 'string' && input.startsWith('grey ')) {
      const [, value, width = 2] = input.split(' ').map(Number)
      return TE.of(grey(value!, width))
    }
    return typeof input === 'object' && input !== null
      ? TE.of(input as Image)
      : TE.left({ _tag: 'InvalidInput', ...owner, expected: 'an image', received: String(input) })
  }
  return { read, seen }
}
