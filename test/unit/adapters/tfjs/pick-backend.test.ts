import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import type { Either } from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import type { LoadPackage } from '../../../../src/adapters/tfjs/candidate.js'
import { pickBackend, type PickedBackend, pickWith } from '../../../../src/adapters/tfjs/pick-backend.js'
import type { RewardError } from '../../../../src/core/error.js'
import { tokenLogProbs } from '../../../../src/grpo/log-probs/token-log-probs.js'
import { expectedGradient, expectedTokens, furthest, idsFor, spread } from '../../grpo/log-probs/reference.js'

const notFound = (name: string): Error =>
  Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' })

/** Packages by name; the others are not installed. */
const having =
  (packages: Readonly<Record<string, () => unknown>>): LoadPackage =>
  async (name) => {
    const open = packages[name]
    if (open === undefined) throw notFound(name)
    return open()
  }

const CPU = { '@tensorflow/tfjs-backend-cpu': () => ({}) }
const WASM = { '@tensorflow/tfjs-backend-wasm': () => import('@tensorflow/tfjs-backend-wasm') }

const right = (answer: Either<RewardError, PickedBackend>): PickedBackend => {
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

const reasonFor = ({ tried }: PickedBackend, name: string): string | undefined =>
  tried.find((other) => other.name === name)?.reason

/** How a program ends in a process of its own. */
const run = (program: string) => {
  const args = ['--import', createRequire(import.meta.url).resolve('tsx'), '--input-type=module', '-e', program]
  const cwd = fileURLToPath(new URL('../../../..', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 60_000 })
  return { stdout, stderr, status }
}

/** A WebGPU whose adapter says these things of itself, if there is one. */
const dawn = (info: object | null) => ({
  webgpu: () => ({
    globals: {},
    create: () => ({
      requestAdapter: async () =>
        info && { info, limits: {}, features: new Set(), requestDevice: async () => ({ label: 'device' }) },
    }),
  }),
  '@tensorflow/tfjs-backend-webgpu': async () => {
    const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu')
    return { WebGPUBackend: MathBackendCPU }
  },
})

afterEach(async () => {
  await tf.setBackend('cpu')
  for (const name of ['tensorflow', 'webgpu']) if (name in tf.engine().registryFactory) tf.removeBackend(name)
})

describe('what is installed here', () => {
  test('without a GPU: WebAssembly, and the reason for each of the others', async () => {
    const picked = right(await pickWith(having({ ...CPU, ...WASM }), {})())
    expect(picked).toMatchObject({ backend: 'wasm', registered: 'wasm', isSoftware: false })
    expect(picked.device).toMatch(/^CPU \(WebAssembly/)
    expect(tf.getBackend()).toBe('wasm')
    expect(picked.tried).toEqual([
      { name: 'node-gpu', reason: '@tensorflow/tfjs-node-gpu is not installed' },
      { name: 'node', reason: '@tensorflow/tfjs-node is not installed' },
      { name: 'webgpu', reason: 'webgpu is not installed' },
      { name: 'cpu', reason: 'not looked for: wasm comes first' },
    ])
  })

  test('what is preferred comes first', async () => {
    const picked = right(await pickBackend({ prefer: ['cpu'] })())
    expect(picked).toMatchObject({ backend: 'cpu', device: 'CPU (JavaScript)' })
    expect(tf.getBackend()).toBe('cpu')
    expect(reasonFor(picked, 'wasm')).toBe('not looked for: cpu comes first')
  })

  test('what is preferred and missing gives way to the next, and its reason is told', async () => {
    const picked = right(await pickWith(having(CPU), { prefer: 'wasm' })())
    expect([picked.backend, reasonFor(picked, 'wasm')]).toEqual([
      'cpu',
      '@tensorflow/tfjs-backend-wasm is not installed',
    ])
  })

  test('nothing at all is an error that lists them', async () => {
    expect(await pickWith(having({}), {})()).toMatchObject({
      left: {
        _tag: 'Unavailable',
        reason: expect.stringMatching(/node-gpu: .*cpu: @tensorflow\/tfjs-backend-cpu is not installed/),
      },
    })
  })

  test('an option of another name, and options that are none, are refused', async () => {
    for (const [options, option] of [
      [{ preferred: 'cpu' }, 'preferred'],
      ['cpu', 'options'],
      [null, 'options'],
    ] as ReadonlyArray<readonly [any, string]>)
      expect(await pickBackend(options)()).toMatchObject({ left: { _tag: 'InvalidOption', option } })
  })

  test.each(['gpu', 3, null, ['cpu', 'tpu'], [undefined]])('`prefer` of %j is refused', async (prefer) => {
    expect(await pickBackend({ prefer: prefer as any })()).toMatchObject({
      left: { _tag: 'InvalidOption', option: 'prefer' },
    })
  })

  test('the backend `cpu` is used in silence', () => {
    const file = JSON.stringify(new URL('../../../../src/adapters/tfjs/pick-backend.ts', import.meta.url).href)
    const program = `
      const { pickBackend } = await import(${file})
      const { right } = await pickBackend({ prefer: 'cpu' })()
      const tf = await import('@tensorflow/tfjs-core')
      console.log(right.backend, tf.scalar(3).dataSync()[0])`
    expect(run(program)).toEqual({ stdout: 'cpu 3\n', stderr: '', status: 0 })
  }, 60_000)

  test("the backend's WebAssembly leaves no listener on the process", async () => {
    const listeners = () => [process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection')]
    const before = listeners()
    right(await pickWith(having({ ...CPU, ...WASM }), { prefer: 'wasm' })())
    expect(listeners()).toEqual(before)
  })
})

describe('@tensorflow/tfjs-node-gpu, by a module that stands in for it', () => {
  const standIn = { '@tensorflow/tfjs-node-gpu': () => import('./stand-in-node-gpu.js') }
  /** It registers on import, which happens once. */
  const registered = (isUsingGpuDevice: boolean) => ({
    '@tensorflow/tfjs-node-gpu': async () => {
      const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu')
      tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { isUsingGpuDevice }))
      return tf
    },
  })

  test('is taken before all others, and log-probabilities run on it with their gradient', async () => {
    const picked = right(await pickWith(having({ ...standIn, ...CPU, ...WASM }), {})())
    expect(picked).toMatchObject({ backend: 'node-gpu', registered: 'tensorflow', isSoftware: false })
    expect(picked.device).toMatch(/^GPU by CUDA/)
    expect(tf.getBackend()).toBe('tensorflow')
    const given = { shape: [2, 3, 40] as const, data: spread(240, 5), ids: idsFor(6, 40), temperature: 0.8 }
    const logits = tf.tensor3d(given.data, [2, 3, 40])
    const { logProbs, entropies } = tokenLogProbs(logits, given.ids, { temperature: 0.8 })
    expect(furthest(await logProbs.data(), expectedTokens(given).logProbs)).toBeLessThan(5e-6)
    const weighted = tf.customGrad((a, b) => ({
      value: tf.tidy(() => tf.sum(tf.add(a as tf.Tensor, b as tf.Tensor))),
      gradFunc: () => [tf.ones([2, 3]), tf.ones([2, 3])],
    }))
    const gradient = tf.grad((z) => {
      const tokens = tokenLogProbs(z as tf.Tensor3D, given.ids, { temperature: 0.8 })
      return weighted(tokens.logProbs, tokens.entropies)
    })(logits)
    const ones = new Array<number>(6).fill(1)
    expect(furthest(await gradient.data(), expectedGradient(given, ones, ones))).toBeLessThan(1e-6)
    tf.dispose([logits, logProbs, entropies, gradient])
  })

  test('under its own name, in a process of its own', () => {
    const file = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)
    const hook = `export const resolve = (name, context, next) =>
      next(name === '@tensorflow/tfjs-node-gpu' ? ${file('./stand-in-node-gpu.ts')} : name, context)`
    const program = `
      const { register } = await import('node:module')
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}))
      const { pickBackend } = await import(${file('../../../../src/adapters/tfjs/pick-backend.ts')})
      const { right } = await pickBackend()()
      console.log(right.backend, right.tried[0].name, right.tried[0].reason)`
    expect(run(program)).toMatchObject({ stdout: 'node-gpu node not looked for: node-gpu comes first\n', status: 0 })
  }, 60_000)

  test('without a GPU of CUDA it is not taken for one', async () => {
    const picked = right(await pickWith(having({ ...registered(false), ...CPU }), {})())
    expect([picked.backend, reasonFor(picked, 'node-gpu')]).toEqual([
      'cpu',
      '@tensorflow/tfjs-node-gpu finds no GPU of CUDA',
    ])
  })

  test('broken, it is a reason', async () => {
    const broken = {
      '@tensorflow/tfjs-node-gpu': () => {
        throw new Error('libcudart.so.11: cannot open shared object file\nat ...')
      },
    }
    const picked = right(await pickWith(having({ ...broken, ...CPU }), { prefer: 'node-gpu' })())
    expect(reasonFor(picked, 'node-gpu')).toBe(
      '@tensorflow/tfjs-node-gpu does not load: libcudart.so.11: cannot open shared object file',
    )
  })

  test('lacking a package of its own it is broken, and not missing', async () => {
    const lacking = {
      '@tensorflow/tfjs-node-gpu': () => {
        throw notFound('node-pre-gyp')
      },
    }
    const picked = right(await pickWith(having({ ...lacking, ...CPU }), {})())
    expect(reasonFor(picked, 'node-gpu')).toMatch(/does not load: Cannot find package 'node-pre-gyp'/)
  })

  test('with another copy of tfjs-core it registers elsewhere, and that is told', async () => {
    const elsewhere = { '@tensorflow/tfjs-node': () => ({}) }
    const picked = right(await pickWith(having({ ...elsewhere, ...CPU }), {})())
    expect(reasonFor(picked, 'node')).toMatch(/another copy of @tensorflow\/tfjs-core/)
  })

  test('libtensorflow on the processor is called what it is', async () => {
    const node = { '@tensorflow/tfjs-node': registered(false)['@tensorflow/tfjs-node-gpu'] }
    expect(right(await pickWith(having({ ...node, ...CPU }), {})())).toMatchObject({
      backend: 'node',
      device: expect.stringMatching(/^CPU \(libtensorflow/),
    })
  })
})

describe('WebGPU', () => {
  const swiftshader = { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver' }

  test('on a GPU is taken before WebAssembly', async () => {
    const gpu = dawn({ vendor: 'nvidia', architecture: 'ampere', description: '', isFallbackAdapter: false })
    expect(right(await pickWith(having({ ...gpu, ...CPU, ...WASM }), {})())).toMatchObject({
      backend: 'webgpu',
      registered: 'webgpu',
      device: 'nvidia ampere',
      isSoftware: false,
    })
    expect('navigator' in globalThis && 'gpu' in (globalThis as any).navigator).toBe(false)
  })

  test.each([
    swiftshader,
    { description: 'llvmpipe (LLVM 15.0.7, 256 bits)' },
    { description: 'Microsoft Basic Render Driver' },
    { description: 'something new', isFallbackAdapter: true },
  ])('in software is passed over: %j', async (info) => {
    const picked = right(await pickWith(having({ ...dawn(info), ...CPU, ...WASM }), {})())
    expect(picked.backend).toBe('wasm')
    expect(reasonFor(picked, 'webgpu')).toBe(
      `${info.description} (in software) is no GPU, and slower than wasm: taken only where it is preferred`,
    )
  })

  test('in software is taken where it is asked for, and says so', async () => {
    const picked = right(
      await pickWith(having({ ...dawn(swiftshader), ...CPU, ...WASM }), { prefer: ['node-gpu', 'webgpu'] })(),
    )
    expect(picked).toMatchObject({ backend: 'webgpu', device: 'SwiftShader driver (in software)', isSoftware: true })
  })

  test('without an adapter, or without its backend, is a reason', async () => {
    const without = right(await pickWith(having({ ...dawn(null), ...CPU }), {})())
    expect(reasonFor(without, 'webgpu')).toMatch(/^no adapter/)
    const { webgpu } = dawn(swiftshader)
    const half = right(await pickWith(having({ webgpu, ...CPU }), {})())
    expect(reasonFor(half, 'webgpu')).toBe('@tensorflow/tfjs-backend-webgpu is not installed')
  })
})
