import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { serve, sha256 } from './model-server.js'
import { H, pull, record, W, whole, world } from './pull-world.js'
import { bytes, folder, HEADS, put, tree, WEIGHTS } from './small-models.js'

describe('a pull', () => {
  it('downloads, verifies and installs, and leaves nothing beside', async () => {
    const result = await pull()
    whole(result)
    expect(result).toMatchObject({
      right: {
        model: 'two-files',
        files: [
          { how: 'downloaded', verified: 'sha256', bytes: WEIGHTS.length },
          { how: 'downloaded', verified: 'prefix', bytes: HEADS.length },
        ],
      },
    })
    expect(record('w/weights.bin')).toEqual({
      sha256: sha256(WEIGHTS),
      bytes: WEIGHTS.length,
      verified: 'sha256',
      source: `${world.server.url}${W}`,
    })
  })

  it('fetches nothing that is here, unless forced to', async () => {
    await pull()
    const again = await pull()
    expect(again).toMatchObject({ right: { files: [{ how: 'here', verified: 'sha256' }, { how: 'here' }] } })
    expect(world.server.seen).toHaveLength(2)
    whole(await pull('two-files', { force: true }))
    expect(world.server.seen).toHaveLength(4)
  })

  it('fetches again what is here with another length', async () => {
    await pull()
    writeFileSync(path.join(world.home, 'w/weights.bin'), 'cut')
    whole(await pull())
  })

  it('keeps a file that somebody put into its place when it is the right one, and replaces it when not', async () => {
    put(path.join(world.home, 'w/weights.bin'), WEIGHTS)
    put(path.join(world.home, 'h/heads.bin'), bytes(HEADS.length, 99))
    whole(await pull())
    expect([world.server.count(W), world.server.count(H)]).toEqual([0, 1])
  })

  it('tells how far it is', async () => {
    await pull()
    const of = world.events.filter(({ file }) => file === 'weights.bin')
    expect(of[0]).toEqual({ kind: 'began', file: 'weights.bin', have: 0, total: WEIGHTS.length })
    const received = of.reduce((sum, event) => sum + (event.kind === 'received' ? event.bytes : 0), 0)
    expect(received).toBe(WEIGHTS.length)
    expect(of.at(-1)).toEqual({ kind: 'done', file: 'weights.bin' })
  })

  it('of an unknown model is refused before anything is asked', async () => {
    expect(await pull('nothing')).toMatchObject({ left: { _tag: 'InvalidOption', option: 'model' } })
    expect(world.server.seen).toEqual([])
  })
})

describe('a pull that was ended', () => {
  it('is gone on with by the next', async () => {
    const controller = new AbortController()
    world.server.on(W, serve(WEIGHTS, { stallAfter: 120_000 }), serve(WEIGHTS))
    let come = 0
    const result = await pull('two-files', {
      signal: controller.signal,
      stallMs: 5000,
      onEvent: (event) => {
        if (event.kind === 'received' && (come += event.bytes) === 120_000) controller.abort(new Error('SIGINT'))
      },
    })
    expect(result).toEqual(E.left({ _tag: 'Aborted', reason: 'SIGINT' }))
    expect(Object.keys(tree(world.home))).toEqual(['w/weights.bin.part', 'w/weights.bin.part.tag'])
    whole(await pull())
    expect(world.server.seen.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=120000-', undefined])
  })

  it('when all had come, needs no server', async () => {
    put(path.join(world.home, 'w/weights.bin.part'), WEIGHTS)
    whole(await pull())
    expect(world.server.count(W)).toBe(0)
  })

  it('with rubbish in its part begins anew', async () => {
    put(path.join(world.home, 'w/weights.bin.part'), bytes(WEIGHTS.length, 9))
    whole(await pull())
    put(path.join(world.home, 'w/weights.bin.part'), bytes(WEIGHTS.length + 5, 9))
    whole(await pull('two-files', { force: true }))
  })
})

describe('several at once', () => {
  it('fetch once; who world.waits finds it there', async () => {
    const results = await Promise.all([pull(), pull(), pull()])
    for (const result of results) whole(result)
    expect(world.server.seen).toHaveLength(2)
    expect(world.events.filter(({ kind }) => kind === 'waiting').length).toBeGreaterThan(0)
  })
})

describe('links in the models folder', () => {
  it.each([
    'w/weights.bin.part',
    'w/weights.bin.part.tag',
    'w/weights.bin.lock',
    'w/weights.bin',
    'records/w/weights.bin.json',
  ])('a link out of it in place of %s is not followed', async (name) => {
    const outside = put(path.join(folder('outside'), 'victim'), 'untouched')
    const place = path.join(world.home, name)
    mkdirSync(path.dirname(place), { recursive: true })
    symlinkSync(outside, place)
    expect(await pull()).toMatchObject({ left: { _tag: 'BadFile', received: 'a symbolic link' } })
    expect(readFileSync(outside, 'utf8')).toBe('untouched')
  })

  it('a file of others that is linked hard stays as it is when ours is replaced', async () => {
    await pull()
    const other = path.join(folder('other'), 'weights.bin')
    linkSync(path.join(world.home, 'w/weights.bin'), other)
    whole(await pull('two-files', { force: true }))
    expect(statSync(other).ino).not.toBe(statSync(path.join(world.home, 'w/weights.bin')).ino)
  })
})
