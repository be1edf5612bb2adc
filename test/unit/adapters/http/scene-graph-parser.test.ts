import type { ServerResponse } from 'node:http'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { HttpParserOptions } from '../../../../src/adapters/http/parser-options.js'
import { httpSceneGraphParser, type HttpSceneGraphParser } from '../../../../src/adapters/http/scene-graph-parser.js'
import { type RewardError, showError } from '../../../../src/core/error.js'
import * as local from './service.js'

interface Body {
  readonly texts: ReadonlyArray<string>
}

type Route = local.Route<Body>

const graphsOf = ({ texts }: Body): string => JSON.stringify({ graphs: texts.map((text) => [[text]]) })
const says =
  (body: unknown): Route =>
  (_, answer) =>
    answer.end(typeof body === 'string' ? body : JSON.stringify(body))
const good: Route = ({ body }, answer) => answer.end(graphsOf(body))
/** Fails so often, then answers. */
const failing =
  (count: number, fail: (answer: ServerResponse) => void): Route =>
  (ask, answer, times) =>
    times <= count ? fail(answer) : good(ask, answer, times)

const [byTwos, byThirties] = [local.together(2), local.together(30)]

const { origin, asked, mostUnderWay } = local.service<Body>({
  '/good': good,
  '/by-twos': ({ body }, answer) => byTwos(() => answer.end(graphsOf(body))),
  '/by-thirties': ({ body }, answer) => byThirties(() => answer.end(graphsOf(body))),
  '/busy': failing(2, (answer) => answer.writeHead(429, { 'retry-after': '0' }).end()),
  '/down': failing(1, (answer) => answer.writeHead(503).end('down')),
  '/hangs-up': failing(1, (answer) => answer.destroy()),
  '/cuts': failing(1, (answer) => {
    answer.writeHead(200, { 'content-length': '500' }).write('{"graphs":')
    setTimeout(() => answer.destroy(), 10)
  }),
  '/always-down': (_, answer) => answer.writeHead(500).end(),
  '/patience': (_, answer) => answer.writeHead(429, { 'retry-after': '3600' }).end(),
  '/forbidden': (_, answer) => answer.writeHead(403).end(),
  '/elsewhere': (_, answer) => answer.writeHead(307, { location: '/good' }).end(),
  '/silent': () => undefined,
  '/stops': (_, answer) => void answer.writeHead(200).write('{"graphs":'),
  '/endless': (_, answer) => local.endless(answer),
  '/no-json': says('<html>'),
  '/no-utf8': (_, answer) => answer.end(Buffer.from('{"graphs":[[["d\xff"]]]}', 'latin1')),
  '/array': says([[['a']]]),
  '/null': says(null),
  '/too-few': says({ graphs: [] }),
  '/too-many': says({ graphs: [[], []] }),
  '/no-graph': says({ graphs: ['dog'] }),
  '/no-tuple': says({ graphs: [[['dog'], 'brown']] }),
  '/empty-tuple': says({ graphs: [[[]]] }),
  '/long-tuple': says({ graphs: [[['a', 'b', 'c', 'd']]] }),
  '/empty-string': says({ graphs: [[['dog', ' ']]] }),
  '/number': says({ graphs: [[['dog', 3]]] }),
  '/second-fails': ({ body }, answer) =>
    body.texts.includes('bad') ? answer.writeHead(400).end() : setTimeout(() => answer.end(graphsOf(body)), 20),
})

const parserOf = (path: string, options: Partial<HttpParserOptions> = {}): HttpSceneGraphParser => {
  const made = httpSceneGraphParser({ url: origin() + path, retryDelayMs: 1, ...options })
  if (isLeft(made)) throw new Error(showError(made.left))
  return made.right
}

const refusal = async (path: string, options: Partial<HttpParserOptions> = {}): Promise<RewardError> => {
  const parsed = await parserOf(path, options).parse(['dog'])()
  if (isLeft(parsed)) return parsed.left
  throw new Error(`it answered ${JSON.stringify(parsed.right)}`)
}

const numbers = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, i) => `thing ${i}`)

