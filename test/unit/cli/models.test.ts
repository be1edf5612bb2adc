import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandFailure } from '../../../src/cli/exit-code.js'
import type { Io } from '../../../src/cli/io.js'
import { importModel } from '../../../src/cli/models/import.js'
import { listModels } from '../../../src/cli/models/list.js'
import { modelPath } from '../../../src/cli/models/path.js'
import { pullModels } from '../../../src/cli/models/pull.js'
import { removeModels } from '../../../src/cli/models/remove.js'
import { showBytes, showSeconds } from '../../../src/cli/models/show.js'
import { verifyModels } from '../../../src/cli/models/verify.js'
import { catalogue } from '../../../src/models/catalogue.js'
import { gitSha1, modelServer, type ModelServer, serve, sha256, status } from '../models/model-server.js'
import { bytes, folder, HEADS, hubModel, noWaiting, put, tree, twoFiles, WEIGHTS } from '../models/small-models.js'
import { corl, Kept } from './run-in-process.js'

const models = [twoFiles(), { ...hubModel, licence: 'BSD-3-Clause' }]
const setting = { models, waiting: noWaiting(), stallMs: 500 }

const serving = async (): Promise<ModelServer> => {
  const server = await modelServer()
  server.on('/w/weights.bin', serve(WEIGHTS))
  server.on('/h/heads.bin', serve(HEADS))
  return server
}

/** Runs one command with the small models. */
const run = async (
  command: (io: Io) => Promise<number>,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  const stdout = new Kept()
  const stderr = new Kept()
  const signal = new AbortController().signal
  const io: Io = { stdin: process.stdin, stdout, stderr, signal, version: '9.8.7', env: { HOME: '/nowhere', ...env } }
  const code = await command(io).catch((failure: unknown) => {
    stderr.text += `corl: ${(failure as CommandFailure).message}\n`
    return (failure as CommandFailure).exitCode
  })
  return { code, out: stdout.text, err: stderr.text }
}

const pull = (names: ReadonlyArray<string>, env: Readonly<Record<string, string>>, options = {}) =>
  run((io) => pullModels(names, options, io, setting), env)

const pulled = async (): Promise<string> => {
  const home = folder('home')
  const { url } = await serving()
  expect(await pull(['two-files'], { CORL_HOME: home, CORL_MODELS_MIRROR: url })).toMatchObject({ code: 0 })
  return home
}

describe('corl models list', () => {
  it('lists the whole catalogue with size, state and licence', async () => {
    const { code, out, err } = await corl(['models', 'list'], '', { env: { HOME: folder('empty') } })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^name +size +state +licence$/)
    expect(lines).toHaveLength(1 + catalogue.length)
    expect(out).toMatch(/^lpips-vgg +553 MB +missing +heads: BSD-2-Clause/m)
    expect(out).toMatch(/^blip-large +unknown +missing +BSD-3-Clause$/m)
  })

  it('tells where models are', async () => {
    const home = await pulled()
    const list = async (env = {}, options = {}) =>
      (await run((io) => listModels(options, io, models), { CORL_HOME: home, ...env })).out
    expect(await list()).toMatch(/^two-files +305 kB +here +CC0$/m)
    writeFileSync(path.join(home, 'h/heads.bin'), 'cut')
    expect(await list()).toMatch(/^two-files +305 kB +damaged/m)
    const torch = folder('torch')
    put(path.join(torch, 'hub/checkpoints/weights.bin'), WEIGHTS)
    put(path.join(torch, 'hub/checkpoints/heads.bin'), HEADS)
    expect(await list({ CORL_HOME: folder('home'), TORCH_HOME: torch })).toMatch(/in torch cache/)
    expect(await list({}, { modelDir: path.join(torch, 'hub/checkpoints') })).toMatch(/in model folder/)
  })

  it('--json holds every file with its source and its digest', async () => {
    const { out } = await corl(['models', 'list', '--json'], '', { env: { CORL_HOME: '/nowhere/models' } })
    const list = JSON.parse(out) as { home: string; models: Array<any> }
    expect(list.home).toBe('/nowhere/models')
    expect(list.models.find(({ name }) => name === 'lpips-vgg')).toMatchObject({
      state: 'missing',
      rewards: expect.arrayContaining(['lpips']),
      files: [{ role: 'backbone', verify: 'sha256', found: { state: 'missing' } }, { role: 'heads' }],
    })
    expect(list.models.find(({ name }) => name === 'blip-large')).toMatchObject({
      bytes: null,
      files: [{ verify: 'hub' }, {}, {}, {}, {}, {}, {}],
    })
  })
})

