import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { doctor, type DoctorSetting } from '../../../src/cli/doctor/doctor.js'
import type { Io } from '../../../src/cli/io.js'
import { folder, HEADS, put, twoFiles, WEIGHTS } from '../models/small-models.js'
import { corl, Kept } from './run-in-process.js'

const say = (answer: unknown): string =>
  `process.stdout.write('\\n@corl ' + ${JSON.stringify(JSON.stringify(answer))} + '\\n')`

/** A folder in which packages are installed, each a file. */
const installed = (packages: Readonly<Record<string, string>>): string => {
  const root = folder('installed')
  for (const [name, version] of Object.entries(packages)) {
    put(path.join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }))
    put(path.join(root, 'node_modules', name, 'index.js'), '')
  }
  return path.join(root, 'index.js')
}

const BOTH = { 'onnx-like': '1.2.3', 'sharp-like': '4.5.6' }
const probes = (onnx: string, sharp = say({ names: ['png'] })): NonNullable<DoctorSetting['probes']> => [
  { package: 'onnx-like', neededBy: 'rewards of images', program: onnx, namesAreParts: true },
  { package: 'sharp-like', neededBy: 'rewards of images', program: sharp, namesAreParts: false },
]

const run = async (setting: DoctorSetting, env: Readonly<Record<string, string>> = {}, json = false) => {
  const stdout = new Kept()
  const stderr = new Kept()
  const signal = new AbortController().signal
  const io: Io = {
    stdin: process.stdin,
    stdout,
    stderr,
    signal,
    version: '9.8.7',
    env: { HOME: folder('user'), ...env },
  }
  const code = await doctor({ json }, io, { models: [twoFiles()], from: installed(BOTH), ...setting })
  return { code, out: stdout.text, err: stderr.text }
}

const good = `${say({ names: ['cpu', 'gpu'] })}; if (process.argv[2] === 'gpu') ${say({ names: ['gpu'] })}`

