import { existsSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { pullModel, type PullEvent, type PullOptions } from '../../../src/models/pull.js'
import {
  forwardProxy,
  gitSha1,
  type Handler,
  modelServer,
  redirect,
  type ModelServer,
  serve,
  sha256,
  status,
} from './model-server.js'
import {
  bytes,
  folder,
  HEADS,
  hubModel,
  hubPath,
  noWaiting,
  put,
  REVISION,
  tree,
  twoFiles,
  WEIGHTS,
} from './small-models.js'

const W = '/w/weights.bin'
const H = '/h/heads.bin'
const CONFIG = Buffer.from('{"hidden_size": 3}')

let server: ModelServer
let home: string
let waits: Array<number>
let events: Array<PullEvent>

beforeEach(async () => {
  server = await modelServer()
  server.on(W, serve(WEIGHTS))
  server.on(H, serve(HEADS))
  home = path.join(folder('home'), 'models')
  waits = []
  events = []
})

const pull = (name = 'two-files', options: Partial<PullOptions> = {}) =>
  pullModel(name, {
    home,
    signal: new AbortController().signal,
    models: [twoFiles(), hubModel],
    waiting: noWaiting(waits),
    stallMs: 300,
    onEvent: (event) => void events.push(event),
    ...options,
    env: { HOME: '/nowhere', CORL_MODELS_MIRROR: server.url, ...options.env },
  })()

const weights = (): Buffer => readFileSync(path.join(home, 'w/weights.bin'))
const record = (file: string): unknown => JSON.parse(readFileSync(path.join(home, `records/${file}.json`), 'utf8'))
/** What lies beside the files when all went well: nothing. */
const names = (): ReadonlyArray<string> => Object.keys(tree(home))

const WHOLE = ['h/heads.bin', 'records/h/heads.bin.json', 'records/w/weights.bin.json', 'w/weights.bin']

const whole = async (result: Awaited<ReturnType<typeof pull>>): Promise<void> => {
  expect(result).toMatchObject({ right: { files: [{ name: 'weights.bin' }, { name: 'heads.bin' }] } })
  expect(weights().equals(WEIGHTS)).toBe(true)
  expect(names()).toEqual(WHOLE)
}

describe('a pull', () => {
  it('downloads, verifies and installs, and leaves nothing beside', async () => {
    const result = await pull()
    await whole(result)
    expect(result).toMatchObject({
      right: {
        model: 'two-files',
        files: [
          { how: 'downloaded', verified: 'sha256', bytes: WEIGHTS.length },
          { how: 'downloaded', verified: 'prefix', bytes: HEADS.length },
        ],
      },
    })
    expect(record('w/weights.bin')).toEqual({
      sha256: sha256(WEIGHTS),
      bytes: WEIGHTS.length,
      verified: 'sha256',
      source: `${server.url}${W}`,
    })
  })

  it('fetches nothing that is here, unless forced to', async () => {
    await pull()
    const again = await pull()
    expect(again).toMatchObject({ right: { files: [{ how: 'here', verified: 'sha256' }, { how: 'here' }] } })
    expect(server.seen).toHaveLength(2)
    await whole(await pull('two-files', { force: true }))
    expect(server.seen).toHaveLength(4)
  })

  it('fetches again what is here with another length', async () => {
    await pull()
    writeFileSync(path.join(home, 'w/weights.bin'), 'cut')
    await whole(await pull())
  })

  it('keeps a file that somebody put into its place when it is the right one, and replaces it when not', async () => {
    put(path.join(home, 'w/weights.bin'), WEIGHTS)
    put(path.join(home, 'h/heads.bin'), bytes(HEADS.length, 99))
    await whole(await pull())
    expect([server.count(W), server.count(H)]).toEqual([0, 1])
  })

  it('tells how far it is', async () => {
    await pull()
    const of = events.filter(({ file }) => file === 'weights.bin')
    expect(of[0]).toEqual({ kind: 'began', file: 'weights.bin', have: 0, total: WEIGHTS.length })
    const received = of.reduce((sum, event) => sum + (event.kind === 'received' ? event.bytes : 0), 0)
    expect(received).toBe(WEIGHTS.length)
    expect(of.at(-1)).toEqual({ kind: 'done', file: 'weights.bin' })
  })

  it('of an unknown model is refused before anything is asked', async () => {
    expect(await pull('nothing')).toMatchObject({ left: { _tag: 'InvalidOption', option: 'model' } })
    expect(server.seen).toEqual([])
  })
})

describe('a server that', () => {
  it('drops the connection is asked for the rest', async () => {
    server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), serve(WEIGHTS, { dropAfter: 50_000 }), serve(WEIGHTS))
    await whole(await pull())
    const asked = server.seen.filter(({ path }) => path === W).map(({ headers }) => headers)
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
    expect(asked[1]?.['if-range']).toBe(`"${sha256(WEIGHTS)}"`)
    expect(events.filter(({ kind }) => kind === 'retrying')).toHaveLength(2)
  })

  it('ignores Range is read from the beginning, and nothing is written twice', async () => {
    server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), serve(WEIGHTS, { ignoreRange: true }))
    await whole(await pull())
  })

  it('has another version by now gives that one whole', async () => {
    const old = bytes(WEIGHTS.length, 5)
    server.on(W, serve(old, { dropAfter: 100_000 }), serve(WEIGHTS))
    await whole(await pull())
  })

  it('has another version and no tag is found out by the digest', async () => {
    const old = bytes(WEIGHTS.length, 5)
    server.on(W, serve(old, { dropAfter: 100_000, etag: null }), serve(WEIGHTS, { etag: null }))
    await whole(await pull())
    expect(server.count(W)).toBe(3)
  })

  it('sends another part than was asked for is not believed', async () => {
    server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-${WEIGHTS.length - 1}/${WEIGHTS.length}` }).end(WEIGHTS)
    })
    const bad = await pull()
    expect(bad).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('another part') } })
    server.on(W, serve(WEIGHTS))
    await whole(await pull())
  })

  it('truncates is asked again', async () => {
    const cut: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': WEIGHTS.length })
      response.write(WEIGHTS.subarray(0, 1000), () => response.socket?.end())
    }
    server.on(W, cut, serve(WEIGHTS))
    await whole(await pull())
  })

  it('announces another length than the file has is not read', async () => {
    server.on(W, serve(WEIGHTS.subarray(0, 1000)))
    const result = await pull()
    expect(result).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('announces 1000 bytes where 300000') },
    })
    expect(server.count(W)).toBe(4)
  })

  it('sends more than there should be is cut off', async () => {
    server.on(
      W,
      (_, response) => {
        response.writeHead(200)
        response.write(WEIGHTS)
        response.end('and more')
      },
      serve(WEIGHTS),
    )
    await whole(await pull())
  })

  it('sends damage is asked again, and given up on when it stays so; nothing is installed then', async () => {
    const damaged = Buffer.from(WEIGHTS)
    damaged[1234] = (damaged[1234] ?? 0) ^ 1
    server.on(W, serve(damaged), serve(WEIGHTS))
    await whole(await pull())
    server.on(W, serve(damaged))
    const other = path.join(folder('home'), 'models')
    const result = await pull('two-files', { home: other })
    expect(result).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('damaged or another file') },
    })
    expect(existsSync(path.join(other, 'w/weights.bin'))).toBe(false)
  })

  it.each([500, 502, 503, 504, 429, 408])('answers %i is asked again, later each time', async (code) => {
    server.on(W, status(code), status(code), serve(WEIGHTS))
    await whole(await pull())
    expect(waits).toEqual([100, 200])
  })

  it('says when to come back is obeyed', async () => {
    server.on(
      W,
      status(429, { 'retry-after': '7' }),
      status(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:11 GMT' }),
      serve(WEIGHTS),
    )
    await whole(await pull())
    expect(waits).toEqual([7000, 11_000])
  })

  it('wants to be left alone for hours is', async () => {
    server.on(W, status(429, { 'retry-after': '7200' }))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('120 minutes') } })
  })

  it('fails for good is given up on after the tries there are', async () => {
    server.on(W, status(500))
    expect(await pull()).toMatchObject({
      left: {
        _tag: 'Download',
        model: 'two-files',
        url: `${server.url}${W}`,
        reason: expect.stringContaining('answered 500 (tried 4 times)'),
      },
    })
    expect(server.count(W)).toBe(4)
  })

  it.each([400, 401, 403, 404, 410])('answers %i is asked once', async (code) => {
    server.on(W, status(code))
    expect(await pull()).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining(`answered ${code}`) },
    })
    expect(server.count(W)).toBe(1)
  })

  it('stalls is left, and asked for the rest', async () => {
    server.on(W, serve(WEIGHTS, { stallAfter: 100_000 }), serve(WEIGHTS))
    await whole(await pull())
    expect(events.find(({ kind }) => kind === 'retrying')).toMatchObject({ reason: 'the transfer stalled' })
    expect(server.seen[1]?.headers.range).toBe('bytes=100000-')
  })

  it('never answers is left', async () => {
    server.on(W, () => undefined, serve(WEIGHTS))
    await whole(await pull())
    expect(events.find(({ kind }) => kind === 'retrying')).toMatchObject({ reason: 'no answer came in time' })
  })

  it('speaks no HTTP is asked again', async () => {
    server.on(W, (_, response) => void response.socket?.end('hello\r\n\r\n'), serve(WEIGHTS))
    await whole(await pull())
  })

  it('encodes what it sends is refused', async () => {
    server.on(W, serve(WEIGHTS, { headers: { 'content-encoding': 'gzip' } }))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('encodes') } })
  })

  it('has gone is told in words', async () => {
    const result = await pull('two-files', { env: { CORL_MODELS_MIRROR: 'http://127.0.0.1:9' } })
    expect(result).toMatchObject({ left: { _tag: 'Download', reason: 'the connection was refused (tried 4 times)' } })
  })

  it('gives a little each time gets as many tries as it takes', async () => {
    const long = bytes(8 << 20, 3)
    const [first, second] = twoFiles().files
    const entry = {
      ...twoFiles(),
      files: [{ ...first!, bytes: long.length, check: { verify: 'sha256' as const, sha256: sha256(long) } }, second!],
    }
    server.on(W, serve(long, { dropAfter: (1 << 20) + 1 }))
    expect(await pull('two-files', { models: [entry] })).toMatchObject({ right: { model: 'two-files' } })
    expect(server.count(W)).toBeGreaterThan(5)
  })
})

describe('a pull that was ended', () => {
  it('is gone on with by the next', async () => {
    const controller = new AbortController()
    server.on(W, serve(WEIGHTS, { stallAfter: 120_000 }), serve(WEIGHTS))
    let come = 0
    const result = await pull('two-files', {
      signal: controller.signal,
      stallMs: 5000,
      onEvent: (event) => {
        if (event.kind === 'received' && (come += event.bytes) === 120_000) controller.abort(new Error('SIGINT'))
      },
    })
    expect(result).toEqual(E.left({ _tag: 'Aborted', reason: 'SIGINT' }))
    expect(names()).toEqual(['w/weights.bin.part', 'w/weights.bin.part.tag'])
    await whole(await pull())
    expect(server.seen.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=120000-', undefined])
  })

  it('when all had come, needs no server', async () => {
    put(path.join(home, 'w/weights.bin.part'), WEIGHTS)
    await whole(await pull())
    expect(server.count(W)).toBe(0)
  })

  it('with rubbish in its part begins anew', async () => {
    put(path.join(home, 'w/weights.bin.part'), bytes(WEIGHTS.length, 9))
    await whole(await pull())
    put(path.join(home, 'w/weights.bin.part'), bytes(WEIGHTS.length + 5, 9))
    await whole(await pull('two-files', { force: true }))
  })
})

describe('redirects', () => {
  it('are followed to other hosts, relative ones too', async () => {
    const other = await modelServer()
    other.on('/cdn/x?secret=1', serve(WEIGHTS))
    server.on(W, redirect('/moved'))
    server.on('/moved', redirect(`${other.url}/cdn/x?secret=1`))
    await whole(await pull())
    // What was signed for a moment is not written down.
    expect(JSON.stringify(tree(home))).not.toContain('secret')
  })

  it.each([
    ['in a circle', W, /more than 10 redirects/],
    ['to a file', 'file:///etc/passwd', /a redirect to "file:"/],
    ['to what is no URL', 'http://[', /no URL/],
  ])('%s are refused, and not tried again', async (_, to, reason) => {
    server.on(W, redirect(to))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringMatching(reason) } })
  })
})

describe('the hub', () => {
  const hub = (options: Partial<PullOptions> = {}) =>
    pull('hub-model', { ...options, env: { HF_ENDPOINT: server.url, ...options.env } })

  const good = (cdn = ''): void => {
    server.on(
      hubPath('model.bin'),
      cdn === ''
        ? serve(WEIGHTS)
        : redirect(cdn, { 'x-linked-etag': `"${sha256(WEIGHTS)}"`, 'x-linked-size': String(WEIGHTS.length) }),
    )
    server.on(hubPath('config.json'), serve(CONFIG, { etag: `"${gitSha1(CONFIG)}"` }))
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
    server.on(hubPath(file), serve(content, { etag }))
    expect(await hub()).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('damaged or another file') },
    })
  })

  it('that gives no digest is told as such', async () => {
    good()
    server.on(hubPath('config.json'), serve(CONFIG, { etag: null }))
    expect(await hub()).toMatchObject({ right: { files: [{ verified: 'hub' }, { verified: 'unverified' }] } })
  })

  it('gets the token, and the host it redirects to does not', async () => {
    const cdn = await modelServer()
    cdn.on('/blob', serve(WEIGHTS, { etag: `"${'f'.repeat(64)}"` }))
    good(`${cdn.url}/blob`)
    const result = await hub({ env: { HF_TOKEN: 'hf_secret' } })
    expect(result).toMatchObject({ right: { files: [{ verified: 'hub' }, { verified: 'hub' }] } })
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer hf_secret', 'Bearer hf_secret'])
    expect(cdn.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect(JSON.stringify([result, events, tree(home)])).not.toContain('hf_secret')
  })

  it('alone gets the token: no other source, no mirror in its place', async () => {
    good()
    await pull('two-files', { env: { HF_TOKEN: 'hf_secret', HF_ENDPOINT: server.url } })
    await pull('hub-model', { env: { HF_TOKEN: 'hf_secret' } })
    expect(server.seen).toHaveLength(4)
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })

  it('that wants a token says so', async () => {
    server.on(hubPath('model.bin'), status(401))
    expect(await hub()).toMatchObject({ left: { reason: expect.stringContaining('HF_TOKEN') } })
    server.on(hubPath('model.bin'), status(403))
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
    expect(server.seen).toEqual([])
  })
})

describe('settings', () => {
  it('a mirror may lie under a path and want a password, which is not shown', async () => {
    server.on(`/base${W}`, serve(WEIGHTS))
    server.on(`/base${H}`, serve(HEADS))
    const mirror = `${server.url.replace('//', '//ada:p%40ss@')}/base/`
    const result = await pull('two-files', { env: { CORL_MODELS_MIRROR: mirror } })
    await whole(result)
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:p@ss').toString('base64')}`)
    expect(JSON.stringify([result, events, tree(home)])).not.toMatch(/p@ss|p%40ss/)
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
    await whole(await pull('two-files', { env: { HTTP_PROXY: proxy.url } }))
    expect(proxy.seen).toEqual([`${server.url}${W}`, `${server.url}${H}`])
    await whole(await pull('two-files', { force: true, env: { http_proxy: proxy.url.replace('http://', '') } }))
    expect(proxy.seen).toHaveLength(4)
    await whole(await pull('two-files', { force: true, env: { HTTP_PROXY: proxy.url, NO_PROXY: 'other,127.0.0.1' } }))
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
      await whole(await pull())
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
    await whole(result)
    expect(result).toMatchObject({ right: { files: [{ how: 'linked', verified: 'sha256' }, { how: 'downloaded' }] } })
    expect(statSync(path.join(home, 'w/weights.bin')).ino).toBe(statSync(cached).ino)
    expect(server.count(W)).toBe(0)
  })

  it('with a damaged file of the right length are passed over', async () => {
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), bytes(WEIGHTS.length, 77))
    await whole(await pull('two-files', { env: { TORCH_HOME: torch } }))
    expect(server.count(W)).toBe(1)
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

