import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HttpOptions } from '../../../../src/adapters/image/fetch-image.js'
import { imageReader } from '../../../../src/adapters/image/read-image.js'
import { OWNER, read, RED_PNG, refusal } from './support.js'

const RED = { range: 'uint8', width: 1, height: 1, data: new Uint8Array([255, 0, 0]) }

let server: Server
let host: string
let asked: Array<string>

const routes: Readonly<Record<string, RequestListener>> = {
  '/red': (_, answer) => answer.end(RED_PNG),
  '/twice': (_, answer) => answer.writeHead(302, { location: '/once' }).end(),
  '/once': (_, answer) => answer.writeHead(307, { location: '/red' }).end(),
  '/loop': (_, answer) => answer.writeHead(301, { location: '/loop' }).end(),
  '/elsewhere': (_, answer) => answer.writeHead(302, { location: 'http://elsewhere.example/red' }).end(),
  '/metadata': (_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/to-file': (_, answer) => answer.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/nowhere': (_, answer) => answer.writeHead(302).end(),
  '/bad-location': (_, answer) => answer.writeHead(302, { location: 'http://[' }).end(),
  '/missing': (_, answer) => answer.writeHead(404).end('no'),
  '/text': (_, answer) => answer.end('<html>'),
  '/packed': (_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(RED_PNG),
  '/says-large': (_, answer) => answer.writeHead(200, { 'content-length': '1000000' }).end(RED_PNG),
  '/endless': (_, answer) => {
    const more = (): void => {
      if (answer.destroyed) return
      answer.write(Buffer.alloc(10_000))
      setImmediate(more)
    }
    more()
  },
  '/silent': () => undefined,
  '/stops': (_, answer) => void answer.writeHead(200, { 'content-length': '500' }).write(RED_PNG),
  '/cut': (_, answer) => {
    answer.writeHead(200, { 'content-length': '500' }).write(RED_PNG)
    setTimeout(() => answer.destroy(), 20)
  },
}

beforeAll(async () => {
  server = createServer((request, answer) => {
    asked.push(request.url ?? '')
    routes[request.url ?? '']?.(request, answer)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

beforeEach(() => {
  asked = []
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const allowed = (over: Partial<HttpOptions> = {}): { http: HttpOptions } => ({
  http: { hosts: [host], maxBytes: 50_000, timeoutMs: 5000, dangerouslyAllowPrivateAddresses: true, ...over },
})

const url = (path: string): string => `http://${host}${path}`

describe('an image behind a URL', () => {
  test('is read from a host of the list', async () => {
    expect(await read(url('/red'), allowed())).toEqual(RED)
    expect(await read(new URL(url('/red')), allowed())).toEqual(RED)
  })

  test('is read by way of redirects within the list', async () => {
    expect(await read(url('/twice'), allowed())).toEqual(RED)
    expect(asked).toEqual(['/twice', '/once', '/red'])
  })

  test('is read by name, the name being looked up once', async () => {
    const named = host.replace('127.0.0.1', 'localhost')
    expect(await read(`http://${named}/red`, allowed({ hosts: [named.toUpperCase()] }))).toEqual(RED)
  })

  test.each([
    ['/loop', 'more than 3 redirects'],
    ['/elsewhere', '"elsewhere.example"'],
    ['/metadata', '"169.254.169.254"'],
    ['/to-file', 'file:'],
    ['/nowhere', 'status 302'],
    ['/bad-location', /Invalid URL/],
    ['/missing', 'status 404'],
    ['/text', 'text'],
    ['/packed', 'gzip'],
    ['/says-large', '1000000 bytes'],
    ['/endless', 'more than 50000 bytes'],
    ['/cut', /aborted|ended|hang up/],
  ])('is refused at %s', async (path, received) => {
    expect(await refusal(url(path), allowed())).toMatchObject({
      _tag: 'InvalidInput',
      ...OWNER,
      received: typeof received === 'string' ? received : expect.stringMatching(received),
    })
  })

  test.each(['/silent', '/stops'])('is given up after the time allowed at %s', async (path) => {
    const error = await refusal(url(path), allowed({ timeoutMs: 60 }))
    expect(error).toMatchObject({ _tag: 'InvalidInput', received: 'no whole answer within 60 ms' })
  })

  test('is no longer waited for once the caller cancels', async () => {
    const answer = await imageReader(allowed())(url('/silent'), OWNER, { signal: AbortSignal.timeout(30) })()
    expect(answer).toMatchObject({ left: { _tag: 'Aborted' } })
  })
})

describe('nothing is asked', () => {
  test('of this machine without the option of that name, though it is on the list', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433']) {
      const there = host.replace('127.0.0.1', name)
      const hosts = [there, new URL(`http://${there}`).host]
      expect(await refusal(`http://${there}/red`, { http: { hosts, timeoutMs: 2000 } })).toMatchObject({
        _tag: 'InvalidInput',
        expected: 'a URL of a public address',
      })
    }
    expect(asked).toEqual([])
  })

  test.each([
    ['a host that is not on the list', () => url('/red'), []],
    ['another port of a host on the list', () => url('/red'), ['127.0.0.1']],
    ['a host whose name begins alike', () => url('/red').replace('127.0.0.1', '127.0.0.1.example'), ['127.0.0.1']],
    ['a host under one of the list', () => 'http://a.example.com/', ['example.com']],
    ['a URL with a name', () => url('/red').replace('//', '//me@'), undefined],
    ['a URL with a password', () => url('/red').replace('//', '//:secret@'), undefined],
  ])('of %s', async (_, input, hosts) => {
    expect(await refusal(input(), allowed(hosts === undefined ? {} : { hosts }))).toMatchObject({
      _tag: 'InvalidInput',
    })
    expect(asked).toEqual([])
  })
})