describe('corl doctor', () => {
  it('says what is installed and works, and ends with 0 though models are missing', async () => {
    const { code, out, err } = await run({ probes: probes(good) })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^corl-rewards +9\.8\.7$/m)
    expect(out).toMatch(/^text rewards +\d+ tried, all work$/m)
    expect(out).toMatch(/^onnx-like +1\.2\.3, works\n {2}cpu +works\n {2}gpu +works$/m)
    expect(out).toMatch(/^sharp-like +4\.5\.6, works$/m)
    expect(out).toMatch(/^missing: a model for lpips: two-files\n {4}corl models pull two-files$/m)
  })

  it('a missing model is told once, with all rewards that read it', async () => {
    const models = [{ ...twoFiles(), rewards: ['one', 'two'] }]
    const { out } = await run({ probes: probes(good), models })
    expect(out).toMatch(/^two-files +missing +one, two$/m)
    expect(out).toMatch(/^missing: a model for one, two: two-files\n {4}corl models pull two-files$/m)
  })

  it('has nothing to say when all is there', async () => {
    const home = folder('home')
    put(path.join(home, 'w/weights.bin'), WEIGHTS)
    put(path.join(home, 'h/heads.bin'), HEADS)
    const { code, out } = await run({ probes: probes(good) }, { CORL_HOME: home })
    expect(code).toBe(0)
    expect(out).toMatch(/^two-files +here +lpips$/m)
    expect(out).toMatch(/Nothing is missing\.\n$/)
  })

  it('an optional package that is not installed is told with the command that installs it, and ends with 0', async () => {
    const { code, out } = await run({ probes: probes(good), from: installed({}) })
    expect(code).toBe(0)
    expect(out).toMatch(/^onnx-like +not installed \(optional\)$/m)
    expect(out).toMatch(/^missing: onnx-like, needed by rewards of images\n {4}npm install onnx-like$/m)
  })

  it.each([
    ['throws', 'throw new Error("libstdc++.so.6: cannot open shared object file")', /cannot open shared object file/],
    ['crashes', 'process.kill(process.pid, "SIGSEGV")', /the process was ended by SIGSEGV/],
    ['hangs', 'setInterval(() => 0, 1000)', /no answer within 3 s/],
    ['ends without a word', 'process.exit(7)', /the process ended with 7/],
    ['says that it fails', say({ error: 'pixels came back wrong' }), /pixels came back wrong/],
  ])('a package that %s is told as broken and harms nothing else', async (_, program, reason) => {
    const { code, out } = await run({ probes: probes(program), timeoutMs: 3000 })
    expect(code).toBe(3)
    expect(out).toMatch(/^onnx-like +1\.2\.3, does not load$/m)
    expect(out).toMatch(
      new RegExp(`^broken: onnx-like does not load: .*${reason.source}.*\\n {4}npm install onnx-like --force$`, 'm'),
    )
    expect(out).toMatch(/^sharp-like +4\.5\.6, works$/m)
  })

  it('a package without what its package.json names is broken', async () => {
    const from = installed(BOTH)
    put(path.join(path.dirname(from), 'node_modules/onnx-like/package.json'), '{"name": "onnx-like", "main": "gone.js"')
    expect((await run({ probes: probes(good), from })).code).toBe(3)
  })

  it('a provider that does not work here is told, and is no fault', async () => {
    const program = `if (process.argv[2] === 'gpu') ${say({ error: 'x was false. No device' })}; else ${say({ names: ['cpu', 'gpu'] })}`
    const { code, out } = await run({ probes: probes(program) })
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}gpu +not here: No device$/m)
  })

  it('a part says what it runs on', async () => {
    const program = `${say({ names: ['gpu'] })}; if (process.argv[2] === 'gpu') ${say({ names: ['A Card (in software)'] })}`
    expect((await run({ probes: probes(program) })).out).toMatch(/^ {2}gpu +works: A Card \(in software\)$/m)
  })

  it('native code gets no secrets, and what it prints is no answer', async () => {
    const program = `console.log('noise'); if (process.env.HF_TOKEN) throw new Error('leaked'); ${say({ names: ['cpu'] })}; console.log('more')`
    expect(
      (await run({ probes: probes(program) }, { HF_TOKEN: 'hf_secret', PATH: process.env['PATH'] ?? '' })).code,
    ).toBe(0)
  })

  it('shows settings, and no secrets', async () => {
    const { out } = await run(
      { probes: probes(good) },
      {
        HF_TOKEN: 'hf_secret',
        HF_ENDPOINT: 'https://hub.example/base',
        HTTPS_PROXY: 'http://ada:hunter2@proxy:3128',
        http_proxy: 'ada:hunter2@proxy:3128',
        NO_PROXY: 'localhost',
        CORL_MODELS_MIRROR: 'https://mirror.example/?key=hunter2',
      },
    )
    expect(out).not.toMatch(/hf_secret|hunter2/)
    expect(out).toMatch(/HF_TOKEN +\(set, not shown\)/)
    expect(out).toMatch(/HF_ENDPOINT +https:\/\/hub\.example\/base$/m)
    expect(out).toMatch(/HTTPS_PROXY +http:\/\/\*\*\*@proxy:3128$/m)
    expect(out).toMatch(/NO_PROXY +localhost$/m)
  })

  it.skipIf(process.getuid?.() === 0)('a models folder that cannot be written is broken', async () => {
    const home = folder('home')
    chmodSync(home, 0o500)
    const { code, out } = await run({ probes: probes(good) }, { CORL_HOME: path.join(home, 'x') })
    expect(code).toBe(3)
    expect(out).toMatch(/^broken: .* cannot be written/m)
  })

  it('a models folder that is a file, and a model that is damaged, are broken', async () => {
    const file = put(path.join(folder('home'), 'file'), 'x')
    expect(await run({ probes: probes(good) }, { CORL_HOME: file })).toMatchObject({
      code: 3,
      out: expect.stringMatching(/broken: .* is no folder/),
    })
    const home = folder('home')
    put(path.join(home, 'w/weights.bin'), 'cut')
    mkdirSync(path.join(home, 'h'))
    expect(await run({ probes: probes(good) }, { CORL_HOME: home })).toMatchObject({
      code: 3,
      out: expect.stringContaining('corl models pull two-files --force'),
    })
  })

  it('an old Node is broken', async () => {
    expect((await run({ probes: probes(good), nodeVersion: '20.18.9' })).code).toBe(3)
    expect((await run({ probes: probes(good), nodeVersion: '22.0.0' })).code).toBe(0)
  })

  it('--json is the same as data', async () => {
    const { code, out } = await run({ probes: probes(good) }, {}, true)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      version: '9.8.7',
      textRewards: { problems: [] },
      packages: [
        { name: 'onnx-like', state: 'works' },
        { name: 'sharp-like', state: 'works' },
      ],
      providers: [
        { name: 'cpu', works: true },
        { name: 'gpu', works: true },
      ],
      home: { exists: false, writable: true },
      models: [{ name: 'two-files', state: 'missing' }],
      advice: [{ kind: 'missing', command: 'corl models pull two-files' }],
    })
  })

  it('tries what is really installed here', async () => {
    const { code, out } = await corl(['doctor', '--json'], '', { env: { ...process.env, CORL_HOME: folder('home') } })
    expect([0, 3]).toContain(code)
    const { packages, providers } = JSON.parse(out) as { packages: Array<any>; providers: Array<any> }
    expect(packages.map(({ name }) => name)).toEqual(['onnxruntime-node', 'sharp', '@tensorflow/tfjs-core'])
    for (const one of packages) if (one.state === 'works') expect(one.names.length).toBeGreaterThan(0)
    const backends = providers.filter((one) => one.package === '@tensorflow/tfjs-core')
    expect(backends.map(({ name }) => name)).toEqual(['node-gpu', 'node', 'webgpu', 'wasm', 'cpu'])
    expect(backends.at(-1)).toMatchObject({ works: true, device: 'CPU (JavaScript)' })
  }, 60_000)
})
