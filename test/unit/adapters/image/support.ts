import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { imageReader } from '../../../../src/adapters/image/read-image.js'
import type { ImageReaderOptions } from '../../../../src/adapters/image/reader-options.js'
import type { RewardError } from '../../../../src/core/error.js'
import type { Image } from '../../../../src/image/image.js'

export const OWNER = { reward: 'lpips', field: 'image' } as const

export const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

/** What Pillow makes of the fixtures. */
export const expectedOf = (): Readonly<Record<string, { width: number; height: number; rgb: Uint8Array }>> => {
  const { images } = JSON.parse(readFileSync(fixture('expected.json'), 'utf8'))
  return Object.fromEntries(
    Object.entries<any>(images).map(([name, image]) => [name, { ...image, rgb: Buffer.from(image.rgb, 'base64') }]),
  )
}

/** The image, or a failed test. */
export const read = async (input: unknown, options?: ImageReaderOptions): Promise<Image> => {
  const answer = await imageReader(options)(input, OWNER)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** The error, or a failed test. */
export const refusal = async (input: unknown, options?: ImageReaderOptions): Promise<RewardError> => {
  const answer = await imageReader(options)(input, OWNER)()
  if (answer._tag === 'Right') throw new Error(`read ${answer.right.width} x ${answer.right.height}`)
  return answer.left
}

/** A PNG of one red pixel. */
export const RED_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
)
