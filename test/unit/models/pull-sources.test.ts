import { mkdirSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type PullOptions } from '../../../src/models/pull.js'
import { forwardProxy, gitSha1, modelServer, redirect, serve, sha256, status } from './model-server.js'
import { H, pull, record, W, whole, world } from './pull-world.js'
import { bytes, folder, HEADS, hubPath, put, REVISION, tree, WEIGHTS } from './small-models.js'

const CONFIG = Buffer.from('{"hidden_size": 3}')

describe('the hub', () => {
  const hub = (options: Partial<PullOptions> = {}) =>
    pull('hub-model', { ...options, env: { HF_ENDPOINT: world.server.url, ...options.env } })

  const good = (cdn = ''): void => {
    world.server.on(
      hubPath('model.bin'),
      cdn === ''
        ? serve(WEIGHTS)
        : redirect(cdn, { 'x-linked-etag': `"${sha256(WEIGHTS)}"`, 'x-linked-size': String(WEIGHTS.length) }),
    )
    world.server.on(hubPath('config.json'), serve(CONFIG, { etag: `"${gitSha1(CONFIG)}"` }))
  }

  it('vouches for what nothing is known of: sha256 of large files, git digests of small ones', async () => {
    good()
    expect(await hub()).toMatchObject({ right: { files: [{ verified: 'hub' }, { verified: 'hub' }] } })
    expect(record(`org/name/${REVISION}/config.json`)).toMatchObject({ sha256: sha256(CONFIG), verified: 'hub' })
  })

  it.each([
    ['model.bin', `"${'0'.repeat(64)}"`, WEIGHTS],
    ['config.json', `"${'0'.repeat(40)}"`, CONFIG],
  ])('that names another digest than %s has is not satisfied', async (file, etag, content) => {
    good()
    world.server.on(hubPath(file), serve(content, { etag }))
    expect(await hub()).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('damaged or another file') },
    })
  })

  it('that gives no digest is told as such', async () => {
    good()
    world.server.on(hubPath('config.json'), serve(CONFIG, { etag: null }))
    expect(await hub()).toMatchObject({ right: { files: [{ verified: 'hub' }, { verified: 'unverified' }] } })
  })

  it('gets the token, and the host it redirects to does not', async () => {
    const cdn = await modelServer()
    cdn.on('/blob', serve(WEIGHTS, { etag: `"${'f'.repeat(64)}"` }))
    good(`${cdn.url}/blob`)
    const result = await hub({ env: { HF_TOKEN: 'hf_secret' } })
    expect(result).toMatchObject({ right: { files: [{ verified: 'hub' }, { verified: 'hub' }] } })
    expect(world.server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer hf_secret',
      'Bearer hf_secret',
    ])
    expect(cdn.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect(JSON.stringify([result, world.events, tree(world.home)])).not.toContain('hf_secret')
  })

  it('alone gets the token: no other source, no mirror in its place', async () => {
    good()
    await pull('two-files', { env: { HF_TOKEN: 'hf_secret', HF_ENDPOINT: world.server.url } })
    await pull('hub-model', { env: { HF_TOKEN: 'hf_secret' } })
    expect(world.server.seen).toHaveLength(4)
    expect(world.server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })

  it('that wants a token says so', async () => {
    world.server.on(hubPath('model.bin'), status(401))
    expect(await hub()).toMatchObject({ left: { reason: expect.stringContaining('HF_TOKEN') } })
    world.server.on(hubPath('model.bin'), status(403))
    const refused = await hub({ env: { HF_TOKEN: 'hf_secret' } })
    expect(refused).toMatchObject({ left: { reason: expect.stringContaining('terms') } })
    expect(JSON.stringify(refused)).not.toContain('hf_secret')
  })

  it('is not asked when HF_HUB_OFFLINE is set, and no other source is', async () => {
    good()
    for (const name of ['hub-model', 'two-files']) {
      const result = await pull(name, { env: { HF_HUB_OFFLINE: '1' } })
      expect(result).toMatchObject({ left: { _tag: 'Unavailable', reason: expect.stringContaining('HF_HUB_OFFLINE') } })
    }
    expect(world.server.seen).toEqual([])
  })
})

