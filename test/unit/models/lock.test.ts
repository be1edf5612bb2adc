import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type LockOptions, withLock } from '../../../src/models/lock.js'
import { sleep } from '../../../src/models/sleep.js'
import { folder } from './small-models.js'

const options = (more: Partial<LockOptions> = {}): LockOptions => ({
  signal: new AbortController().signal,
  sleep,
  pollMs: 5,
  ...more,
})

const lockFile = (): string => path.join(folder('lock'), 'x.lock')
const held = (lock: string, holder: object, ageMs = 0): void => {
  writeFileSync(lock, JSON.stringify(holder))
  const time = new Date(Date.now() - ageMs)
  utimesSync(lock, time, time)
}

/** A process that was and is no more. */
const DEAD = 2 ** 22 - 3

describe('a lock', () => {
  it('is a file with process and host while it is held, and gone after', async () => {
    const lock = lockFile()
    const inside = await withLock(lock, options(), () =>
      Promise.resolve(JSON.parse(readFileSync(lock, 'utf8')) as unknown),
    )
    expect(inside).toMatchObject({ pid: process.pid, host: hostname() })
    expect(readdirSync(path.dirname(lock))).toEqual([])
  })

  it('is given back when what it was for fails', async () => {
    const lock = lockFile()
    await expect(withLock(lock, options(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(lock)).toBe(false)
  })

  it('lets one in at a time', async () => {
    const lock = lockFile()
    let inside = 0
    let most = 0
    const waited: Array<number | undefined> = []
    const enter = () =>
      withLock(lock, options({ waiting: (pid) => void waited.push(pid) }), async () => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 3))
        inside--
      })
    await Promise.all(Array.from({ length: 8 }, enter))
    expect(most).toBe(1)
    expect(waited).toEqual(Array.from({ length: 7 }, () => process.pid))
  })

  it.each<[string, object | string, number]>([
    ['of a process that has ended', { token: 'a', pid: DEAD, host: hostname() }, 0],
    ['of another machine that has not been shown to be held', { token: 'a', pid: DEAD, host: 'elsewhere' }, 60_000],
    ['of a live process that has not shown itself', { token: 'a', pid: process.pid, host: hostname() }, 60_000],
    ['that cannot be read and is old', 'half a', 60_000],
  ])('%s is taken over', async (_, holder, age) => {
    const lock = lockFile()
    held(lock, holder as object, age)
    if (typeof holder === 'string') {
      writeFileSync(lock, holder)
      utimesSync(lock, new Date(Date.now() - age), new Date(Date.now() - age))
    }
    expect(await withLock(lock, options(), () => Promise.resolve('in'))).toBe('in')
    expect(readdirSync(path.dirname(lock))).toEqual([])
  })

  it('of a live process elsewhere is waited for', async () => {
    const lock = lockFile()
    held(lock, { token: 'a', pid: DEAD, host: 'elsewhere' })
    const signal = AbortSignal.timeout(60)
    await expect(withLock(lock, options({ signal }), () => Promise.resolve('in'))).rejects.toThrow(/timeout/)
    expect(existsSync(lock)).toBe(true)
  })

  it.each([
    ['', false],
    ['.turn', true],
  ])('is not waited for where a link to nothing lies at x.lock%s', async (ending, isHeld) => {
    const lock = lockFile()
    if (isHeld) held(lock, { token: 'a', pid: DEAD, host: hostname() })
    symlinkSync('nowhere', `${lock}${ending}`)
    await expect(withLock(lock, options(), () => Promise.resolve('in'))).rejects.toMatchObject({
      error: { _tag: 'BadFile', file: `${lock}${ending}`, received: 'a symbolic link; remove it' },
    })
  })

  it('is shown to be held while it is', async () => {
    const lock = lockFile()
    await withLock(lock, options({ heartbeatMs: 5 }), async () => {
      utimesSync(lock, new Date(0), new Date(0))
      await expect.poll(() => Date.now() - statSync(lock).mtimeMs).toBeLessThan(5000)
    })
  })

  it('that was lost tells who held it, and is left to its new holder', async () => {
    const lock = lockFile()
    const lost = withLock(lock, options({ heartbeatMs: 5 }), async (signal) => {
      held(lock, { token: 'other', pid: process.pid, host: hostname() })
      await sleep(5000, signal)
    })
    await expect(lost).rejects.toThrow(/taken over/)
    expect(readFileSync(lock, 'utf8')).toContain('other')
  })

  it('of several that find a stale one lets one in at a time', async () => {
    const lock = lockFile()
    held(lock, { token: 'a', pid: DEAD, host: hostname() })
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withLock(lock, options(), async () => {
          most = Math.max(most, ++inside)
          await new Promise((resolve) => setTimeout(resolve, 3))
          inside--
        }),
      ),
    )
    expect(most).toBe(1)
  })
})
