import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { visionCaptioner } from '../../../../src/adapters/http/vision-captioner.js'
import type { VisionCaptionerOptions } from '../../../../src/adapters/http/vision-options.js'
import { readImage } from '../../../../src/adapters/image/read-image.js'
import { type RewardError, showError } from '../../../../src/core/error.js'
import type { Image } from '../../../../src/image/image.js'
import { resize } from '../../../../src/image/resize.js'
import type { Captioner } from '../../../../src/recaption/captioner.js'
import * as local from './service.js'

interface Body {
  readonly model: string
  readonly messages: ReadonlyArray<{
    readonly role: string
    readonly content: ReadonlyArray<{ readonly type: string; readonly image_url?: { readonly url: string } }>
  }>
}

type Route = local.Route<Body>

const KEY = 's3cret-key'

/** An image of one grey. */
const grey = (value: number, width = 2, height = 1): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(value),
})

const greys = (count: number): ReadonlyArray<Image> => Array.from({ length: count }, (_, i) => grey(i))

const sent = async ({ messages }: Body): Promise<Image> => {
  const read = await readImage(messages[0]?.content[1]?.image_url?.url)()
  if (isLeft(read)) throw new Error(showError(read.left))
  return read.right
}

const chat = (message: object, rest: object = { finish_reason: 'stop' }): string =>
  JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', ...message }, ...rest }] })

/** Names the grey of the image. */
const captionOf = async (body: Body): Promise<string> => chat({ content: ` grey ${(await sent(body)).data[0]}\n` })

const good: Route = async ({ body }, answer) => answer.end(await captionOf(body))
const says =
  (text: unknown): Route =>
  (_, answer) =>
    answer.end(typeof text === 'string' ? text : JSON.stringify(text))
const status =
  (code: number, headers = {}): Route =>
  (_, answer) =>
    answer.writeHead(code, headers).end(JSON.stringify({ error: { message: `no: Bearer ${KEY}` } }))
const byTwos = local.together(2)

const { origin, asked, mostUnderWay } = local.service<Body>({
  '/good/chat/completions': good,
  '/chat/completions': good,
  '/twos/chat/completions': ({ body }, answer) =>
    byTwos(async () => {
      const text = await captionOf(body)
      // The first one comes last.
      setTimeout(() => answer.end(text), text.includes('grey 0') ? 50 : 0)
    }),
  '/busy/chat/completions': (ask, answer, times) =>
    times < 3 ? status(429, { 'retry-after': '0' })(ask, answer, times) : good(ask, answer, times),
  '/wait/chat/completions': (ask, answer, times) =>
    times < 2 ? status(503, { 'retry-after': '1' })(ask, answer, times) : good(ask, answer, times),
  '/down/chat/completions': status(500),
  '/patience/chat/completions': status(429, { 'retry-after': '3600' }),
  '/no-key/chat/completions': status(401),
  '/forbidden/chat/completions': status(403),
  '/no-model/chat/completions': status(404),
  '/elsewhere/chat/completions': status(307, { location: '/good/chat/completions' }),
  '/silent/chat/completions': () => undefined,
  '/stops/chat/completions': (_, answer) => void answer.writeHead(200).write('{"choices":'),
  '/endless/chat/completions': (_, answer) => local.endless(answer),
  '/html/chat/completions': says('<html>'),
  '/null/chat/completions': says(null),
  '/error/chat/completions': says({ error: { message: KEY } }),
  '/object/chat/completions': says({ choices: {} }),
  '/no-message/chat/completions': says({ choices: [{ text: 'a dog' }] }),
  '/no-choice-object/chat/completions': says({ choices: ['a dog'] }),
  '/number/chat/completions': says(chat({ content: 7 })),
  '/no-part/chat/completions': says(chat({ content: ['a dog'] })),
  '/no-text/chat/completions': says(chat({ content: [{ type: 'text', text: 7 }] })),
  '/parts/chat/completions': says(
    chat({
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'a ' },
        { type: 'text', text: 'dog' },
      ],
    }),
  ),
  '/bare/chat/completions': says({ choices: [{ message: { content: 'a dog' } }] }),
  '/third/chat/completions': async ({ body }, answer) => {
    const value = (await sent(body)).data[0] ?? 0
    if (value === 0) answer.end(chat({ content: null, refusal: 'I cannot help with that.' }))
    if (value === 1) answer.end(chat({ content: [{ type: 'refusal', refusal: 'No.' }] }))
    if (value === 2) answer.end(JSON.stringify({ choices: [] }))
    if (value === 3) answer.end(chat({ content: 'a do' }, { finish_reason: 'length' }))
    if (value === 4) answer.end(chat({ content: '' }, { finish_reason: 'content_filter' }))
    if (value === 5) answer.end(chat({ content: ' \n' }))
    if (value === 6) answer.end(chat({ content: null }))
    if (value === 7) answer.writeHead(400).end(`filtered: ${KEY}`)
    if (value === 8) answer.writeHead(413).end()
    if (value > 8) answer.end(chat({ content: 'a dog' }))
  },
})

