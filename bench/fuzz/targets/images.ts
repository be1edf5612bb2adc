import { readdirSync, readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { imageReader } from '../../../src/adapters/image/read-image.js'
import { showError } from '../../../src/core/error.js'
import { mutateBytes } from '../mutate-bytes.js'
import type { Random } from '../random.js'
import type { Target, Verdict } from '../target.js'

/** A byte in front of an input says what it is. */
const FORMS = ['bytes', 'data URL', 'JSON'] as const

/** An image may say that it is larger than its file; this is as much as it gets here, 384 KiB of pixels. */
const read = imageReader({ maxPixels: 2 ** 17 })
const laid = imageReader({ maxPixels: 2 ** 17, alpha: { over: [1, 2, 3] }, orientation: 'exif' })

const folder = new URL('../../../test/unit/adapters/image/fixtures/', import.meta.url)
const files: ReadonlyArray<Buffer> = readdirSync(folder)
  .filter((name) => /\.(png|jpg|webp|gif|avif|tif)$/.test(name))
  .sort()
  .map((name) => readFileSync(new URL(name, folder)))

const texts: ReadonlyArray<Buffer> = files.map((file) =>
  Buffer.from(`data:image/png;base64,${file.toString('base64')}`),
)

const specs: ReadonlyArray<Buffer> = [
  { data: [1, 2, 3, 4, 5, 6], width: 2, height: 1, channels: 3 },
  { data: 'AAECAwQFBgc=', width: 1, height: 2, channels: 4 },
  { data: [0, 0.5, 1], width: 1, height: 1, range: 'unit' },
  { data: [-1, 0.5, 1, 0, 1, 0], width: 1, height: 2, range: 'signed' },
  { data: [200], width: 1, height: 1, channels: 1, range: 'uint8' },
].map((spec) => Buffer.from(JSON.stringify(spec)))

/** The checksums of a PNG's chunks put right, so that what was changed in them is read. */
const withChecksums = (bytes: Buffer): Buffer => {
  if (bytes.readUInt32BE(0) !== 0x89504e47) return bytes
  const copy = Buffer.from(bytes)
  for (let at = 8; at + 12 <= copy.length;) {
    const end = at + 8 + copy.readUInt32BE(at)
    if (end + 4 > copy.length) break
    copy.writeUInt32BE(crc32(copy.subarray(at + 4, end)), end)
    at = end + 4
  }
  return copy
}

/** Markers, tags and sizes stand at the front: most changes belong there. */
const mutateFront = (file: Buffer, random: Random): Buffer => {
  const front = 1 + random.below(Math.min(file.length, 200))
  return Buffer.concat([mutateBytes(file.subarray(0, front), random, random.pick(files)), file.subarray(front)])
}

const mutateFile = (random: Random): Buffer => {
  const file = random.pick(files)
  const changed = random.below(2) === 0 ? mutateFront(file, random) : mutateBytes(file, random, random.pick(files))
  return changed.length > 8 && random.below(4) > 0 ? withChecksums(changed) : changed
}

const make = (random: Random): Buffer => {
  const form = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2][random.below(10)] as number
  const body = [
    () => mutateFile(random),
    () => mutateBytes(random.pick(texts), random, random.pick(texts)),
    () => mutateBytes(random.pick(specs), random, random.pick(specs)),
  ][form]!()
  return Buffer.concat([Buffer.from([form]), body])
}

const check = (holds: boolean, promise: string): void => {
  if (!holds) throw new Error(`broken promise: ${promise}`)
}

const inputOf = (input: Uint8Array): unknown => {
  const body = input.subarray(1)
  const text = (): string => Buffer.from(body).toString('latin1')
  switch (FORMS[input[0] as number]) {
    // A text that is no data URL any more would be the path of a file.
    case 'data URL':
      return `data:${text().slice(5)}`
    case 'JSON':
      try {
        const parsed: unknown = JSON.parse(text())
        return typeof parsed === 'string' ? null : parsed
      } catch {
        return null
      }
    default:
      return body
  }
}

/** Reads an image and holds the result against what the reader promises. */
const run = async (input: Uint8Array): Promise<Verdict> => {
  const reader = (input[1] as number) % 2 === 0 ? read : laid
  const answer = await reader(inputOf(input), { reward: 'fuzz', field: 'image' })()
  if (answer._tag === 'Left') {
    check(answer.left._tag === 'InvalidInput', showError(answer.left))
    check(showError(answer.left).length < 500, 'an error is short')
    return 'refused'
  }
  const { range, width, height, data } = answer.right
  check(data.length === 3 * width * height, 'three values a pixel')
  check(width * height <= 2 ** 17, 'no more pixels than allowed')
  check(range === 'uint8' ? data instanceof Uint8Array : data instanceof Float32Array, 'the type of its range')
  return 'read'
}

export const images: Target = { name: 'images', make, run }
