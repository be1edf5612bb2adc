import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../src/core/error.js'
import type { Image } from '../../../src/image/image.js'
import type { ReadImage } from '../../../src/image/read-image.js'
import type { ClipModel } from '../../../src/clip/model.js'

/** A grey pixel. */
export const grey = (level: number): Image<'uint8'> => ({
  range: 'uint8',
  width: 1,
  height: 1,
  data: new Uint8Array(3).fill(level),
})

/** A direction in the plane. */
const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))

/** An image lies at its grey level in degrees, a text at the last number in it; both at a length of their own. It keeps what it was asked. */
export const fakeModel = () => {
  const images: Array<ReadonlyArray<number>> = []
  const texts: Array<ReadonlyArray<string>> = []
  let disposals = 0
  const model: ClipModel = {
    name: 'fake',
    embedImages: (asked) => async () => {
      const levels = asked.map(({ data }) => data[0] as number)
      images.push(levels)
      const odd: RewardError = {
        _tag: 'InvalidInput',
        reward: 'clip',
        field: 'image',
        expected: 'luck',
        received: '13',
      }
      return E.right(levels.map((level) => (level === 13 ? E.left(odd) : E.right(at(level).map((x) => 3 * x)))))
    },
    embedTexts: (asked) => async () => {
      texts.push(asked)
      return E.right(asked.map((text) => E.right(at(Number(/(\d+)$/.exec(text)?.[1] ?? NaN)))))
    },
    [Symbol.asyncDispose]: async () => {
      disposals++
    },
  }
  return { model, images, texts, disposals: () => disposals }
}

/** Finds 'grey 5' and images themselves, and keeps what it was asked for. */
export const fakeReader = () => {
  const seen: Array<unknown> = []
  const read: ReadImage = (input, owner) => async () => {
    seen.push(input)
    const level = typeof input === 'string' ? /^grey (\d+)$/.exec(input)?.[1] : undefined
    if (level !== undefined) return E.right(grey(Number(level)))
    if (typeof input === 'object') return E.right(input as Image)
    if (input === 'no decoder') return E.left({ _tag: 'MissingPackage', reward: 'clip', package: 'sharp', install: '' })
    return E.left({
      _tag: 'InvalidInput',
      ...owner,
      expected: 'an image',
      received: typeof input === 'string' ? input : 'none',
    })
  }
  return { read, seen }
}