describe('corl models pull', () => {
  it('puts what it did on stdout, and how it went on stderr', async () => {
    const server = await serving()
    const home = folder('home')
    const result = await pull(['two-files'], { CORL_HOME: home, CORL_MODELS_MIRROR: server.url })
    expect(result.code).toBe(0)
    expect(result.out).toMatch(/^two-files +weights.bin +downloaded +sha256 +\//m)
    expect(result.err).toBe('weights.bin: fetching 300 kB\nheads.bin: fetching 5 kB\n')
    expect(server.seen[0]?.headers['user-agent']).toBe('corl-rewards/9.8.7')
    expect((await pull(['two-files'], { CORL_HOME: home })).out).toMatch(/^two-files +weights.bin +here +sha256/m)
  })

  it('tells each try that fails, and ends with 1', async () => {
    const server = await serving()
    server.on('/w/weights.bin', status(500))
    const { code, out, err } = await pull(['two-files'], { CORL_HOME: folder('home'), CORL_MODELS_MIRROR: server.url })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err.match(/trying again in 0 s/g)).toHaveLength(3)
    expect(err).toMatch(
      /^corl: two-files: cannot fetch http:\/\/127\.0\.0\.1:\d+\/w\/weights\.bin: the server answered 500 \(tried 4 times\)$/m,
    )
  })

  it('goes on with the next model when one fails', async () => {
    const server = await serving()
    const env = { CORL_HOME: folder('home'), CORL_MODELS_MIRROR: server.url }
    const { code, out, err } = await pull(['hub-model', 'two-files'], env)
    expect(code).toBe(1)
    expect(err).toMatch(/hub-model: cannot fetch .* there is no such file there/)
    expect(out).toMatch(/two-files +heads.bin +downloaded/)
  })

  it('knows all names before it begins', async () => {
    const server = await serving()
    const env = { CORL_HOME: folder('home'), CORL_MODELS_MIRROR: server.url }
    expect(await pull(['two-files', 'nothing'], env)).toMatchObject({
      code: 2,
      out: '',
      err: 'corl: there is no model "nothing"; there are: two-files, hub-model\n',
    })
    expect(server.seen).toEqual([])
  })

  it('--dry-run says what it would do and does nothing', async () => {
    const server = await serving()
    const home = path.join(folder('home'), 'none')
    const { code, out } = await pull(
      ['two-files'],
      { CORL_HOME: home, CORL_MODELS_MIRROR: server.url },
      { dryRun: true },
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^two-files +weights.bin +download +300 kB +http:/m)
    expect(server.seen).toEqual([])
  })

  it('offline ends with 3 and says why', async () => {
    const { code, err } = await pull(['two-files'], { CORL_HOME: folder('home'), HF_HUB_OFFLINE: '1' })
    expect(code).toBe(3)
    expect(err).toMatch(
      /^corl: two-files: weights\.bin is neither here nor in a cache, and HF_HUB_OFFLINE forbids to fetch it from https:/,
    )
  })

  it('draws a bar with rate and time left on a terminal', async () => {
    const { url } = await serving()
    const stdout = new Kept()
    const stderr = new Kept()
    stderr.isTTY = true
    const env = { CORL_HOME: folder('home'), CORL_MODELS_MIRROR: url }
    const signal = new AbortController().signal
    await pullModels(['two-files'], {}, { stdin: process.stdin, stdout, stderr, signal, version: '1', env }, setting)
    expect(stderr.text).toMatch(/weights\.bin .*100% \| 300 kB of 300 kB \| .*\/s \| .* left/)
  })

  it('says when nothing vouches for what came', async () => {
    const server = await modelServer()
    const base = `/org/name/resolve/${'0123456789abcdef'.repeat(2)}01234567`
    server.on(`${base}/model.bin`, serve(WEIGHTS, { etag: `"${sha256(WEIGHTS)}"` }))
    server.on(`${base}/config.json`, serve(Buffer.from('{}'), { etag: null }))
    const { code, err, out } = await pull(['hub-model'], { CORL_HOME: folder('home'), HF_ENDPOINT: server.url })
    expect(code).toBe(0)
    expect(err).toMatch(/corl: config\.json could not be verified/)
    expect(out).toMatch(/config\.json +downloaded +unverified/)
  })

  it('of the real catalogue, over the whole command line: BLIP from a hub in its place', async () => {
    const server = await modelServer()
    const files = catalogue.find(({ name }) => name === 'blip-large')?.files ?? []
    for (const { name, source } of files) {
      const content = Buffer.from(`content of ${name}`)
      const at = source.kind === 'hub' ? `/${source.repository}/resolve/${source.revision}/${name}` : ''
      server.on(at, serve(content, { etag: `"${name === 'model.safetensors' ? sha256(content) : gitSha1(content)}"` }))
    }
    const env = { HOME: '/nowhere', CORL_HOME: folder('home'), HF_ENDPOINT: server.url, HF_TOKEN: 'hf_secret' }
    const result = await corl(['models', 'pull', 'blip-large'], '', { env })
    expect(result.code).toBe(0)
    expect(result.out.match(/downloaded +hub/g)).toHaveLength(7)
    expect(result.out + result.err).not.toContain('hf_secret')
    expect((await corl(['models', 'verify', 'blip-large'], '', { env })).out.match(/ ok /g)).toHaveLength(7)
    const paths = (await corl(['models', 'path', 'Salesforce/blip-image-captioning-large'], '', { env })).out
    expect(
      paths
        .trimEnd()
        .split('\n')
        .map((file) => readFileSync(file, 'utf8'))[0],
    ).toBe('content of model.safetensors')
  })
})

