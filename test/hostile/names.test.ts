import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import type { RewardError } from '../../src/core/error.js'
import type { CatalogueEntry, ModelFile } from '../../src/models/entry.js'
import { importFiles } from '../../src/models/import.js'
import { locateModel } from '../../src/models/locate.js'
import { planPull } from '../../src/models/plan.js'
import { pullModel } from '../../src/models/pull.js'
import { removeModel } from '../../src/models/remove.js'
import { modelStates } from '../../src/models/state.js'
import { verifyModel } from '../../src/models/verify.js'
import { corl } from '../unit/cli/run-in-process.js'
import { sha256 } from '../unit/models/model-server.js'
import { folder, hubModel, noWaiting, put, twoFiles, WEIGHTS } from '../unit/models/small-models.js'
import { HOSTILE_NAMES } from './names.js'

/** Everything under a folder: kinds, contents, where links lead. */
const canary = (at: string): ReadonlyArray<string> =>
  (readdirSync(at, { recursive: true }) as Array<string>)
    .map((name) => {
      const info = lstatSync(path.join(at, name))
      if (info.isSymbolicLink()) return `${name} -> ${readlinkSync(path.join(at, name))}`
      return info.isFile() ? `${name} ${sha256(readFileSync(path.join(at, name)))}` : `${name}/`
    })
    .sort()

/**
 * A world with a models folder in the middle, and around it files that a name could lead to: with the very content that is wanted,
 * so that reading one would look like success.
 */
const world = (): { readonly root: string; readonly home: string; readonly cache: string } => {
  const root = folder('world')
  const home = path.join(root, 'a/b/home')
  for (const name of ['outside', 'a/outside', 'a/b/outside', 'a/b/weights.bin', 'weights.bin', 'etc/passwd', 'a/b/x']) {
    put(path.join(root, name), WEIGHTS)
  }
  put(path.join(home, 'inside.txt'), 'inside')
  put(path.join(home, 'records/w/weights.bin.json'), '{}')
  return { root, home, cache: path.join(root, 'cache') }
}

const { root, home, cache } = world()
const env = {
  HOME: root,
  CORL_HOME: home,
  CORL_MODELS_MIRROR: 'http://127.0.0.1:9',
  TORCH_HOME: cache,
  HF_HUB_CACHE: cache,
}
const before = canary(root)
const signal = new AbortController().signal

/** Every function that takes a name or a catalogue. */
const everyFunction = (
  name: string,
  models: ReadonlyArray<CatalogueEntry>,
  at = home,
): Readonly<Record<string, TaskEither<RewardError, unknown>>> => ({
  locate: locateModel(name, { env, home: at, models }),
  'locate in a folder': locateModel(name, { env, home: at, models, modelDir: path.join(root, 'a') }),
  pull: pullModel(name, { env, home: at, models, signal, waiting: { ...noWaiting(), retries: 0 } }),
  plan: planPull(name, { env, home: at, models }),
  verify: verifyModel(name, { env, home: at, models }),
  import: importFiles(name, [path.join(root, 'weights.bin')], { home: at, models, signal, unverified: true }),
  remove: removeModel(name, { home: at, models, signal }),
})

/** `--` first: what stands after it is a name, whatever it begins with. */
const COMMANDS: ReadonlyArray<readonly [string, (name: string) => ReadonlyArray<string>]> = [
  ['pull', (name) => ['pull', '--', name]],
  ['pull --dry-run', (name) => ['pull', '--dry-run', '--', name]],
  ['pull after a good one', (name) => ['pull', '--dry-run', '--', 'lpips-vgg', name]],
  ['verify', (name) => ['verify', '--', name]],
  ['path', (name) => ['path', '--', name]],
  ['import', (name) => ['import', '--unverified', '--', name, path.join(root, 'weights.bin')]],
  ['rm', (name) => ['rm', '--', name]],
]

describe('model names', () => {
  it('are many', () => {
    expect(HOSTILE_NAMES.length * COMMANDS.length).toBeGreaterThanOrEqual(200)
  })

  describe.each(COMMANDS)('corl models %s', (_, args) => {
    it.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]))(
      'refuses %s',
      async (_shown, name) => {
        const { code, out, err } = await corl(['models', ...args(name)], '', { env })
        // '--' and '--help=x' are the parser's; none of them is a model.
        expect([2]).toContain(code)
        expect(out).toBe('')
        // eslint-disable-next-line no-control-regex
        expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
        expect(canary(root)).toEqual(before)
      },
    )
  })
})