describe('a parser behind HTTP', () => {
  test('is sent the texts as JSON, and its graphs come back in order', async () => {
    const texts = ['a "dog"', 'Ünïcode 犬', '\ud800', '']
    const answer = await parserOf('/good?key=1').parse(texts.slice(0, 2))()
    expect(answer).toMatchObject({ right: [[['a "dog"']], [['Ünïcode 犬']]] })
    expect(asked()).toMatchObject([{ method: 'POST', body: { texts: texts.slice(0, 2) } }])
    expect(asked()[0]?.headers['content-type']).toBe('application/json')
    expect(asked()[0]?.headers).not.toHaveProperty('authorization')
  })

  test('is not asked about nothing', async () => {
    expect(await parserOf('/good').parse([])()).toMatchObject({ right: [] })
    expect(asked()).toEqual([])
  })

  test('is asked in chunks, so many at once, over all calls', async () => {
    const parser = parserOf('/by-twos', { batchSize: 3, concurrency: 2 })
    const [first, second] = await Promise.all([parser.parse(numbers(10))(), parser.parse(numbers(4))()])
    expect(first).toMatchObject({ right: numbers(10).map((text) => [[text]]) })
    expect(second).toMatchObject({ right: numbers(4).map((text) => [[text]]) })
    expect(
      asked()
        .map(({ body }) => body.texts.length)
        .sort(),
    ).toEqual([1, 1, 3, 3, 3, 3])
    expect(mostUnderWay()).toBe(2)
  })

  test('is asked many times at once without a warning', async () => {
    const warnings: Array<Error> = []
    const note = (warning: Error): void => void warnings.push(warning)
    process.on('warning', note)
    await parserOf('/by-thirties', { batchSize: 1, concurrency: 30 }).parse(numbers(30))()
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  test('is sent at most 1 MiB of text at once, or one text', async () => {
    const half = 'x'.repeat(600_000)
    await parserOf('/good', { maxBytes: 10_000_000 }).parse([half, half, 'y', 'z'.repeat(2_000_000)])()
    expect(
      asked()
        .map(({ body }) => body.texts.length)
        .sort(),
    ).toEqual([1, 1, 2])
  })

  test('is shown the key of the variable that is named', async () => {
    await parserOf('/good', { apiKeyEnv: 'KEY', env: { KEY: ' s3cret\n' } }).parse(['a'])()
    expect(asked()[0]?.headers.authorization).toBe('Bearer s3cret')
  })

  test.each([
    ['/busy', 3],
    ['/down', 2],
    ['/hangs-up', 2],
    ['/cuts', 2],
  ])('is asked again at %s', async (path, times) => {
    expect(await parserOf(path).parse(['dog'])()).toMatchObject({ right: [[['dog']]] })
    expect(asked().length).toBe(times)
  })

  test('is asked so many times, no more', async () => {
    const error = await refusal('/always-down?secret=1', { retries: 2 })
    expect(error).toEqual({
      _tag: 'Unavailable',
      reward: 'spice',
      reason: `${origin()}/always-down answered 500 (after 3 tries)`,
    })
    expect(asked().length).toBe(3)
  })

  test.each([
    ['/patience', 'answered 429'],
    ['/forbidden', 'answered 403'],
    ['/elsewhere', 'answered 307'],
    ['/no-json', 'answered what is no JSON'],
    ['/no-utf8', 'answered what is no JSON'],
    ['/array', 'answered nothing for `graphs`, expected an array of 1'],
    ['/null', 'answered nothing for `graphs`'],
    ['/too-few', 'answered an array of 0 for `graphs`, expected an array of 1'],
    ['/too-many', 'answered an array of 2 for `graphs`'],
    ['/no-graph', 'answered "dog" for `graphs[0]`'],
    ['/no-tuple', 'answered "brown" for `graphs[0][1]`'],
    ['/empty-tuple', 'answered an array of 0 for `graphs[0][0]`'],
    ['/long-tuple', 'answered an array of 4 for `graphs[0][0]`'],
    ['/empty-string', 'answered an array of 2 for `graphs[0][0]`'],
    ['/number', 'answered an array of 2 for `graphs[0][0]`'],
    ['/endless', 'answered more than 50000 bytes'],
  ])('is given up at once at %s', async (path, reason) => {
    const error = await refusal(path, { maxBytes: 50_000 })
    expect(error).toMatchObject({
      _tag: 'Unavailable',
      reason: expect.stringContaining(`${origin()}${path} ${reason}`) as string,
    })
    expect(asked().length).toBe(1)
  })

  test.each(['/silent', '/stops'])('has so much time for each try at %s', async (path) => {
    expect(await refusal(path, { timeoutMs: 300, retries: 1 })).toEqual({
      _tag: 'Timeout',
      reward: 'spice',
      timeoutMs: 300,
    })
    expect(asked().length).toBe(2)
  })

  test('that nobody runs is unavailable', async () => {
    const made = httpSceneGraphParser({ url: `${await local.nobody()}/`, retries: 1, retryDelayMs: 1 })
    const parsed = isLeft(made) ? made : await made.right.parse(['dog'])()
    expect(parsed).toMatchObject({
      left: {
        _tag: 'Unavailable',
        reason: expect.stringMatching(/cannot be asked: .*ECONNREFUSED.* \(after 2 tries\)/) as string,
      },
    })
  })

  test('fails a batch as a whole, and is not asked for the rest of it', async () => {
    const parser = parserOf('/second-fails', { batchSize: 1, concurrency: 1 })
    expect(await parser.parse(['good', 'bad', 'good', 'good'])()).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(asked().length).toBe(2)
  })

  test('serves the next call after a failure', async () => {
    const parser = parserOf('/second-fails', { concurrency: 1 })
    await parser.parse(['bad'])()
    expect(await parser.parse(['good'])()).toMatchObject({ right: [[['good']]] })
  })
})

describe('a call', () => {
  test('that was called off before is not made', async () => {
    const parsed = await parserOf('/good').parse(['dog'], AbortSignal.abort(new Error('enough')))()
    expect(parsed).toMatchObject({ left: { _tag: 'Aborted', reason: 'enough' } })
    expect(asked()).toEqual([])
  })

  test.each(['/silent', '/stops', '/always-down'])('is called off while it waits at %s', async (path) => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 40)
    const parsed = await parserOf(path, { retryDelayMs: 60_000 }).parse(['dog'], stop.signal)()
    expect(parsed).toMatchObject({ left: { _tag: 'Aborted', reason: 'enough' } })
  })

  test('is called off while it waits for the requests of another call', async () => {
    const parser = parserOf('/silent', { concurrency: 1, retries: 0, timeoutMs: 60_000 })
    const [first, second] = [new AbortController(), new AbortController()]
    const busy = parser.parse(['dog'], first.signal)()
    setTimeout(() => second.abort(new Error('enough')), 40)
    expect(await parser.parse(['cat'], second.signal)()).toMatchObject({ left: { _tag: 'Aborted', reason: 'enough' } })
    first.abort(new Error('done'))
    expect(await busy).toMatchObject({ left: { reason: 'done' } })
  })
})