describe('corl models verify', () => {
  it('ends with 0 when all is right, and 1 on damage, with what to do', async () => {
    const home = await pulled()
    const verify = (names: ReadonlyArray<string> = [], options = {}) =>
      run((io) => verifyModels(names, options, io, models), { CORL_HOME: home })
    expect(await verify()).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/two-files +weights.bin +ok/) })
    writeFileSync(path.join(home, 'w/weights.bin'), bytes(WEIGHTS.length, 8))
    const { code, out, err } = await verify(['two-files'])
    expect(code).toBe(1)
    expect(out).toMatch(/weights.bin +damaged/)
    expect(err).toMatch(
      /^corl: .*weights\.bin is damaged: expected the sha256 .*; run: corl models pull two-files --force\n$/,
    )
    expect(JSON.parse((await verify([], { json: true })).out)).toMatchObject([{ state: 'damaged' }, { state: 'ok' }])
  })

  it('ends with 3 when a model that was named is not here, and with 0 when none is', async () => {
    const env = { CORL_HOME: folder('home') }
    expect(await run((io) => verifyModels(['two-files'], {}, io, models), env)).toMatchObject({
      code: 3,
      err: 'corl: two-files is not complete on this machine; run: corl models pull two-files\n',
    })
    expect(await run((io) => verifyModels([], {}, io, models), env)).toEqual({
      code: 0,
      out: '',
      err: 'corl: no model is here\n',
    })
  })
})

describe('corl models path', () => {
  it('prints a path a line, or by role', async () => {
    const home = await pulled()
    const weights = path.join(home, 'w/weights.bin')
    const heads = path.join(home, 'h/heads.bin')
    const show = (options = {}) => run((io) => modelPath('two-files', options, io, models), { CORL_HOME: home })
    expect(await show()).toEqual({ code: 0, out: `${weights}\n${heads}\n`, err: '' })
    expect(JSON.parse((await show({ json: true })).out)).toEqual({ backbone: weights, heads })
  })

  it('ends with 3 and the command that helps when the model is not here', async () => {
    expect(await corl(['models', 'path', 'lpips-vgg'], '', { env: { HOME: folder('empty') } })).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/run: corl models pull lpips-vgg\n$/),
    })
  })
})

describe('corl models import and rm', () => {
  it('bring in and take away', async () => {
    const home = folder('home')
    const env = { CORL_HOME: home }
    const from = put(path.join(folder('from'), 'mine.bin'), WEIGHTS)
    const bring = (file: string, options = {}) =>
      run((io) => importModel('two-files', [file], options, io, models), env)
    expect(await bring(from)).toEqual({ code: 0, out: `${path.join(home, 'w/weights.bin')}\n`, err: '' })
    const other = put(path.join(folder('from'), 'heads.bin'), 'others')
    expect(await bring(other)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--unverified') })
    expect(await bring(other, { unverified: true })).toMatchObject({
      code: 0,
      err: expect.stringContaining('on your word'),
    })
    const remove = () => run((io) => removeModels(['two-files'], io, models), env)
    expect(await remove()).toMatchObject({
      code: 0,
      out: `${path.join(home, 'w/weights.bin')}\n${path.join(home, 'h/heads.bin')}\n`,
    })
    expect(tree(home)).toEqual({})
    expect(await remove()).toEqual({ code: 3, out: '', err: `corl: nothing of two-files is in ${home}\n` })
  })
})

describe('corl models', () => {
  it.each<[string, ReadonlyArray<string>, RegExp]>([
    ['nothing to do', ['models'], /Usage: corl models/],
    ['an unknown command', ['models', 'get'], /unknown command 'get'/],
    ['pull of nothing', ['models', 'pull'], /missing required argument 'names'/],
    ['path of two', ['models', 'path', 'a', 'b'], /too many arguments/],
    ['import of no file', ['models', 'import', 'lpips-vgg'], /missing required argument 'files'/],
    ['rm of nothing', ['models', 'rm'], /missing required argument 'names'/],
    ['an unknown model', ['models', 'path', 'lpips'], /expected one of lpips-vgg, .* for `model`, got "lpips"/],
  ])('%s is usage', async (_, args, message) => {
    const { code, out, err } = await corl(args, '', { env: { HOME: folder('empty') } })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })

  it('writes sizes and times for people', () => {
    expect([0, 999, 1000, 99_949, 999_499, 999_500, 553_433_881, 1.5e9, undefined].map(showBytes)).toEqual([
      ...['0 B', '999 B', '1 kB', '99.9 kB', '999 kB', '1 MB', '553 MB', '1.5 GB', 'unknown'],
    ])
    expect([0, 59.4, 65, 3700, Infinity].map(showSeconds)).toEqual(['0 s', '59 s', '1 min 5 s', '1 h 2 min', 'unknown'])
  })
})
