import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openCheckpoint } from '../../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../../src/models/checkpoint/read-tensor.js'
import { writeSafetensors } from '../../../../src/models/checkpoint/write-safetensors.js'
import type { Checkpoint } from '../../../../src/models/checkpoint/checkpoint.js'
import { floats, legacyOf, safetensorsOf, type StorageFile, zipOf } from './torch-files.js'

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
/** A program of every Unix. */
const makePipe = 'mkfifo'
const written = (content: Uint8Array): string => {
  const path = join(folder, `${count++}.bin`)
  writeFileSync(path, content)
  return path
}

const opened = async (path: string): Promise<Checkpoint> => {
  const answer = await openCheckpoint(path)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const numbers = async (checkpoint: Checkpoint, name: string): Promise<ReadonlyArray<unknown>> => {
  const answer = await readTensor(checkpoint, name)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return [...answer.right.data]
}

const storage = floats('0', [1, 2, 3, 4, 5, 6])

describe('values from a file', () => {
  test.each([
    [
      'zip',
      zipOf([
        { name: 'w', storage },
        { name: 't', storage, shape: [3, 2], strides: [1, 3] },
      ]),
    ],
    [
      'legacy',
      legacyOf([
        { name: 'w', storage },
        { name: 't', storage, shape: [3, 2], strides: [1, 3] },
      ]),
    ],
  ])('%s, whatever its name', async (_, content) => {
    const checkpoint = await opened(written(content))
    expect(await numbers(checkpoint, 'w')).toEqual([1, 2, 3, 4, 5, 6])
    expect(await numbers(checkpoint, 't')).toEqual([1, 4, 2, 5, 3, 6])
  })

  test('halves longer than one piece are widened in place', async () => {
    const count = 1_200_001
    const bits = Uint16Array.from({ length: count }, (_, i) => (i * 7) & 0x7bff)
    const halves: StorageFile = { key: '0', type: 'HalfStorage', count, data: new Uint8Array(bits.buffer) }
    const values = await numbers(await opened(written(zipOf([{ name: 'h', storage: halves }]))), 'h')
    expect(values.length).toBe(count)
    // 2^20 bytes are 524,288 halves: the seams of two pieces, and the last.
    for (const i of [0, 524_287, 524_288, 1_048_576, count - 1]) {
      const [sign, exponent, fraction] = [1, (bits[i]! >> 10) & 31, bits[i]! & 1023]
      expect(values[i]).toBe(
        sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)),
      )
    }
  })

  test('a tensor that is not there is named, with some that are', async () => {
    const checkpoint = await opened(written(zipOf([{ name: 'w', storage }])))
    expect(await readTensor(checkpoint, 'v')()).toMatchObject({
      left: { _tag: 'BadFile', expected: 'a tensor named "v"', received: '1 others ("w")' },
    })
  })

  test('a file that changed since it was opened is refused', async () => {
    const path = written(zipOf([{ name: 'w', storage }]))
    const checkpoint = await opened(path)
    writeFileSync(path, 'short')
    expect(await readTensor(checkpoint, 'w')()).toMatchObject({
      left: { _tag: 'BadFile', received: 'one of 5; open it again' },
    })
    rmSync(path)
    expect(await readTensor(checkpoint, 'w')()).toMatchObject({
      left: { _tag: 'BadFile', received: 'no file of that name' },
    })
  })
})

describe('what is no file', () => {
  test('a folder', async () => {
    mkdirSync(join(folder, 'sub'))
    expect(await openCheckpoint(join(folder, 'sub'))()).toMatchObject({
      left: { _tag: 'BadFile', received: 'a folder' },
    })
  })

  test('a path with a NUL', async () => {
    expect(await openCheckpoint('a\0b')()).toMatchObject({ left: { _tag: 'BadFile', file: 'a\0b' } })
  })

  test('a link to itself', async () => {
    symlinkSync('loop', join(folder, 'loop'))
    expect(await openCheckpoint(join(folder, 'loop'))()).toMatchObject({
      left: { received: 'a link that leads to itself' },
    })
  })

  test.skipIf(process.platform === 'win32')('a pipe that nobody writes into is not waited for', async () => {
    execFileSync(makePipe, [join(folder, 'pipe')])
    expect(await openCheckpoint(join(folder, 'pipe'))()).toMatchObject({
      left: { _tag: 'BadFile', received: 'something else' },
    })
  })
})