test.each([
  [{ url: 'ftp://host/' }, 'url'],
  [{ url: 'file:///etc/passwd' }, 'url'],
  [{ url: 'host' }, 'url'],
  [{ url: undefined }, 'url'],
  [{ url: 'http://user:secret@host/' }, 'url'],
  [{ batchSize: 0 }, 'batchSize'],
  [{ concurrency: 1.5 }, 'concurrency'],
  [{ timeoutMs: Infinity }, 'timeoutMs'],
  [{ retries: -1 }, 'retries'],
  [{ retryDelayMs: NaN }, 'retryDelayMs'],
  [{ maxBytes: '1' }, 'maxBytes'],
  [{ apiKeyEnv: '' }, 'apiKeyEnv'],
  [{ apiKeyEnv: 'KEY' }, 'apiKeyEnv'],
  [{ apiKeyEnv: 'KEY', env: { KEY: 'two\nlines' } }, 'apiKeyEnv'],
])('%j is refused', (options, option) => {
  const made = httpSceneGraphParser({ url: 'http://host/', env: {}, ...options } as HttpParserOptions)
  expect(made).toMatchObject({ left: { _tag: 'InvalidOption', option } })
  expect(isLeft(made) ? showError(made.left) : '').not.toMatch(/secret|two/)
})
