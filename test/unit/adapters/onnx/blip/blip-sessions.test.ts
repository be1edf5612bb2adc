import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { InferenceSession } from 'onnxruntime-node'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { loadBlip } from '../../../../../src/adapters/onnx/blip/load-blip.js'
import type { BlipOptions } from '../../../../../src/adapters/onnx/blip/options.js'
import { left, right } from '../huggingface/folder.js'
import { captionsOf, changed, env, images, temporary, TINY, WEIGHTS } from './tiny-blip.js'

const some = images.slice(0, 2)
const open = async (options: BlipOptions = {}) =>
  right(await loadBlip({ path: TINY, env, threads: 1, maxNewTokens: 6, ...options })())
const disposed = { _tag: 'Unavailable', reward: 'recaption', reason: 'it has been disposed of; load it again' }

const create = InferenceSession.create.bind(InferenceSession)

describe('sessions', () => {
  let created: MockInstance
  beforeEach(() => {
    created = vi.spyOn(InferenceSession, 'create')
  })
  afterEach(() => {
    created.mockRestore()
  })

  it('of the same model are shared by who loads it, until the last one disposes of it', async () => {
    const [one, other] = await Promise.all([open(), open({ seed: 5, prompt: 'a', batchSize: 2 })])
    // Images and texts, a session each.
    expect(created).toHaveBeenCalledTimes(2)
    const before = captionsOf(await other.caption(some)())
    await one[Symbol.asyncDispose]()
    expect(left(await one.caption(some)())).toEqual(disposed)
    expect(captionsOf(await other.caption(some)())).toEqual(before)
    await one[Symbol.asyncDispose]()
    expect(captionsOf(await other.caption(some)())).toEqual(before)
    await other[Symbol.asyncDispose]()
    expect(left(await other.caption(some)())).toEqual(disposed)
    await (await open())[Symbol.asyncDispose]()
    expect(created).toHaveBeenCalledTimes(4)
  })

  it.each<[string, BlipOptions]>([
    ['threads', { threads: 2 }],
    ['precision', { precision: 'int8' }],
  ])('of another number of %s are others', async (_, options) => {
    const [one, other] = [await open(), await open(options)]
    expect(created).toHaveBeenCalledTimes(4)
    await one[Symbol.asyncDispose]()
    expect(captionsOf(await other.caption(some)())).toHaveLength(2)
    await other[Symbol.asyncDispose]()
  })

  it('of a checkpoint that was replaced are others', async () => {
    const folder = changed({})
    const one = await open({ path: folder })
    utimesSync(path.join(folder, WEIGHTS), new Date(0), new Date(0))
    const other = await open({ path: folder })
    expect(created).toHaveBeenCalledTimes(4)
    await one[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  it('where the second does not open, the first is closed, and loading it again opens both', async () => {
    const released = vi.fn()
    created
      .mockImplementationOnce(async (...file: Parameters<typeof create>) => {
        const session = await create(...file)
        vi.spyOn(session, 'release').mockImplementation(async () => released())
        return session
      })
      .mockImplementationOnce(async () => Promise.reject(new Error('out of memory')))
    expect(left(await loadBlip({ path: TINY, env, threads: 1 })())).toEqual({
      _tag: 'Unavailable',
      reward: 'recaption',
      reason: 'cpu does not open: out of memory',
    })
    expect(released).toHaveBeenCalledTimes(1)
    await (await open())[Symbol.asyncDispose]()
  })

  it('that are disposed of while they caption end with captions, or say so', async () => {
    const captioner = await open()
    const captioning = captioner.caption([...images, ...images])()
    await captioner[Symbol.asyncDispose]()
    const answer = await captioning
    if (isLeft(answer)) expect(answer.left).toEqual(disposed)
    else expect(answer.right).toHaveLength(16)
  })
})

/** All files below a folder, with their sizes. */
const filesIn = (folder: string): ReadonlyArray<readonly [name: string, bytes: number]> =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => [name, statSync(path.join(folder, name)).size] as const)

describe('what is left on disk', () => {
  it('is nothing in float32, in the folder of models and beside the weights', async () => {
    const [own, folder] = [temporary(), changed({})]
    const before = filesIn(folder)
    const captioner = await open({ path: folder, env: { CORL_HOME: own } })
    expect(filesIn(own)).toEqual([])
    expect(captionsOf(await captioner.caption(some)())).toHaveLength(2)
    await captioner[Symbol.asyncDispose]()
    expect(filesIn(own)).toEqual([])
    expect(filesIn(folder)).toEqual(before)
    expect(readdirSync(folder).includes('.corl-graphs')).toBe(false)
  })

  it('is nothing where the folder of models is on another file system', async () => {
    if (!existsSync('/dev/shm')) return
    const own = mkdtempSync('/dev/shm/corl-blip-')
    const folder = changed({})
    const before = readdirSync(folder)
    for (const precision of ['fp32', 'int8'] as const) {
      const captioner = await open({ path: folder, env: { CORL_HOME: own }, precision })
      expect(captionsOf(await captioner.caption(some)())).toHaveLength(2)
      await captioner[Symbol.asyncDispose]()
      expect(filesIn(path.join(own, 'graphs'))).toEqual([])
      expect(readdirSync(folder)).toEqual(before)
    }
    rmSync(own, { recursive: true })
  })

  describe('in 8 bits is one file', () => {
    const own = temporary()
    const folder = changed({})
    const captioned = async (): Promise<ReadonlyArray<string>> => {
      const captioner = await open({ path: folder, env: { CORL_HOME: own }, precision: 'int8' })
      const captions = captionsOf(await captioner.caption(images)())
      await captioner[Symbol.asyncDispose]()
      return captions
    }
    const written = (): ReadonlyArray<string> => filesIn(own).map(([name]) => path.join(own, name))
    const days = new Date(2001, 1, 1)
    let captions: ReadonlyArray<string>

    it('of the linear layers, smaller than the weights', async () => {
      captions = await captioned()
      const [file, ...others] = written()
      expect(others).toEqual([])
      expect(path.dirname(file!)).toBe(path.join(own, 'quantised'))
      expect(statSync(file!).size).toBeLessThan(statSync(path.join(folder, WEIGHTS)).size / 2)
    })

    it('that is written once', async () => {
      const [file] = written()
      utimesSync(file!, days, days)
      expect(await captioned()).toEqual(captions)
      expect(written()).toEqual([file])
      expect(statSync(file!).mtimeMs).toBe(days.getTime())
    })

    it.each([
      ['cut off', (file: string) => truncateSync(file, statSync(file).size - 1)],
      ['emptied', (file: string) => truncateSync(file, 0)],
      ['replaced by a page', (file: string) => writeFileSync(file, '<html></html>')],
      ['replaced by other weights', (file: string) => writeFileSync(file, readFileSync(path.join(TINY, WEIGHTS)))],
      ['removed', (file: string) => rmSync(file)],
    ])('that is made anew where it was %s', async (_, damage) => {
      const [file] = written()
      const before = readFileSync(file!)
      damage(file!)
      expect(await captioned()).toEqual(captions)
      expect(written()).toEqual([file])
      expect(readFileSync(file!).equals(before)).toBe(true)
    })

    it('that is another one for a checkpoint that was replaced', async () => {
      const [file] = written()
      utimesSync(path.join(folder, WEIGHTS), days, days)
      expect(await captioned()).toEqual(captions)
      expect(written().filter((one) => one !== file)).toHaveLength(1)
    })

    it('that is not there where it cannot be written', async () => {
      const blocked = temporary()
      writeFileSync(path.join(blocked, 'quantised'), 'a file')
      const answer = await loadBlip({ path: folder, env: { CORL_HOME: blocked }, precision: 'int8' })()
      expect(left(answer)).toMatchObject({
        _tag: 'BadFile',
        file: path.join(blocked, 'quantised'),
        expected: 'a folder to write to',
      })
    })
  })
})
