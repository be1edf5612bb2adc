import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { visionCaptioner } from '../../../../src/adapters/http/vision-captioner.js'
import { showError } from '../../../../src/core/error.js'
import { nobody } from './service.js'
import { asked, captionerOf, captions, grey, greys, KEY, origin, refusal } from './vision-service.js'

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
    const made = visionCaptioner({ baseUrl: await nobody(), model: 'eye-1', retries: 0 })
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
