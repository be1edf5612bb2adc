import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { difference, digestFile, digestOfTag } from '../../../src/models/digest.js'
import { expand, isOn, setting } from '../../../src/models/environment.js'
import { backOff, retryAfter } from '../../../src/models/fetch/back-off.js'
import { redirected } from '../../../src/models/fetch/redirected.js'
import { modelHome } from '../../../src/models/model-home.js'
import { folder, noWaiting, put } from './small-models.js'

describe('modelHome', () => {
  it.each<[string, Record<string, string>, string]>([
    ['CORL_HOME first', { CORL_HOME: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' }, '/a'],
    ['then XDG_CACHE_HOME', { XDG_CACHE_HOME: '/b', HOME: '/c' }, '/b/corl-rewards'],
    ['then the user', { HOME: '/c' }, '/c/.cache/corl-rewards'],
    ['an empty setting is none', { CORL_HOME: ' ', HOME: '/c' }, '/c/.cache/corl-rewards'],
    ['~ is the user', { CORL_HOME: '~/m', HOME: '/c' }, '/c/m'],
  ])('%s', (_, env, home) => {
    expect(modelHome(env, undefined, 'linux')).toBe(home)
    expect(modelHome(env, undefined, 'darwin')).toBe(home)
  })

  it('an override comes before all, and is made absolute', () => {
    expect(modelHome({ CORL_HOME: '/a' }, '/x')).toBe('/x')
    expect(modelHome({}, 'models')).toBe(path.resolve('models'))
  })

  it('on Windows lies with the local data of programs', () => {
    const env = { LOCALAPPDATA: '/local', USERPROFILE: '/ada' }
    expect(modelHome(env, undefined, 'win32')).toBe(path.join('/local', 'corl-rewards', 'Cache'))
    expect(modelHome({ USERPROFILE: '/ada' }, undefined, 'win32')).toBe(path.join('/ada', '.cache', 'corl-rewards'))
  })

  it('without any setting is a folder all the same', () => {
    expect(path.isAbsolute(modelHome({}))).toBe(true)
  })
})

describe('settings', () => {
  it('the first that is made counts', () => {
    expect(setting({ a: '', b: 'x', c: 'y' }, 'a', 'b', 'c')).toBe('x')
    expect(setting({}, 'a')).toBeUndefined()
  })

  it('switches are on as Hugging Face has it', () => {
    expect(['1', 'true', 'YES', 'on', '0', 'false', '', 'no', undefined].map(isOn)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false, false],
    ])
  })

  it('~ of another user is a name like any other', () => {
    expect(expand('~bob/x', { HOME: '/c' })).toBe(path.resolve('~bob/x'))
    expect(expand('~', { HOME: '/c' })).toBe('/c')
  })
})

describe('digests', () => {
  it('are those that sha256sum and git print', async () => {
    const file = put(path.join(folder(), 'hello'), 'hello\n')
    expect(await digestFile(file, { git: true })).toEqual({
      bytes: 6,
      sha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
      gitSha1: 'ce013625030ba8dba906f756967f9e9ca394464a',
    })
  })

  it('of an entity tag are told by their length', () => {
    const long = 'a'.repeat(64)
    expect(digestOfTag(`"${long}"`)).toEqual({ kind: 'sha256', hex: long })
    expect(digestOfTag(`W/"${'b'.repeat(40)}"`)).toEqual({ kind: 'git-sha1', hex: 'b'.repeat(40) })
    expect([digestOfTag('"abc"'), digestOfTag(undefined), digestOfTag(`"${'g'.repeat(64)}"`)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('a git digest that was not computed is no match', () => {
    const expected = { digest: { kind: 'git-sha1', hex: 'x' } } as const
    expect(difference({ bytes: 1, sha256: 'x' }, expected)).toMatchObject({ received: 'none' })
  })
})

describe('waiting', () => {
  it('grows twofold up to a minute, and varies between a half and the whole', () => {
    const waiting = noWaiting()
    expect([0, 1, 2, 3, 20].map((attempt) => backOff(attempt, waiting))).toEqual([100, 200, 400, 800, 60_000])
    expect(backOff(2, { ...waiting, random: () => 0 })).toBe(200)
  })

  it('reads Retry-After as seconds or a date', () => {
    const now = Date.UTC(2026, 0, 1)
    expect(retryAfter('120', now)).toBe(120_000)
    expect(retryAfter('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000)
    expect(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
    expect(['', '-1', 'soon', '1e9', undefined].map((text) => retryAfter(text, now))).toEqual(Array(5).fill(undefined))
  })
})

describe('a redirect', () => {
  it('never leads from https to http', () => {
    const from = new URL('https://hub.example/a')
    expect(() => redirected(from, 'http://hub.example/a?signature=secret')).toThrow(
      /^a redirect from https to http \(http:\/\/hub\.example\/a\)$/,
    )
    expect(redirected(from, '/b').href).toBe('https://hub.example/b')
    expect(redirected(new URL('http://x/'), 'https://y/').href).toBe('https://y/')
  })
})
