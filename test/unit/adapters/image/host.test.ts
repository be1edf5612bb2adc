import { describe, expect, test } from 'vitest'
import { isHost, isOfHost } from '../../../../src/adapters/image/host.js'

describe('a host of the list', () => {
  test.each([
    ['https://example.com/a', 'example.com', true],
    ['https://example.com/a', 'Example.COM', true],
    ['https://example.com/a', 'example.com:443', true],
    ['https://example.com:443/a', 'example.com', true],
    ['http://example.com/a', 'example.com:80', true],
    ['http://example.com/a', 'example.com:443', false],
    ['https://example.com:8443/a', 'example.com:8443', true],
    ['https://example.com:8443/a', 'example.com', false],
    ['https://example.com/a', 'example.com:8443', false],
    ['https://images.example.com/a', 'example.com', false],
    ['https://example.com.evil.example/a', 'example.com', false],
    ['https://[2001:DB8::1]/a', '[2001:db8:0::1]:443', true],
    ['https://xn--bcher-kva.example/a', 'b\u00fccher.example', true],
  ])('%s is of %s: %s', (url, host, expected) => {
    expect(isHost(host)).toBe(true)
    expect(isOfHost(new URL(url), host)).toBe(expected)
  })

  test.each([
    '',
    'a b',
    'a\tb',
    'https://a.example',
    'a.example/',
    'a.example?',
    '*.example',
    'u@a.example',
    'a:99999',
    '[::',
  ])('%j is no host', (text) => {
    expect(isHost(text)).toBe(false)
  })
})