describe('settings', () => {
  it('a mirror may lie under a path and want a password, which is not shown', async () => {
    world.server.on(`/base${W}`, serve(WEIGHTS))
    world.server.on(`/base${H}`, serve(HEADS))
    const mirror = `${world.server.url.replace('//', '//ada:p%40ss@')}/base/`
    const result = await pull('two-files', { env: { CORL_MODELS_MIRROR: mirror } })
    whole(result)
    expect(world.server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:p@ss').toString('base64')}`)
    expect(JSON.stringify([result, world.events, tree(world.home)])).not.toMatch(/p@ss|p%40ss/)
  })

  it.each(['CORL_MODELS_MIRROR', 'HF_ENDPOINT'])('%s must be a URL of http', async (name) => {
    for (const value of ['nonsense', 'ftp://x', 'file:///etc']) {
      const model = name === 'HF_ENDPOINT' ? 'hub-model' : 'two-files'
      expect(await pull(model, { env: { [name]: value } })).toMatchObject({
        left: { _tag: 'InvalidOption', option: name },
      })
    }
  })

  it('HTTP_PROXY is used, with and without http://, and NO_PROXY excepts hosts', async () => {
    const proxy = await forwardProxy()
    whole(await pull('two-files', { env: { HTTP_PROXY: proxy.url } }))
    expect(proxy.seen).toEqual([`${world.server.url}${W}`, `${world.server.url}${H}`])
    whole(await pull('two-files', { force: true, env: { http_proxy: proxy.url.replace('http://', '') } }))
    expect(proxy.seen).toHaveLength(4)
    whole(await pull('two-files', { force: true, env: { HTTP_PROXY: proxy.url, NO_PROXY: 'other,127.0.0.1' } }))
    expect(proxy.seen).toHaveLength(4)
  })

  it('a proxy that is no URL is refused without showing it', async () => {
    const result = await pull('two-files', { env: { HTTPS_PROXY: 'http://user:hunter2@[' } })
    expect(result).toMatchObject({ left: { _tag: 'InvalidOption', option: 'HTTPS_PROXY' } })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })

  it('the environment of the process is not read', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:9'
    try {
      whole(await pull())
    } finally {
      delete process.env['HTTP_PROXY']
    }
  })
})

describe('caches', () => {
  it("torch's is linked from, not copied, when the digest is right", async () => {
    const torch = folder('torch')
    const cached = put(path.join(torch, 'hub/checkpoints/weights.bin'), WEIGHTS)
    const result = await pull('two-files', { env: { TORCH_HOME: torch } })
    whole(result)
    expect(result).toMatchObject({ right: { files: [{ how: 'linked', verified: 'sha256' }, { how: 'downloaded' }] } })
    expect(statSync(path.join(world.home, 'w/weights.bin')).ino).toBe(statSync(cached).ino)
    expect(world.server.count(W)).toBe(0)
  })

  it('with a damaged file of the right length are passed over', async () => {
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), bytes(WEIGHTS.length, 77))
    whole(await pull('two-files', { env: { TORCH_HOME: torch } }))
    expect(world.server.count(W)).toBe(1)
  })

  it("Hugging Face's is linked from by the digest its blobs are named by, offline too", async () => {
    const hub = folder('hub')
    const repository = path.join(hub, 'models--org--name')
    const snapshot = path.join(repository, 'snapshots', REVISION)
    mkdirSync(snapshot, { recursive: true })
    for (const [name, tag, content] of [
      ['model.bin', sha256(WEIGHTS), WEIGHTS],
      ['config.json', gitSha1(CONFIG), CONFIG],
    ] as const) {
      put(path.join(repository, 'blobs', tag), content)
      symlinkSync(`../../blobs/${tag}`, path.join(snapshot, name))
    }
    const env = { HF_HUB_CACHE: hub, HF_HUB_OFFLINE: '1' }
    expect(await pull('hub-model', { env })).toMatchObject({
      right: {
        files: [
          { how: 'linked', verified: 'hub' },
          { how: 'linked', verified: 'hub' },
        ],
      },
    })
    put(path.join(repository, 'blobs', gitSha1(CONFIG)), '{"hidden_size": 4}')
    expect(await pull('hub-model', { env, home: folder() })).toMatchObject({ left: { _tag: 'Unavailable' } })
  })
})
