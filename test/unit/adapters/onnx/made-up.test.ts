import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isMadeUp, madeUp, madeUpFile } from '../../../../src/adapters/onnx/made-up.js'
import { openCheckpoint } from '../../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../../src/models/checkpoint/read-tensor.js'
import { left, right } from './huggingface/folder.js'

const home = mkdtempSync(path.join(tmpdir(), 'corl-made-up-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const tensors = (asked: Array<string> = []) =>
  (['a', 'b'] as const).map(
    (name, k) =>
      [
        name,
        madeUp([2], () => {
          asked.push(name)
          return Float32Array.of(k, k + 0.5)
        }),
      ] as const,
  )

it('a file is written once, its values made one tensor after another, each once', async () => {
  const asked: Array<string> = []
  const file = right(await madeUpFile(home, 'net-v1', () => tensors(asked))())
  expect(file).toBe(path.join(home, 'formula', 'net-v1.safetensors'))
  expect(asked).toEqual(['a', 'b'])
  const before = statSync(file).mtimeMs
  expect(right(await madeUpFile(home, 'net-v1', () => tensors(asked))())).toBe(file)
  expect(asked).toEqual(['a', 'b'])
  expect(statSync(file).mtimeMs).toBe(before)
  expect(readdirSync(path.dirname(file))).toEqual(['net-v1.safetensors'])
  expect([...right(await readTensor(right(await openCheckpoint(file)()), 'b')()).data]).toEqual([1, 1.5])
})

it('the file says that its weights are made up, and others do not', async () => {
  const file = right(await madeUpFile(home, 'net-v1', tensors)())
  expect(isMadeUp(right(await openCheckpoint(file)()).metadata)).toBe(true)
  expect(isMadeUp({})).toBe(false)
  expect(isMadeUp({ weights: 'pt' })).toBe(false)
})

it('another name is another file', async () => {
  const [one, other] = await Promise.all(['net-v1', 'net-v2'].map((name) => madeUpFile(home, name, tensors)()))
  expect(readFileSync(right(one!)).equals(readFileSync(right(other!)))).toBe(true)
  expect(one).not.toEqual(other)
})

it('who makes the same at once gets a whole file each', async () => {
  const both = await Promise.all([1, 2].map(() => madeUpFile(home, 'at-once', tensors)()))
  for (const file of both) expect(right(await openCheckpoint(right(file))()).tensors.size).toBe(2)
  expect(readdirSync(path.join(home, 'formula')).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

it('a folder that cannot be made is told, nothing made', async () => {
  const asked: Array<string> = []
  const notAFolder = path.join(home, 'a-file')
  writeFileSync(notAFolder, '')
  expect(left(await madeUpFile(notAFolder, 'net', () => tensors(asked))())).toMatchObject({
    _tag: 'BadFile',
    file: path.join(notAFolder, 'formula'),
    expected: 'a folder to write to',
  })
  expect(asked).toEqual([])
})