const captionerOf = (path: string, options: Partial<VisionCaptionerOptions> = {}): Captioner => {
  const made = visionCaptioner({ baseUrl: origin() + path, model: 'eye-1', retryDelayMs: 1, ...options })
  if (isLeft(made)) throw new Error(showError(made.left))
  return made.right
}

const captions = async (captioner: Captioner, images: ReadonlyArray<Image>): Promise<ReadonlyArray<string>> => {
  const answer = await captioner.caption(images)()
  if (isLeft(answer)) throw new Error(showError(answer.left))
  return answer.right.map((one) => (isLeft(one) ? showError(one.left) : one.right))
}

const refusal = async (path: string, options: Partial<VisionCaptionerOptions> = {}): Promise<RewardError> => {
  const answer = await captionerOf(path, options).caption([grey(1)])()
  if (isLeft(answer)) return answer.left
  throw new Error(`it answered ${JSON.stringify(answer.right)}`)
}

describe('a captioner behind an OpenAI-compatible endpoint', () => {
  test('is asked about each image as the interface has it, and its caption is trimmed', async () => {
    const captioner = captionerOf('/good/', { seed: 7, prompt: 'What is it?' })
    expect(await captions(captioner, [grey(9)])).toEqual(['grey 9'])
    expect(asked()).toMatchObject([{ method: 'POST', url: '/good/chat/completions' }])
    expect(asked()[0]?.body).toEqual({
      model: 'eye-1',
      max_tokens: 256,
      temperature: 0,
      seed: 7,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) as string } },
          ],
        },
      ],
    })
    expect(asked()[0]?.headers).not.toHaveProperty('authorization')
  })

  test('is called as its model, and promises no caption twice', () => {
    expect(captionerOf('/good')).toMatchObject({ name: 'eye-1', deterministic: false })
  })

  test('is not asked about nothing', async () => {
    expect(await captions(captionerOf('/good'), [])).toEqual([])
    expect(asked()).toEqual([])
  })

  test('keeps the query of its URL, and does not show it', async () => {
    expect(await captions(captionerOf('?api-version=1'), [grey(1)])).toEqual(['grey 1'])
    expect(asked()[0]?.url).toBe('/chat/completions?api-version=1')
    expect(showError(await refusal('/no-key?code=s3cret'))).toBe(
      `recaption: ${origin()}/no-key/chat/completions answered 401`,
    )
  })

  test('leaves fields out, and sends others, on request', async () => {
    const extra = { max_completion_tokens: 50, detail: { deep: [1, null] }, top_p: 0.5 }
    await captions(captionerOf('/good', { maxTokens: null, temperature: null, extra }), [grey(1)])
    const { model: _model, messages: _messages, ...fields } = asked()[0]!.body
    expect(fields).toEqual(extra)
  })

  test('is asked with the options as they were when it was made', async () => {
    const extra = { stop: ['.'] }
    const captioner = captionerOf('/good', { extra })
    extra.stop.push('!')
    await captions(captioner, [grey(1)])
    expect(asked()[0]?.body).toMatchObject({ stop: ['.'] })
  })

  test('is sent the pixels unchanged, up to the longest side allowed', async () => {
    const image: Image<'uint8'> = {
      ...grey(0, 16, 3),
      data: Uint8Array.from({ length: 144 }, (_, i) => (i * 37) % 256),
    }
    await captions(captionerOf('/good', { maxImagePx: 16 }), [image])
    expect(await sent(asked()[0]!.body)).toEqual(image)
  })

  test('is sent larger images reduced to that side, in bicubic', async () => {
    const image: Image<'uint8'> = {
      ...grey(0, 64, 8),
      data: Uint8Array.from({ length: 1536 }, (_, i) => (i * 37) % 256),
    }
    await captions(captionerOf('/good', { maxImagePx: 16 }), [image, grey(5, 1, 1000)])
    const reduced = await Promise.all(asked().map(({ body }) => sent(body)))
    expect(reduced).toContainEqual(
      (resize(image, { widthPx: 16, heightPx: 2, filter: 'bicubic' }) as { readonly right?: Image }).right,
    )
    expect(reduced).toContainEqual(grey(5, 1, 16))
  })

  test('is sent images of floats in bytes', async () => {
    const unit: Image<'unit'> = { range: 'unit', width: 1, height: 1, data: new Float32Array([0.501, 0, 1]) }
    await captions(captionerOf('/good'), [unit])
    expect((await sent(asked()[0]!.body)).data).toEqual(new Uint8Array([128, 0, 255]))
  })

  test('is asked so many times at once, over all calls, and answers in order', async () => {
    const captioner = captionerOf('/twos', { concurrency: 2 })
    const [first, second] = await Promise.all([captions(captioner, greys(5)), captions(captioner, greys(3))])
    expect(first).toEqual(['grey 0', 'grey 1', 'grey 2', 'grey 3', 'grey 4'])
    expect(second).toEqual(['grey 0', 'grey 1', 'grey 2'])
    expect(mostUnderWay()).toBe(2)
  })

  test('is shown the key of the variable that is named', async () => {
    await captions(captionerOf('/good', { apiKeyEnv: 'KEY', env: { KEY: ` ${KEY}\n` } }), [grey(1)])
    expect(asked()[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test.each([
    ['/parts', 'a dog'],
    ['/bare', 'a dog'],
  ])('may answer in other words at %s', async (path, caption) => {
    expect(await captions(captionerOf(path), [grey(1)])).toEqual([caption])
  })

  test('may have no caption for some of the images', async () => {
    const captioner = captionerOf('/third', { apiKeyEnv: 'KEY', env: { KEY } })
    const without = (received: string): string =>
      `recaption: expected an image that eye-1 captions for \`image\`, got ${received}`
    expect(await captions(captioner, greys(10))).toEqual([
      without('a refusal: "I cannot help with that."'),
      without('a refusal: "No."'),
      without('no choice'),
      without('one that was cut off at the most tokens allowed'),
      without('nothing, for the content filter held it back'),
      without('nothing written'),
      without('nothing written'),
      without(`status 400 from ${origin()}/third/chat/completions`),
      without(`status 413 from ${origin()}/third/chat/completions`),
      'a dog',
    ])
  })

  test('is not asked about what is no image', async () => {
    const images = [{ ...grey(1), width: 9 }, null, grey(3)] as ReadonlyArray<Image>
    expect(await captions(captionerOf('/good'), images)).toEqual([
      'recaption: expected 27 values for 9 x 1 x 3 for `image`, got 6',
      expect.stringContaining('expected an image with the range') as string,
      'grey 3',
    ])
    expect(asked().length).toBe(1)
  })
})

describe('a service that does not answer', () => {
  test('is asked again while it is busy', async () => {
    expect(await captions(captionerOf('/busy'), [grey(1)])).toEqual(['grey 1'])
    expect(asked().length).toBe(3)
  })

  test('is left alone as long as it says', async () => {
    const began = performance.now()
    expect(await captions(captionerOf('/wait'), [grey(1)])).toEqual(['grey 1'])
    expect(performance.now() - began).toBeGreaterThan(950)
  })

  test('is asked so many times, no more', async () => {
    expect(showError(await refusal('/down', { retries: 1 }))).toBe(
      `recaption: ${origin()}/down/chat/completions answered 500 (after 2 tries)`,
    )
    expect(asked().length).toBe(2)
  })

  test.each([
    ['/no-key', 'answered 401'],
    ['/forbidden', 'answered 403'],
    ['/no-model', 'answered 404'],
    ['/elsewhere', 'answered 307'],
    ['/patience', 'answered 429'],
    ['/endless', 'answered more than 50000 bytes'],
    ['/html', 'answered what is no JSON'],
    ['/null', 'answered nothing for `choices`, expected an array'],
    ['/error', 'answered nothing for `choices`, expected an array'],
    ['/object', 'answered an object for `choices`, expected an array'],
    ['/no-choice-object', 'answered nothing for `choices[0].message`, expected an object'],
    ['/no-message', 'answered nothing for `choices[0].message`, expected an object'],
    ['/number', 'answered 7 for `choices[0].message.content`, expected a string or an array of parts'],
    ['/no-part', 'answered nothing for `choices[0].message.content[0].type`, expected a string'],
    ['/no-text', 'answered 7 for `choices[0].message.content[0].text`, expected a string'],
  ])('stops all at once at %s, and the key is not told', async (path, reason) => {
    const env = { KEY }
    const error = await refusal(path, { maxBytes: 50_000, apiKeyEnv: 'KEY', env })
    expect(error).toEqual({
      _tag: 'Unavailable',
      reward: 'recaption',
      reason: `${origin()}${path}/chat/completions ${reason}`,
    })
    expect(asked().length).toBe(1)
    expect(JSON.stringify(error)).not.toContain(KEY)
  })

  test('is not asked about the other images', async () => {
    const answer = await captionerOf('/forbidden', { concurrency: 1 }).caption(greys(5))()
    expect(answer).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(asked().length).toBe(1)
  })

  test.each(['/silent', '/stops'])('has so much time for each try at %s', async (path) => {
    expect(await refusal(path, { timeoutMs: 200, retries: 1 })).toEqual({
      _tag: 'Timeout',
      reward: 'recaption',
      timeoutMs: 200,
    })
    expect(asked().length).toBe(2)
  })

  test('is unavailable where nobody runs it', async () => {
    const made = visionCaptioner({ baseUrl: await local.nobody(), model: 'eye-1', retries: 0 })
    expect(isLeft(made) ? made : await made.right.caption([grey(1)])()).toMatchObject({
      left: { _tag: 'Unavailable', reason: expect.stringMatching(/cannot be asked: .*ECONNREFUSED/) as string },
    })
  })
})

describe('a call', () => {
  test('that was called off before is not made', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await captionerOf('/good').caption([grey(1)], { signal })()).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    expect(asked()).toEqual([])
  })

  test.each(['/silent', '/stops', '/down'])('is called off while it waits at %s', async (path) => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('enough')), 40)
    const captioner = captionerOf(path, { retryDelayMs: 60_000 })
    expect(await captioner.caption(greys(6), { signal: stop.signal })()).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
  })
})