/** Catalogues with one hostile text in one of the places that hold names. */
const [file] = twoFiles().files
const [hubFile] = hubModel.files
const PLACES: ReadonlyArray<readonly [string, (text: string) => CatalogueEntry]> = [
  ['path', (text) => withFile({ ...file!, path: text })],
  ['folder of the path', (text) => withFile({ ...file!, path: `${text}/weights.bin` })],
  ['end of the path', (text) => withFile({ ...file!, path: `w/${text}` })],
  ['file name', (text) => withFile({ ...file!, name: text })],
  ['model name', (text) => ({ ...twoFiles(), name: text })],
  ['repository', (text) => withSource({ repository: text })],
  ['owner of the repository', (text) => withSource({ repository: `${text}/name` })],
  ['revision', (text) => withSource({ revision: text })],
  ['file of the hub', (text) => withSource({ file: text })],
]

const withFile = (one: ModelFile): CatalogueEntry => ({ ...twoFiles(), files: [one] })
const withSource = (part: Readonly<Record<string, string>>): CatalogueEntry => ({
  ...hubModel,
  files: [{ ...hubFile!, source: { ...hubFile!.source, ...part } }],
})

/** Names that are strange and harmless where a single name is allowed. */
const HARMLESS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'K']
const isHarmless = (place: string, text: string): boolean =>
  // Where a path is allowed, a path of plain names is no attack.
  HARMLESS.includes(text) && place !== 'repository'

describe('catalogues of others', () => {
  describe.each(PLACES)('with a hostile %s', (place, entryOf) => {
    const texts = HOSTILE_NAMES.filter((text) => !isHarmless(place, text))
    it.each(texts.map((text) => [JSON.stringify(text).slice(0, 60), text]))('%s are refused', async (_shown, text) => {
      const entry = entryOf(text)
      const functions = everyFunction(entry.name, [entry])
      for (const [name, run] of Object.entries(functions)) {
        const result = await run()
        expect([name, E.isLeft(result) && result.left._tag]).toEqual([name, 'BadFile'])
      }
      expect(E.isLeft(await modelStates({ env, home }, [entry])())).toBe(true)
      expect(canary(root)).toEqual(before)
    })
  })

  it.each(['records/w/weights.bin.json', 'Records/x', 'w/weights.bin.part', 'w/weights.bin.lock', 'w/x.TAG'])(
    'with a path that is kept for the library, %s, are refused',
    async (text) => {
      const entry = withFile({ ...file!, path: text })
      for (const run of Object.values(everyFunction(entry.name, [entry]))) {
        expect(await run()).toMatchObject({ left: { _tag: 'BadFile' } })
      }
      expect(canary(root)).toEqual(before)
    },
  )

  it.each(['file:///etc/passwd', 'ftp://x/y', 'javascript:1', 'data:,x', '//x/y', '', 'http://['])(
    'with the source %s are refused',
    async (url) => {
      const entry = withFile({ ...file!, source: { kind: 'url', url } })
      for (const run of Object.values(everyFunction(entry.name, [entry]))) {
        expect(await run()).toMatchObject({ left: { _tag: 'BadFile' } })
      }
      expect(canary(root)).toEqual(before)
    },
  )
})

/** What can be a link in a models folder, and where it can lead. */
const LINKS = [
  'w',
  'w/weights.bin',
  'records',
  'records/w',
  'records/w/weights.bin.json',
  'w/weights.bin.part',
  'w/weights.bin.lock',
]
const TARGETS: ReadonlyArray<readonly [string, (root: string) => string]> = [
  ['a folder outside', (at) => path.join(at, 'victim')],
  ['a file outside', (at) => path.join(at, 'victim/weights.bin')],
  ['nothing outside', (at) => path.join(at, 'victim/none')],
  ['a folder outside, relative', () => '../../../victim'],
  ['the root', () => '/'],
]

describe('links in the models folder', () => {
  describe.each(LINKS)('in place of %s', (place) => {
    it.each(TARGETS)('to %s lead nowhere', async (_, target) => {
      const at = folder('linked')
      const inner = path.join(at, 'a/b/home')
      put(path.join(at, 'victim/weights.bin'), WEIGHTS)
      put(path.join(at, 'victim/w/weights.bin.json'), 'not ours')
      const link = path.join(inner, place)
      mkdirSync(path.dirname(link), { recursive: true })
      symlinkSync(target(at), link)
      const victim = canary(path.join(at, 'victim'))
      const entry = withFile(file!)
      for (const [name, run] of Object.entries(everyFunction(entry.name, [entry], inner))) {
        const result = await run()
        // Where the link is not on the way, the file is simply not there.
        const found = E.isRight(result) && JSON.stringify(result.right).includes('"state":"ok"')
        expect([name, found, name.startsWith('locate') && E.isRight(result)]).toEqual([name, false, false])
        expect(canary(path.join(at, 'victim'))).toEqual(victim)
      }
    })
  })
})
