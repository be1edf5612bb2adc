import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readJson, requireJson } from '../../../../../src/adapters/onnx/huggingface/read-json.js'
import { left, modelFolder, right } from './folder.js'

const folder = modelFolder({ 'good.json': { a: 1 }, 'cut.json': '{"a":', 'list.json': [1] })
const at = (name: string): string => path.join(folder.path, name)

describe('a JSON file', () => {
  it('is its object', async () => expect(right(await readJson(at('good.json'))())).toEqual({ a: 1 }))

  it('may be absent', async () => {
    expect(right(await readJson(at('none.json'))())).toBeUndefined()
    expect(right(await readJson(at('good.json/none.json'))())).toBeUndefined()
  })

  it('that a model needs is missed by name', async () => {
    expect(left(await requireJson(folder, 'none.json')())).toEqual({
      _tag: 'MissingModel',
      reward: 'recaption',
      model: `${folder.path} (none.json)`,
      install: 'get it',
    })
  })

  it('that a folder of the user lacks is an error about that folder', async () => {
    const { install: _, ...named } = folder
    expect(left(await requireJson(named, 'none.json')())).toEqual({
      _tag: 'BadFile',
      file: folder.path,
      expected: "none.json of a model in Hugging Face's layout",
      received: 'no file of that name',
    })
  })

  it.each([
    ['cut.json', 'JSON'],
    ['list.json', 'a JSON object'],
  ])('%s is refused: it is no %s', async (name, expected) => {
    expect(left(await requireJson(folder, name)())).toMatchObject({ _tag: 'BadFile', file: at(name), expected })
  })

  it('is refused unread where it is too large', async () => {
    writeFileSync(at('large.json'), '')
    truncateSync(at('large.json'), 2 ** 26 + 1)
    expect(left(await readJson(at('large.json'))())).toMatchObject({ expected: 'at most 67108864 bytes' })
  })

  it('is no folder, and nothing without an end', async () => {
    mkdirSync(at('folder.json'))
    expect(left(await readJson(at('folder.json'))())).toMatchObject({ _tag: 'BadFile', expected: 'a file' })
    if (process.platform === 'win32') return
    expect(left(await readJson('/dev/zero')())).toMatchObject({ _tag: 'BadFile', expected: 'a file' })
  })

  it('may lie elsewhere', async () => {
    const files = new Map([['config.json', at('good.json')]])
    expect(right(await requireJson({ ...folder, files }, 'config.json')())).toEqual({ a: 1 })
  })
})
