import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { imageReader } from '../../../src/adapters/image/read-image.js'
import type { Image } from '../../../src/image/image.js'
import { resizeTo } from '../../../src/image/image-size.js'
import { imageNamed } from '../formula-name.js'
import { findGoldens, goldensRoot } from '../support.js'
import { right } from './network.js'

interface Described {
  readonly sha256: string
  readonly sum: ReadonlyArray<number>
}

interface ImagesUsed {
  readonly images_run: string
  readonly images: Readonly<Record<string, Described & { readonly width: number; readonly height: number }>>
  /** The result of the released pipeline's resize. */
  readonly resized_224?: Readonly<Record<string, Described>>
}

const files = findGoldens(goldensRoot(), 'lpips', /^images_used.*\.json$/)
if (files.length === 0) test.skip('lpips: no file images_used*.json')

const expectDescribed = ({ data }: Image, { sha256, sum }: Described): void => {
  const sums = [0, 0, 0]
  data.forEach((value, i) => (sums[i % 3]! += value))
  expect(sums).toEqual(sum)
  expect(createHash('sha256').update(data).digest('hex')).toBe(sha256)
}

describe.each(files)('%s', (file) => {
  const { images_run, images, resized_224 = {} } = JSON.parse(readFileSync(file, 'utf8')) as ImagesUsed
  const owner = { reward: 'golden', field: 'image' }
  const read = async (name: string): Promise<Image> =>
    name.startsWith('file ')
      ? right(await imageReader()(path.join(path.dirname(file), 'images', name.slice(5)), owner)())
      : imageNamed(name, images_run)

  test.each(Object.entries(images))('%s', async (name, described) => {
    const image = await read(name)
    expect([image.width, image.height]).toEqual([described.width, described.height])
    expectDescribed(image, described)
  })

  test.each(Object.entries(resized_224))('%s at 224 x 224', async (name, described) => {
    const resized = right(resizeTo(await read(name), 224, owner))
    expectDescribed(resized, described)
    const picture = path.join(path.dirname(file), 'resized', `resized_${name.replaceAll(' ', '_')}_to_224.png`)
    if (existsSync(picture)) expect(right(await imageReader()(picture, owner)()).data).toEqual(resized.data)
  })
})
