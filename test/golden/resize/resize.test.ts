import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Image } from '../../../src/image/image.js'
import { resize, type ResizeFilter } from '../../../src/image/resize.js'
import { imageNamed } from '../formula-name.js'
import { findGoldens, goldensRoot } from '../support.js'

interface Values {
  readonly pillow: string
  readonly images_run?: string
  readonly resizes: ReadonlyArray<Resized>
}

interface Resized {
  /** A formula image by its name. */
  readonly image: string
  readonly image_sha256: string
  readonly width: number
  readonly height: number
  readonly filter: ResizeFilter
  readonly sha256: string
  readonly sum: ReadonlyArray<number>
  readonly index: ReadonlyArray<number>
  readonly value: ReadonlyArray<number>
  readonly pillow_13_sha256?: string
  readonly pillow_13_value?: ReadonlyArray<number>
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const resized = (source: Image<'uint8'>, { width, height, filter }: Resized, pillow: 11 | 13): Uint8Array => {
  const result = resize(source, { widthPx: width, heightPx: height, filter, pillow })
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  expect([result.right.width, result.right.height]).toEqual([width, height])
  return result.right.data
}

const sums = (data: Uint8Array): ReadonlyArray<number> => {
  const sum = [0, 0, 0]
  data.forEach((value, i) => (sum[i % 3]! += value))
  return sum
}

// The small part in the repository has lanczos and odd sizes, which the full goldens lack: it runs always.
const own = fileURLToPath(new URL('.', import.meta.url))
const paths = [...new Set([...findGoldens(goldensRoot(), 'resize', /^values.*\.json$/), join(own, 'values.json')])]

describe.each(paths)('resize, as Pillow does it: %s', (path) => {
  const { pillow, resizes, images_run = 'v1' } = JSON.parse(readFileSync(path, 'utf8')) as Values
  test(`${basename(path)} has values of Pillow ${pillow}`, () => expect(resizes.length).toBeGreaterThan(0))

  test.each(resizes)('$image to $width x $height, $filter', (golden) => {
    const source = imageNamed(golden.image, images_run)
    expect(sha256(source.data)).toBe(golden.image_sha256)

    const eleven = resized(source, golden, 11)
    expect(golden.index.map((i) => eleven[i])).toEqual(golden.value)
    expect(sums(eleven)).toEqual(golden.sum)
    expect(sha256(eleven)).toBe(golden.sha256)

    const thirteen = resized(source, golden, 13)
    expect(golden.index.map((i) => thirteen[i])).toEqual(golden.pillow_13_value ?? golden.value)
    expect(sha256(thirteen)).toBe(golden.pillow_13_sha256 ?? golden.sha256)
  })
})
