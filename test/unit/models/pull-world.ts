import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect } from 'vitest'
import { pullModel, type PullEvent, type PullOptions } from '../../../src/models/pull.js'
import { modelServer, type ModelServer, serve, taken } from './model-server.js'
import { folder, HEADS, hubModel, noWaiting, tree, twoFiles, WEIGHTS } from './small-models.js'

export const W = '/w/weights.bin'
export const H = '/h/heads.bin'

/** A server with both files and an empty models folder, new for each test. */
export const world = {} as { server: ModelServer; home: string; waits: Array<number>; events: Array<PullEvent> }

beforeEach(async () => {
  world.server = await modelServer()
  world.server.on(W, serve(WEIGHTS))
  world.server.on(H, serve(HEADS))
  world.home = path.join(folder('home'), 'models')
  world.waits = []
  world.events = []
})

/** Pulls through the mirror setting, with no time passing between tries. */
export const pull = (name = 'two-files', options: Partial<PullOptions> = {}) =>
  pullModel(name, {
    home: world.home,
    signal: new AbortController().signal,
    models: [twoFiles(), hubModel],
    waiting: noWaiting(world.waits),
    stallMs: 300,
    onEvent: (event) => {
      if (event.kind === 'received') taken.bytes += event.bytes
      world.events.push(event)
    },
    ...options,
    env: { HOME: '/nowhere', CORL_MODELS_MIRROR: world.server.url, ...options.env },
  })()

export const record = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(world.home, `records/${file}.json`), 'utf8'))

/** What lies in the folder when all went well: nothing beside the files and their records. */
const WHOLE = ['h/heads.bin', 'records/h/heads.bin.json', 'records/w/weights.bin.json', 'w/weights.bin']

export const whole = (result: Awaited<ReturnType<typeof pull>>): void => {
  expect(result).toMatchObject({ right: { files: [{ name: 'weights.bin' }, { name: 'heads.bin' }] } })
  expect(readFileSync(path.join(world.home, 'w/weights.bin')).equals(WEIGHTS)).toBe(true)
  expect(Object.keys(tree(world.home))).toEqual(WHOLE)
}
