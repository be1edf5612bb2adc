import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { CJS, ESM, modulesLoadedBy, TIME_ROOT } from './programs.js'
import { answer, program } from './run.js'

const installs = [
  ['default', inject('full')],
  ['--omit=optional', inject('lean')],
] as const

const manifest = JSON.parse(readFileSync(path.join(inject('lean'), 'node_modules/corl-rewards/package.json'), 'utf8'))
const entries = Object.entries<any>(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [entry.replace('.', 'corl-rewards')],
)

/** The one entry point that stands on a package that may be left out: tensors are its subject. */
const TENSORS = 'corl-rewards/grpo'
const TENSOR_PACKAGE = '@tensorflow/tfjs-core'
const hasTensors = (folder: string): boolean => existsSync(path.join(folder, 'node_modules', TENSOR_PACKAGE))
const entriesOf = (folder: string): ReadonlyArray<string> =>
  entries.filter((entry) => entry !== TENSORS || hasTensors(folder))

/** Packages a loaded file belongs to, innermost folder of node_modules. */
const packagesOf = (urls: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []))].sort()

describe.each(installs)('%s install', (_, folder) => {
  it('scores from an ES module', () => {
    expect(answer(program(folder, 'mjs', ESM))).toMatchObject([{ _tag: 'Scored', value: 1 }])
  })

  it('scores from CommonJS', () => {
    const ended = program(folder, 'cjs', CJS)
    expect(JSON.parse(ended.stdout)).toMatchObject([{ _tag: 'Scored', value: 1 }])
    expect(ended).toMatchObject({ status: 0, stderr: expect.toSatisfy(quiet) })
  })

  it.each(entriesOf(folder))('%s is imported and required, and is the same module', (entry) => {
    const code = `
      import { createRequire } from 'node:module'
      process.removeAllListeners('warning')
      const imported = await import('${entry}')
      console.log(JSON.stringify({ same: createRequire(import.meta.url)('${entry}') === imported, names: Object.keys(imported) }))`
    const ended = program(folder, 'mjs', code)
    const { same, names } = JSON.parse(ended.stdout)
    expect(names.length).toBeGreaterThan(0)
    expect(same).toBe(true)
    expect(ended.status).toBe(0)
  })

  it('is imported in silence, every entry point of it', () => {
    const code = entriesOf(folder)
      .map((entry) => `await import('${entry}')`)
      .join('\n')
    expect(program(folder, 'mjs', code)).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('loads fp-ts alone for the root: no native, model, schema, YAML or command package', () => {
    const { urls, native } = answer(program(folder, 'mjs', modulesLoadedBy('corl-rewards')))
    expect(urls.length).toBeGreaterThan(2)
    expect(packagesOf(urls)).toEqual(['corl-rewards', 'fp-ts'])
    expect(native).toEqual([])
  })

  it('loads no native package for any entry point', () => {
    for (const entry of entriesOf(folder)) {
      const { urls, native } = answer(program(folder, 'mjs', modulesLoadedBy(entry)))
      const strange = packagesOf(urls).filter((name) =>
        /onnxruntime|sharp|@img|tensorflow|natural|mongoose|redis/.test(name),
      )
      expect([entry, strange, native]).toEqual([entry, entry === TENSORS ? [TENSOR_PACKAGE] : [], []])
    }
  })

  it('has the hook that would tell: presets load the schema package', () => {
    expect(packagesOf(answer(program(folder, 'mjs', modulesLoadedBy('corl-rewards/presets'))).urls)).toContain('zod')
  })

  it('takes under 100 ms for the root', () => {
    // The best of the tries counts: the others tell what else the machine was doing. A machine at rest needs one.
    const times: Array<number> = []
    while (times.length < 5 || (Math.min(...times) >= 100 && times.length < 25)) {
      times.push(answer(program(folder, 'mjs', TIME_ROOT)))
    }
    console.log(`root import: best ${Math.min(...times).toFixed(1)} ms of ${times.length} tries`)
    expect(Math.min(...times)).toBeLessThan(100)
  })

  it('lets the schema be read by path, and nothing that is not exported', () => {
    const code = `
      import { createRequire } from 'node:module'
      const require = createRequire(import.meta.url)
      const refused = await import('corl-rewards/dist/index.js').then(() => 'open', (error) => error.code)
      console.log(JSON.stringify([typeof require('corl-rewards/schema/reward.schema.json'), refused]))`
    expect(answer(program(folder, 'mjs', code))).toEqual(['object', 'ERR_PACKAGE_PATH_NOT_EXPORTED'])
  })
})

it('finds the fastest backend of tensors that was installed, in silence, and says what is missing', () => {
  const code = `
    import { pickBackend } from '${TENSORS}'
    const { right } = await pickBackend()()
    console.log(JSON.stringify({ backend: right.backend, tried: right.tried.slice(0, 3) }))`
  expect(answer(program(inject('full'), 'mjs', code))).toEqual({
    backend: 'wasm',
    tried: [
      { name: 'node-gpu', reason: '@tensorflow/tfjs-node-gpu is not installed' },
      { name: 'node', reason: '@tensorflow/tfjs-node is not installed' },
      { name: 'webgpu', reason: 'webgpu is not installed' },
    ],
  })
})

it('without the optional packages none of them is there', () => {
  for (const name of ['onnxruntime-node', 'sharp', TENSOR_PACKAGE])
    expect(existsSync(path.join(inject('lean'), 'node_modules', name))).toBe(false)
})

it('without the package of tensors its entry point says which is missing', () => {
  const { status, stderr } = program(inject('lean'), 'mjs', `await import('${TENSORS}')`)
  expect(status).toBe(1)
  expect(stderr).toContain(`Cannot find package '${TENSOR_PACKAGE}'`)
})

/** Node 20 and 22.0 to 22.12 announce `require` of an ES module as experimental; that line is Node's, not ours. */
function quiet(stderr: string): boolean {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .every((line) => /ExperimentalWarning: .*(require|Module)|--trace-warnings/.test(line))
}
