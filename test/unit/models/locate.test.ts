import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateModel, type LocateOptions } from '../../../src/models/locate.js'
import { modelStates } from '../../../src/models/state.js'
import { bytes, folder, HEADS, hubModel, put, REVISION, twoFiles, WEIGHTS } from './small-models.js'

const models = [twoFiles(), hubModel]
const locate = (name: string, options: Partial<LocateOptions> = {}) =>
  locateModel(name, { env: { HOME: folder('empty') }, home: folder('home'), models, ...options })()

const filled = (): string => {
  const home = folder('home')
  put(path.join(home, 'w/weights.bin'), WEIGHTS)
  put(path.join(home, 'h/heads.bin'), HEADS)
  return home
}

describe('locateModel', () => {
  it('finds the files in the models folder, by role', async () => {
    const home = filled()
    expect(await locate('two-files', { home })).toMatchObject({
      right: {
        model: 'two-files',
        paths: { backbone: path.join(home, 'w/weights.bin'), heads: path.join(home, 'h/heads.bin') },
        files: [{ origin: 'home', bytes: WEIGHTS.length }, { origin: 'home' }],
      },
    })
  })

  it('takes a folder of the user before all, flat or by name, whatever lies in it', async () => {
    const flat = folder('flat')
    put(path.join(flat, 'weights.bin'), 'made by formula')
    put(path.join(flat, 'heads.bin'), 'others')
    put(path.join(flat, 'two-files/heads.bin'), 'mine')
    expect(await locate('two-files', { home: filled(), modelDir: flat })).toMatchObject({
      right: {
        paths: { backbone: path.join(flat, 'weights.bin'), heads: path.join(flat, 'two-files/heads.bin') },
        files: [{ origin: 'model-dir' }, { origin: 'model-dir' }],
      },
    })
  })

  it('looks into the caches of torch and Hugging Face last, each file by itself', async () => {
    const torch = folder('torch')
    const hub = folder('hub')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), WEIGHTS)
    const home = folder('home')
    put(path.join(home, 'h/heads.bin'), HEADS)
    const env = { TORCH_HOME: torch, HF_HUB_CACHE: hub }
    expect(await locate('two-files', { env, home })).toMatchObject({
      right: { files: [{ origin: 'torch-hub' }, { origin: 'home' }] },
    })
    for (const name of ['model.bin', 'config.json']) {
      put(path.join(hub, 'models--org--name/snapshots', REVISION, name), name)
    }
    expect(await locate('hub-model', { env })).toMatchObject({
      right: {
        files: [
          { role: 'weights', origin: 'hf-hub' },
          { role: 'config', origin: 'hf-hub' },
        ],
      },
    })
  })

  it.each([
    ['TORCH_HOME', (root: string) => ({ TORCH_HOME: root }), 'hub/checkpoints'],
    ['XDG_CACHE_HOME', (root: string) => ({ XDG_CACHE_HOME: root }), 'torch/hub/checkpoints'],
    ['HOME', (root: string) => ({ HOME: root }), '.cache/torch/hub/checkpoints'],
  ])("finds torch's cache by %s", async (_, env, below) => {
    const root = folder('torch')
    put(path.join(root, below, 'weights.bin'), WEIGHTS)
    put(path.join(root, below, 'heads.bin'), HEADS)
    expect(await locate('two-files', { env: env(root) })).toMatchObject({
      right: { files: [{ origin: 'torch-hub' }, {}] },
    })
  })

  it.each([
    ['HF_HUB_CACHE', (root: string) => ({ HF_HUB_CACHE: root }), '.'],
    ['HF_HOME', (root: string) => ({ HF_HOME: root }), 'hub'],
    ['XDG_CACHE_HOME', (root: string) => ({ XDG_CACHE_HOME: root }), 'huggingface/hub'],
    ['HOME', (root: string) => ({ HOME: root }), '.cache/huggingface/hub'],
  ])("finds Hugging Face's cache by %s", async (_, env, below) => {
    const root = folder('hf')
    for (const name of ['model.bin', 'config.json']) {
      put(path.join(root, below, 'models--org--name/snapshots', REVISION, name), name)
    }
    expect(await locate('hub-model', { env: env(root) })).toMatchObject({
      right: { files: [{ origin: 'hf-hub' }, {}] },
    })
  })

  it('another revision of the hub serves where length and digest of a file are known', async () => {
    const hub = folder('hub')
    const other = 'f'.repeat(40)
    const [file] = hubModel.files
    const known = {
      ...hubModel,
      files: [{ ...file!, bytes: WEIGHTS.length, check: { verify: 'sha256' as const, sha256: '0'.repeat(64) } }],
    }
    put(path.join(hub, 'models--org--name/snapshots', other, 'model.bin'), WEIGHTS)
    put(path.join(hub, 'models--org--name/refs/main'), other)
    const env = { HF_HUB_CACHE: hub }
    expect(await locate('hub-model', { env, models: [known] })).toMatchObject({
      right: { files: [{ origin: 'hf-hub' }] },
    })
    expect(await locate('hub-model', { env })).toMatchObject({ left: { _tag: 'MissingModel' } })
    put(path.join(hub, 'models--org--name/refs/main'), '../../../secret')
    expect(await locate('hub-model', { env, models: [known] })).toMatchObject({ left: { _tag: 'MissingModel' } })
  })

  it('passes over a file of another length in a cache, and calls one in the models folder damaged', async () => {
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), 'cut short')
    put(path.join(torch, 'hub/checkpoints/heads.bin'), HEADS)
    expect(await locate('two-files', { env: { TORCH_HOME: torch } })).toMatchObject({ left: { _tag: 'MissingModel' } })
    const home = filled()
    truncateSync(path.join(home, 'w/weights.bin'), 10)
    expect(await locate('two-files', { home })).toMatchObject({
      left: {
        _tag: 'BadFile',
        expected: '300000 bytes',
        received: expect.stringContaining('corl models pull two-files'),
      },
    })
  })

  it('says which command gets a model, and for which reward it was wanted', async () => {
    expect(await locate('two-files', { reward: 'lpips' })).toEqual({
      _tag: 'Left',
      left: { _tag: 'MissingModel', reward: 'lpips', model: 'two-files', install: 'corl models pull two-files' },
    })
  })

  it('a part of a model is none', async () => {
    const home = folder('home')
    put(path.join(home, 'h/heads.bin'), HEADS)
    expect(await locate('two-files', { home })).toMatchObject({ left: { _tag: 'MissingModel' } })
  })

  it('folders and links that lead out are no files', async () => {
    const home = filled()
    const outside = folder('outside')
    put(path.join(outside, 'weights.bin'), WEIGHTS)
    const linked = folder('home')
    symlinkSync(outside, path.join(linked, 'w'))
    put(path.join(linked, 'h/heads.bin'), HEADS)
    expect(await locate('two-files', { home: linked })).toMatchObject({ left: { _tag: 'BadFile' } })
    const odd = folder('home')
    mkdirSync(path.join(odd, 'w/weights.bin'), { recursive: true })
    expect(await locate('two-files', { home: odd })).toMatchObject({ left: { _tag: 'MissingModel' } })
    // The folder itself may be a link: models often lie on another disk.
    const link = path.join(folder('link'), 'models')
    symlinkSync(home, link)
    expect(await locate('two-files', { home: link })).toMatchObject({ right: { model: 'two-files' } })
  })
})

describe('modelStates', () => {
  it('tells how every model stands', async () => {
    const state = async (home: string, env = {}): Promise<ReadonlyArray<string>> => {
      const states = await modelStates({ home, env: { HOME: folder('empty'), ...env } }, models)()
      return states._tag === 'Right' ? states.right.map((one) => one.state) : []
    }
    const home = filled()
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), WEIGHTS)
    expect(await state(home)).toEqual(['here', 'missing'])
    expect(await state(folder('home'), { TORCH_HOME: torch })).toEqual(['incomplete', 'missing'])
    put(path.join(torch, 'hub/checkpoints/heads.bin'), HEADS)
    expect(await state(folder('home'), { TORCH_HOME: torch })).toEqual(['in torch cache', 'missing'])
    writeFileSync(path.join(home, 'h/heads.bin'), bytes(3))
    expect(await state(home)).toEqual(['damaged', 'missing'])
  })
})