test.each([
  [{ baseUrl: 'ftp://host/' }, 'baseUrl'],
  [{ baseUrl: 'host/v1' }, 'baseUrl'],
  [{ baseUrl: undefined }, 'baseUrl'],
  [{ baseUrl: 'http://user:s3cret-key@host/' }, 'baseUrl'],
  [{ model: '' }, 'model'],
  [{ model: undefined }, 'model'],
  [{ prompt: 7 }, 'prompt'],
  [{ prompt: ' ' }, 'prompt'],
  [{ maxTokens: 0 }, 'maxTokens'],
  [{ temperature: NaN }, 'temperature'],
  [{ temperature: 3 }, 'temperature'],
  [{ temperature: '0' }, 'temperature'],
  [{ seed: 1.5 }, 'seed'],
  [{ maxImagePx: 8 }, 'maxImagePx'],
  [{ maxImagePx: 1e6 }, 'maxImagePx'],
  [{ extra: [] }, 'extra'],
  [{ extra: null }, 'extra'],
  [{ extra: { stream: true } }, 'extra'],
  [{ extra: { messages: [] } }, 'extra'],
  [{ extra: { at: new Date(0) } }, 'extra'],
  [{ extra: { top_p: NaN } }, 'extra'],
  [{ extra: { stop: undefined } }, 'extra'],
  [{ concurrency: 0 }, 'concurrency'],
  [{ timeoutMs: 0 }, 'timeoutMs'],
  [{ retries: 0.5 }, 'retries'],
  [{ retryDelayMs: -1 }, 'retryDelayMs'],
  [{ maxBytes: 0 }, 'maxBytes'],
  [{ apiKeyEnv: 'KEY' }, 'apiKeyEnv'],
  [{ apiKeyEnv: 'toString' }, 'apiKeyEnv'],
  [{ apiKeyEnv: 'KEY', env: { KEY: 's3cret-key\nof two lines' } }, 'apiKeyEnv'],
])('%j is refused', (options, option) => {
  const made = visionCaptioner({ baseUrl: 'http://host/', model: 'm', env: {}, ...options } as VisionCaptionerOptions)
  expect(made).toMatchObject({ left: { _tag: 'InvalidOption', reward: 'recaption', option } })
  expect(JSON.stringify(made)).not.toContain(KEY)
})

test('extra fields in a circle are refused', () => {
  const extra: Record<string, unknown> = {}
  extra['again'] = extra
  expect(visionCaptioner({ baseUrl: 'http://host/', model: 'm', extra })).toMatchObject({ left: { option: 'extra' } })
})
