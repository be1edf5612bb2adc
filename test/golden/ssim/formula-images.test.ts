import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { goldensRoot } from '../support.js'
import { imageNamed } from '../formula-name.js'

interface Described {
  readonly sha256: string
  readonly first_pixel: ReadonlyArray<number>
  readonly pixel_y5_x7: ReadonlyArray<number>
  readonly last_pixel: ReadonlyArray<number>
}

describe('formula images', () => {
  const path = join(goldensRoot(), 'images.json')
  if (!existsSync(path)) {
    console.info('golden formula images: skipped, no images.json')
    test.skip('no images.json')
    return
  }
  const { run, images } = JSON.parse(readFileSync(path, 'utf8')) as { run: string; images: Record<string, Described> }
  test.each(Object.entries(images))('%s', (name, { sha256, first_pixel, pixel_y5_x7, last_pixel }) => {
    const { width, data } = imageNamed(name, run)
    const at = 3 * (5 * width + 7)
    expect([...data.subarray(0, 3)]).toEqual(first_pixel)
    expect([...data.subarray(at, at + 3)]).toEqual(pixel_y5_x7)
    expect([...data.subarray(-3)]).toEqual(last_pixel)
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256)
  })
})
