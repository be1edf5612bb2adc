import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Checkpoint, TensorValues } from '../../../src/models/checkpoint/checkpoint.js'
import { openCheckpoint } from '../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../src/models/checkpoint/read-tensor.js'
import { findGoldens, goldensRoot } from '../support.js'
import { listedFiles } from './manifest.js'

/** What a manifest says of one tensor, or of a plain value beside the tensors. */
interface Content {
  readonly python_value?: unknown
  readonly dtype: string
  readonly shape: ReadonlyArray<number>
  readonly stride_in_file?: ReadonlyArray<number>
  readonly contiguous?: boolean
  readonly values?: ReadonlyArray<number | boolean>
  readonly index?: ReadonlyArray<number>
  readonly value?: ReadonlyArray<number | boolean>
  readonly sum_float64?: number
  readonly sha256_of_values_as_little_endian_float32?: string
}

interface CheckpointEntry {
  readonly container: 'zip' | 'legacy'
  readonly content: Readonly<Record<string, Content>>
}

const opened = async (path: string): Promise<Checkpoint> => {
  const answer = await openCheckpoint(path)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const valuesOf = async (checkpoint: Checkpoint, name: string): Promise<TensorValues> => {
  const answer = await readTensor(checkpoint, name)()
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const check = ({ dtype, shape, data }: TensorValues, content: Content): void => {
  expect({ dtype, shape }).toEqual({ dtype: content.dtype, shape: content.shape })
  const numbers = Array.from(data, Number)
  if (content.values !== undefined) expect(numbers).toEqual(content.values.map(Number))
  content.index?.forEach((at, i) => expect(numbers[at]).toBe(Number(content.value?.[i])))
  // The sum was taken in another order.
  if (content.sum_float64 !== undefined) {
    const total = numbers.reduce((sum, value) => sum + value, 0)
    const size = numbers.reduce((sum, value) => sum + Math.abs(value), 0)
    expect(Math.abs(total - content.sum_float64)).toBeLessThanOrEqual(1e-12 * (1 + size))
  }
  const digest = content.sha256_of_values_as_little_endian_float32
  if (digest !== undefined)
    expect(
      createHash('sha256')
        .update(Buffer.from(Float32Array.from(numbers).buffer))
        .digest('hex'),
    ).toBe(digest)
}

describe('checkpoint files', () => {
  const files = listedFiles<CheckpointEntry>('pth')
  if (files.length === 0) test.skip('no folder pth with a manifest')
  for (const { name, path, entry } of files) {
    test(`${name} holds what its manifest says`, async () => {
      const checkpoint = await opened(path)
      expect(checkpoint.format).toBe(`torch-${entry.container}`)
      const content = new Map(
        Object.entries(entry.content)
          .filter(([, one]) => !('python_value' in one))
          .map(([key, one]) => [key.replaceAll('/', '.'), one]),
      )
      expect([...checkpoint.tensors.keys()].sort()).toEqual([...content.keys()].sort())
      for (const [key, one] of content) {
        const stored = checkpoint.tensors.get(key)
        if (one.stride_in_file !== undefined) expect(stored?.strides).toEqual(one.stride_in_file)
        if (one.contiguous !== undefined) expect(stored?.inPlace).toBe(one.contiguous)
        check(await valuesOf(checkpoint, key), one)
      }
    })
  }
})

describe('official LPIPS heads', () => {
  const lists = findGoldens(goldensRoot(), 'lpips', /^heads\.json$/)
  if (lists.length === 0) test.skip('no heads.json')
  for (const list of lists) {
    const heads = JSON.parse(readFileSync(list, 'utf8')) as Readonly<
      Record<string, { readonly tensors: Readonly<Record<string, Content>> }>
    >
    for (const [net, { tensors }] of Object.entries(heads)) {
      const path = join(dirname(list), `${net}.pth`)
      test.skipIf(!existsSync(path))(`${basename(path)} holds the numbers of heads.json`, async () => {
        const checkpoint = await opened(path)
        expect([...checkpoint.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort())
        for (const [key, one] of Object.entries(tensors)) check(await valuesOf(checkpoint, key), one)
      })
    }
  }
})