test('the directory of a file of 528 MB is read without its values', async () => {
  const path = join(folder, 'large.safetensors')
  const bytes = 528 * 10 ** 6
  const header = safetensorsOf({ w: { dtype: 'F32', shape: [bytes / 4], data_offsets: [0, bytes] } })
  const file = openSync(path, 'w')
  writeSync(file, header)
  ftruncateSync(file, header.length + bytes)
  closeSync(file)
  const [start, before] = [performance.now(), process.memoryUsage().external]
  expect((await opened(path)).tensors.get('w')?.length).toBe(bytes)
  expect(performance.now() - start).toBeLessThan(500)
  expect(process.memoryUsage().external - before).toBeLessThan(10 ** 7)
  rmSync(path)
})

describe('writeSafetensors', () => {
  const tensor = (shape: ReadonlyArray<number>, values: ReadonlyArray<number>) =>
    ({ dtype: 'float32', shape, data: Float32Array.from(values) }) as const

  test('what is written is read again, whatever the names', async () => {
    const any = fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), fc.array(fc.float(), { maxLength: 9 })), {
      selector: ([name]) => name,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(any, async (tensors) => {
        const named = tensors.filter(([name]) => name !== '__metadata__')
        const path = join(folder, 'round.safetensors')
        expect(
          await writeSafetensors(
            path,
            named.map(([name, values]) => [name, tensor([values.length], values)]),
          )(),
        ).toMatchObject({ _tag: 'Right' })
        const checkpoint = await opened(path)
        expect(checkpoint.tensors.size).toBe(named.length)
        for (const [name, values] of named)
          expect(await numbers(checkpoint, name)).toEqual([...Float32Array.from(values)])
      }),
      { numRuns: 50 },
    )
  })

  test('values begin at a multiple of eight, and are asked for once, when their turn comes', async () => {
    const path = join(folder, 'lazy.safetensors')
    const asked: Array<string> = []
    const lazy = (name: string) =>
      [
        name,
        {
          dtype: 'float32',
          shape: [2],
          get data() {
            asked.push(name)
            return Float32Array.of(1, 2)
          },
        },
      ] as const
    await writeSafetensors(path, [lazy('a'), lazy('bcd')])()
    expect(asked).toEqual(['a', 'bcd'])
    expect((await opened(path)).tensors.get('a')!.offset % 8).toBe(0)
    expect(statSync(path).size % 8).toBe(0)
  })

  test.each([
    ['too few values', [['a', tensor([3], [1, 2])]], /3 values for "a"/],
    [
      'a name twice',
      [
        ['a', tensor([1], [1])],
        ['a', tensor([1], [1])],
      ],
      /each name once/,
    ],
    ['the name of the metadata', [['__metadata__', tensor([1], [1])]], /__metadata__/],
  ] as const)('%s: refused, and nothing is left behind', async (_, tensors, says) => {
    const path = join(folder, 'kept.safetensors')
    writeFileSync(path, 'as it was')
    const before = readdirSync(folder)
    const answer = await writeSafetensors(path, tensors)()
    expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'BadFile', file: path } })
    expect(JSON.stringify(answer)).toMatch(new RegExp(says.source.replaceAll('"', '\\\\"')))
    expect(readdirSync(folder)).toEqual(before)
    expect(statSync(path).size).toBe('as it was'.length)
  })

  test('a folder that is not there is told', async () => {
    expect(await writeSafetensors(join(folder, 'no', 'x'), [])()).toMatchObject({
      left: { _tag: 'BadFile', expected: 'a file that can be written' },
    })
  })
})
