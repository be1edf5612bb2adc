import { describe, expect, test } from 'vitest'
import { showError } from '../../../../src/core/error.js'
import type { Image } from '../../../../src/image/image.js'
import { resize } from '../../../../src/image/resize.js'
import {
  asked,
  captionerOf,
  captions,
  grey,
  greys,
  KEY,
  mostUnderWay,
  origin,
  refusal,
  sent,
} from './vision-service.js'

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
