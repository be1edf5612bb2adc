/**
 * Reads the files of a folder, all at once and each several times, and says what came of it and by how much the process grew.
 *
 *   node --import tsx images-bombs-child.ts FOLDER TIMES
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { imageReader } from '../../src/adapters/image/read-image.js'

/**
 * The most memory this process ever held, in bytes: no peak is missed. Linux hands `maxRSS` down from the process that started this
 * one, so there it is read from the process's own status.
 */
const peak = (): number => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS) * 1024
}

const [folder, times] = process.argv.slice(2) as [string, string]
const names = readdirSync(folder)
const files = names.map((name) => readFileSync(join(folder, name)))

const read = imageReader()
const owner = { reward: 'lpips', field: 'image' }
const pixel = { create: { width: 1, height: 1, channels: 3, background: 'red' } } as const
await read(await sharp(pixel).png().toBuffer(), owner)()

const before = process.memoryUsage.rss()
const tasks = Array.from({ length: Number(times) }, () => files.map((bytes) => read(bytes, owner))).flat()
const answers = await Promise.all(tasks.map((task) => task()))
const grownBy = peak() - before
const outcomes = Object.fromEntries(
  names.map((name, i) => {
    const answer = answers[i]!
    return [name, answer._tag === 'Left' ? answer.left._tag : `${answer.right.width} x ${answer.right.height}`]
  }),
)
process.stdout.write(JSON.stringify({ read: answers.length, grownBy, outcomes }))
