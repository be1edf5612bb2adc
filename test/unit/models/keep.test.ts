import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { importFiles, type ImportOptions } from '../../../src/models/import.js'
import { locateModel } from '../../../src/models/locate.js'
import { planPull } from '../../../src/models/plan.js'
import { removeModel } from '../../../src/models/remove.js'
import { verifyModel } from '../../../src/models/verify.js'
import { sha256 } from './model-server.js'
import { bytes, folder, HEADS, hubModel, put, tree, twoFiles, WEIGHTS } from './small-models.js'

const signal = new AbortController().signal
const shares = { ...twoFiles(), name: 'backbone-alone', files: twoFiles().files.slice(0, 1) }
const models = [twoFiles(), hubModel, shares]
const env = { HOME: '/nowhere' }

const bring = (home: string, files: ReadonlyArray<string>, options: Partial<ImportOptions> = {}, name = 'two-files') =>
  importFiles(name, files, { home, signal, models, ...options })()
const verify = (home: string, name = 'two-files', more = {}) =>
  verifyModel(name, { env: { ...env, ...more }, home, models })()
const remove = (home: string, name = 'two-files') => removeModel(name, { home, signal, models })()

const imported = async (): Promise<string> => {
  const home = folder('home')
  const from = folder('from')
  const files = [put(path.join(from, 'renamed.pth'), WEIGHTS), put(path.join(from, 'heads.bin'), HEADS)]
  expect(await bring(home, files)).toMatchObject({
    right: [{ name: 'weights.bin', verified: 'sha256' }, { name: 'heads.bin' }],
  })
  return home
}

describe('importFiles', () => {
  it('knows a file by its content, and copies it', async () => {
    const home = await imported()
    expect(readFileSync(path.join(home, 'w/weights.bin')).equals(WEIGHTS)).toBe(true)
    expect(statSync(path.join(home, 'w/weights.bin')).nlink).toBe(1)
    expect(await verify(home)).toMatchObject({ right: [{ state: 'ok' }, { state: 'ok' }] })
  })

  it('refuses a file of the right name and another content, and takes it on the word of the user', async () => {
    const home = folder('home')
    const mine = put(path.join(folder('from'), 'weights.bin'), bytes(99))
    expect(await bring(home, [mine])).toMatchObject({
      left: { _tag: 'BadFile', received: expect.stringContaining('--unverified') },
    })
    expect(tree(home)).toEqual({})
    expect(await bring(home, [mine], { unverified: true })).toMatchObject({ right: [{ verified: 'unverified' }] })
    expect(await verify(home)).toMatchObject({ right: [{ state: 'unverified' }, { state: 'missing' }] })
    writeFileSync(path.join(home, 'w/weights.bin'), bytes(99, 5))
    expect(await verify(home)).toMatchObject({ right: [{ state: 'damaged' }, { state: 'missing' }] })
  })

  it('a model that was brought in unverified is found', async () => {
    const home = await imported()
    const mine = put(path.join(folder('from'), 'weights.bin'), bytes(99))
    await bring(home, [mine], { unverified: true })
    expect(await locateModel('two-files', { env, home, models })()).toMatchObject({
      right: { files: [{ bytes: 99 }, {}] },
    })
  })

  it('wants a word for what nothing is known of', async () => {
    const home = folder('home')
    const config = put(path.join(folder('from'), 'config.json'), '{}')
    expect(await bring(home, [config], {}, 'hub-model')).toMatchObject({ left: { _tag: 'BadFile' } })
    expect(await bring(home, [config], { unverified: true }, 'hub-model')).toMatchObject({
      right: [{ name: 'config.json' }],
    })
  })

  it.each<[string, (from: string) => ReadonlyArray<string>, string]>([
    ['belongs to no part of the model', (from) => [put(path.join(from, 'other.bin'), 'x')], 'InvalidOption'],
    ['is not there', (from) => [path.join(from, 'weights.bin')], 'BadFile'],
    ['is a folder', (from) => [from], 'BadFile'],
    ['has a NUL in its name', (from) => [`${from}/a\0b`], 'BadFile'],
    [
      'is there twice',
      (from) => [put(path.join(from, 'weights.bin'), WEIGHTS), put(path.join(from, 'again.bin'), WEIGHTS)],
      'BadFile',
    ],
  ])('nothing is brought in when a file %s', async (_, files, tag) => {
    const home = folder('home')
    const from = folder('from')
    const good = put(path.join(folder('good'), 'heads.bin'), HEADS)
    expect(await bring(home, [good, ...files(from)])).toMatchObject({ left: { _tag: tag } })
    expect(tree(home)).toEqual({})
  })
})

