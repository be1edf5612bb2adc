import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Handler, modelServer, redirect, serve, sha256, status } from './model-server.js'
import { pull, W, whole, world } from './pull-world.js'
import { bytes, folder, tree, twoFiles, WEIGHTS } from './small-models.js'

describe('a server that', () => {
  it('drops the connection is asked for the rest', async () => {
    world.server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), serve(WEIGHTS, { dropAfter: 50_000 }), serve(WEIGHTS))
    whole(await pull())
    const asked = world.server.seen.filter(({ path }) => path === W).map(({ headers }) => headers)
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
    expect(asked[1]?.['if-range']).toBe(`"${sha256(WEIGHTS)}"`)
    expect(world.events.filter(({ kind }) => kind === 'retrying')).toHaveLength(2)
  })

  it('ignores Range is read from the beginning, and nothing is written twice', async () => {
    world.server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), serve(WEIGHTS, { ignoreRange: true }))
    whole(await pull())
  })

  it('has another version by now gives that one whole', async () => {
    const old = bytes(WEIGHTS.length, 5)
    world.server.on(W, serve(old, { dropAfter: 100_000 }), serve(WEIGHTS))
    whole(await pull())
  })

  it('has another version and no tag is found out by the digest', async () => {
    const old = bytes(WEIGHTS.length, 5)
    world.server.on(W, serve(old, { dropAfter: 100_000, etag: null }), serve(WEIGHTS, { etag: null }))
    whole(await pull())
    expect(world.server.count(W)).toBe(3)
  })

  it('sends another part than was asked for is not believed', async () => {
    world.server.on(W, serve(WEIGHTS, { dropAfter: 100_000 }), (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-${WEIGHTS.length - 1}/${WEIGHTS.length}` }).end(WEIGHTS)
    })
    const bad = await pull()
    expect(bad).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('another part') } })
    world.server.on(W, serve(WEIGHTS))
    whole(await pull())
  })

  it('truncates is asked again', async () => {
    const cut: Handler = (_, response) => {
      response.writeHead(200, { 'content-length': WEIGHTS.length })
      response.write(WEIGHTS.subarray(0, 1000), () => response.socket?.end())
    }
    world.server.on(W, cut, serve(WEIGHTS))
    whole(await pull())
  })

  it('announces another length than the file has is not read', async () => {
    world.server.on(W, serve(WEIGHTS.subarray(0, 1000)))
    const result = await pull()
    expect(result).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('announces 1000 bytes where 300000') },
    })
    expect(world.server.count(W)).toBe(4)
  })

  it('sends more than there should be is cut off', async () => {
    world.server.on(
      W,
      (_, response) => {
        response.writeHead(200)
        response.write(WEIGHTS)
        response.end('and more')
      },
      serve(WEIGHTS),
    )
    whole(await pull())
  })

  it('sends damage is asked again, and given up on when it stays so; nothing is installed then', async () => {
    const damaged = Buffer.from(WEIGHTS)
    damaged[1234] = (damaged[1234] ?? 0) ^ 1
    world.server.on(W, serve(damaged), serve(WEIGHTS))
    whole(await pull())
    world.server.on(W, serve(damaged))
    const other = path.join(folder('home'), 'models')
    const result = await pull('two-files', { home: other })
    expect(result).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining('damaged or another file') },
    })
    expect(existsSync(path.join(other, 'w/weights.bin'))).toBe(false)
  })

  it.each([500, 502, 503, 504, 429, 408])('answers %i is asked again, later each time', async (code) => {
    world.server.on(W, status(code), status(code), serve(WEIGHTS))
    whole(await pull())
    expect(world.waits).toEqual([100, 200])
  })

  it('says when to come back is obeyed', async () => {
    world.server.on(
      W,
      status(429, { 'retry-after': '7' }),
      status(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:11 GMT' }),
      serve(WEIGHTS),
    )
    whole(await pull())
    expect(world.waits).toEqual([7000, 11_000])
  })

  it('wants to be left alone for hours is', async () => {
    world.server.on(W, status(429, { 'retry-after': '7200' }))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('120 minutes') } })
  })

  it('fails for good is given up on after the tries there are', async () => {
    world.server.on(W, status(500))
    expect(await pull()).toMatchObject({
      left: {
        _tag: 'Download',
        model: 'two-files',
        url: `${world.server.url}${W}`,
        reason: expect.stringContaining('answered 500 (tried 4 times)'),
      },
    })
    expect(world.server.count(W)).toBe(4)
  })

  it.each([400, 401, 403, 404, 410])('answers %i is asked once', async (code) => {
    world.server.on(W, status(code))
    expect(await pull()).toMatchObject({
      left: { _tag: 'Download', reason: expect.stringContaining(`answered ${code}`) },
    })
    expect(world.server.count(W)).toBe(1)
  })

  it('stalls is left, and asked for the rest', async () => {
    world.server.on(W, serve(WEIGHTS, { stallAfter: 100_000 }), serve(WEIGHTS))
    whole(await pull())
    expect(world.events.find(({ kind }) => kind === 'retrying')).toMatchObject({ reason: 'the transfer stalled' })
    expect(world.server.seen[1]?.headers.range).toBe('bytes=100000-')
  })

  it('never answers is left', async () => {
    world.server.on(W, () => undefined, serve(WEIGHTS))
    whole(await pull())
    expect(world.events.find(({ kind }) => kind === 'retrying')).toMatchObject({ reason: 'no answer came in time' })
  })

  it('speaks no HTTP is asked again', async () => {
    world.server.on(W, (_, response) => void response.socket?.end('hello\r\n\r\n'), serve(WEIGHTS))
    whole(await pull())
  })

  it('encodes what it sends is refused', async () => {
    world.server.on(W, serve(WEIGHTS, { headers: { 'content-encoding': 'gzip' } }))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringContaining('encodes') } })
  })

  it('has gone is told in words', async () => {
    const result = await pull('two-files', { env: { CORL_MODELS_MIRROR: 'http://127.0.0.1:9' } })
    expect(result).toMatchObject({ left: { _tag: 'Download', reason: 'the connection was refused (tried 4 times)' } })
  })

  it('gives a part and has none of it the next time is given up on', async () => {
    const long = bytes(4 << 20, 4)
    const [first, second] = twoFiles().files
    const entry = {
      ...twoFiles(),
      files: [{ ...first!, bytes: long.length, check: { verify: 'sha256' as const, sha256: sha256(long) } }, second!],
    }
    const part = serve(long, { dropAfter: (1 << 20) + 1 })
    world.server.on(W, (request, response) =>
      (request.headers.range === undefined ? part : status(416))(request, response),
    )
    expect(await pull('two-files', { models: [entry] })).toMatchObject({ left: { _tag: 'Download' } })
    expect(world.server.count(W)).toBeLessThan(20)
  })

  it('gives a little each time gets as many tries as it takes', async () => {
    const long = bytes(8 << 20, 3)
    const [first, second] = twoFiles().files
    const entry = {
      ...twoFiles(),
      files: [{ ...first!, bytes: long.length, check: { verify: 'sha256' as const, sha256: sha256(long) } }, second!],
    }
    world.server.on(W, serve(long, { dropAfter: (1 << 20) + 1 }))
    expect(await pull('two-files', { models: [entry] })).toMatchObject({ right: { model: 'two-files' } })
    expect(world.server.count(W)).toBeGreaterThan(5)
  })
})

describe('redirects', () => {
  it('are followed to other hosts, relative ones too', async () => {
    const other = await modelServer()
    other.on('/cdn/x?secret=1', serve(WEIGHTS))
    world.server.on(W, redirect('/moved'))
    world.server.on('/moved', redirect(`${other.url}/cdn/x?secret=1`))
    whole(await pull())
    // What was signed for a moment is not written down.
    expect(JSON.stringify(tree(world.home))).not.toContain('secret')
  })

  it.each([
    ['in a circle', W, /more than 10 redirects/],
    ['to a file', 'file:///etc/passwd', /a redirect to "file:"/],
    ['to what is no URL', 'http://[', /no URL/],
  ])('%s are refused, and not tried again', async (_, to, reason) => {
    world.server.on(W, redirect(to))
    expect(await pull()).toMatchObject({ left: { _tag: 'Download', reason: expect.stringMatching(reason) } })
  })
})