describe('several at once', () => {
  it('fetch once; who waits finds it there', async () => {
    const results = await Promise.all([pull(), pull(), pull()])
    for (const result of results) await whole(result)
    expect(server.seen).toHaveLength(2)
    expect(events.filter(({ kind }) => kind === 'waiting').length).toBeGreaterThan(0)
  })
})

describe('links in the models folder', () => {
  it.each([
    'w/weights.bin.part',
    'w/weights.bin.part.tag',
    'w/weights.bin.lock',
    'w/weights.bin',
    'records/w/weights.bin.json',
  ])('a link out of it in place of %s is not followed', async (name) => {
    const outside = put(path.join(folder('outside'), 'victim'), 'untouched')
    const place = path.join(home, name)
    mkdirSync(path.dirname(place), { recursive: true })
    symlinkSync(outside, place)
    expect(await pull()).toMatchObject({ left: { _tag: 'BadFile', received: 'a symbolic link' } })
    expect(readFileSync(outside, 'utf8')).toBe('untouched')
  })

  it('a file of others that is linked hard stays as it is when ours is replaced', async () => {
    await pull()
    const other = path.join(folder('other'), 'weights.bin')
    linkSync(path.join(home, 'w/weights.bin'), other)
    await whole(await pull('two-files', { force: true }))
    expect(statSync(other).ino).not.toBe(statSync(path.join(home, 'w/weights.bin')).ino)
  })
})
