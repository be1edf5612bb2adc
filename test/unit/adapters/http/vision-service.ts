import type { ServerResponse } from 'node:http'
import { isLeft } from 'fp-ts/lib/Either.js'
import { visionCaptioner } from '../../../../src/adapters/http/vision-captioner.js'
import type { VisionCaptionerOptions } from '../../../../src/adapters/http/vision-options.js'
import { readImage } from '../../../../src/adapters/image/read-image.js'
import { type RewardError, showError } from '../../../../src/core/error.js'
import type { Image } from '../../../../src/image/image.js'
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

export const KEY = 's3cret-key'

/** An image of one grey. */
export const grey = (value: number, width = 2, height = 1): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(value),
})

export const greys = (count: number): ReadonlyArray<Image> => Array.from({ length: count }, (_, i) => grey(i))

export const sent = async ({ messages }: Body): Promise<Image> => {
  const read = await readImage(messages[0]?.content[1]?.image_url?.url)()
  if (isLeft(read)) throw new Error(showError(read.left))
  return read.right
}

const chat = (message: object, rest: object = { finish_reason: 'stop' }): string =>
  JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', ...message }, ...rest }] })

/** Names the grey of the image. */
const captionOf = async (body: Body): Promise<string> => chat({ content: ` grey ${(await sent(body)).data[0]}\n` })

const good: Route = ({ body }, answer) => void captionOf(body).then((text) => answer.end(text))
const says =
  (text: unknown): Route =>
  (_, answer) =>
    answer.end(typeof text === 'string' ? text : JSON.stringify(text))
const status =
  (code: number, headers = {}): Route =>
  (_, answer) =>
    answer.writeHead(code, headers).end(JSON.stringify({ error: { message: `no: Bearer ${KEY}` } }))
/** Nine ways to have no caption, by the grey of the image. */
const oddly = (value: number, answer: ServerResponse): void => {
  const texts = [
    chat({ content: null, refusal: 'I cannot help with that.' }),
    chat({ content: [{ type: 'refusal', refusal: 'No.' }] }),
    JSON.stringify({ choices: [] }),
    chat({ content: 'a do' }, { finish_reason: 'length' }),
    chat({ content: '' }, { finish_reason: 'content_filter' }),
    chat({ content: ' \n' }),
    chat({ content: null }),
  ]
  if (value === 7) answer.writeHead(400).end(`filtered: ${KEY}`)
  else if (value === 8) answer.writeHead(413).end()
  else answer.end(texts[value] ?? chat({ content: 'a dog' }))
}

const byTwos = local.together(2)

export const { origin, asked, mostUnderWay } = local.service<Body>({
  '/good/chat/completions': good,
  '/chat/completions': good,
  '/twos/chat/completions': ({ body }, answer) =>
    byTwos(() => {
      // The first one comes last.
      void captionOf(body).then((text) => setTimeout(() => answer.end(text), text.includes('grey 0') ? 50 : 0))
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
  '/third/chat/completions': ({ body }, answer) => void sent(body).then(({ data }) => oddly(data[0] ?? 0, answer)),
})

export const captionerOf = (path: string, options: Partial<VisionCaptionerOptions> = {}): Captioner => {
  const made = visionCaptioner({ baseUrl: origin() + path, model: 'eye-1', retryDelayMs: 1, ...options })
  if (isLeft(made)) throw new Error(showError(made.left))
  return made.right
}

export const captions = async (captioner: Captioner, images: ReadonlyArray<Image>): Promise<ReadonlyArray<string>> => {
  const answer = await captioner.caption(images)()
  if (isLeft(answer)) throw new Error(showError(answer.left))
  return answer.right.map((one) => (isLeft(one) ? showError(one.left) : one.right))
}

export const refusal = async (path: string, options: Partial<VisionCaptionerOptions> = {}): Promise<RewardError> => {
  const answer = await captionerOf(path, options).caption([grey(1)])()
  if (isLeft(answer)) return answer.left
  throw new Error(`it answered ${JSON.stringify(answer.right)}`)
}