describe('verifyModel', () => {
  it('finds one bit that is not right', async () => {
    const home = await imported()
    const file = path.join(home, 'w/weights.bin')
    const damaged = readFileSync(file)
    damaged[200_000] = (damaged[200_000] ?? 0) ^ 4
    writeFileSync(file, damaged)
    expect(await verify(home)).toMatchObject({
      right: [{ state: 'damaged', path: file, expected: `the sha256 ${sha256(WEIGHTS)}` }, { state: 'ok' }],
    })
  })

  it('reads what a cache holds when the models folder has nothing', async () => {
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), bytes(WEIGHTS.length, 9))
    expect(await verify(folder('home'), 'two-files', { TORCH_HOME: torch })).toMatchObject({
      right: [{ state: 'damaged' }, { state: 'missing' }],
    })
  })

  it('says that it does not know where there is no digest', async () => {
    const home = folder('home')
    const [file] = hubModel.files
    put(path.join(home, file!.path), 'something')
    expect(await verify(home, 'hub-model')).toMatchObject({ right: [{ state: 'unknown' }, { state: 'missing' }] })
  })
})

describe('removeModel', () => {
  it('removes files, records, parts and empty folders, and says who shared one', async () => {
    const home = await imported()
    put(path.join(home, 'w/weights.bin.part'), 'half')
    put(path.join(home, 'mine.txt'), 'kept')
    expect(await remove(home)).toMatchObject({ right: { model: 'two-files', sharedWith: ['backbone-alone'] } })
    expect(tree(home)).toEqual({ 'mine.txt': 'kept' })
    expect(existsSync(path.join(home, 'w'))).toBe(false)
  })

  it('leaves what is not of the model', async () => {
    const home = await imported()
    put(path.join(home, 'w/other.bin'), 'kept')
    await remove(home)
    expect(tree(home)).toEqual({ 'w/other.bin': 'kept' })
  })

  it('of what is not there is nothing, and makes nothing', async () => {
    const home = path.join(folder('home'), 'none')
    expect(await remove(home)).toMatchObject({ right: { files: [], sharedWith: [] } })
    expect(existsSync(home)).toBe(false)
  })

  it('does not follow links out of the folder', async () => {
    const home = folder('home')
    const outside = folder('outside')
    put(path.join(outside, 'weights.bin'), WEIGHTS)
    symlinkSync(outside, path.join(home, 'w'))
    expect(await remove(home)).toMatchObject({ left: { _tag: 'BadFile' } })
    mkdirSync(path.join(home, 'h'))
    expect(Object.keys(tree(outside))).toEqual(['weights.bin'])
  })
})

describe('planPull', () => {
  it('says what would be done for each file, and does nothing', async () => {
    const home = folder('home')
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), WEIGHTS)
    const plan = (more = {}) => planPull('two-files', { env: { ...env, ...more }, home, models })()
    expect(await plan({ TORCH_HOME: torch })).toMatchObject({
      right: [{ action: 'link' }, { action: 'download', from: 'https://files.example/h/heads.bin', bytes: 5000 }],
    })
    expect(tree(home)).toEqual({})
    put(path.join(home, 'h/heads.bin'), HEADS)
    expect(await plan()).toMatchObject({ right: [{ action: 'download' }, { action: 'nothing' }] })
  })
})
