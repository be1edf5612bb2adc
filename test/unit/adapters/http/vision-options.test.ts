import { expect, test } from 'vitest'
import { visionCaptioner } from '../../../../src/adapters/http/vision-captioner.js'
import type { VisionCaptionerOptions } from '../../../../src/adapters/http/vision-options.js'

const KEY = 's3cret-key'

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
