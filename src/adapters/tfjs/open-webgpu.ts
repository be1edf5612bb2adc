import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type Candidate, firstLine, loaded, type Opened } from './candidate.js'

/** What an adapter says of itself. */
interface AdapterInfo {
  readonly vendor?: string
  readonly architecture?: string
  readonly description?: string
  readonly isFallbackAdapter?: boolean
}

interface Adapter {
  readonly info: AdapterInfo
  readonly limits: Readonly<Record<string, number>>
  readonly features: ReadonlySet<string>
  readonly requestDevice: (wanted: object) => Promise<object>
}

interface Gpu {
  readonly requestAdapter: (wanted: object) => Promise<Adapter | null>
}

/** As much of the package `webgpu` as is used here. */
interface Dawn {
  readonly create: (options: ReadonlyArray<string>) => Gpu
  readonly globals: object
}

/** As much of `@tensorflow/tfjs-backend-webgpu` as is used here. */
interface BackendPackage {
  readonly WebGPUBackend: new (device: object, info: AdapterInfo) => tf.KernelBackend
}

/** Limits that default to far less than devices have: a buffer of 128 MB would be one of them. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
]

/** Drivers that compute on the processor: SwiftShader, Mesa's llvmpipe, Direct3D's WARP. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i

/** Dawn lives as long as it is referred to. */
const held = new Set<object>()

const NO_ADAPTER = 'no adapter: no driver for Vulkan, Metal or Direct3D 12 was found'

/** WebGPU by Dawn. */
export const openWebgpu: Candidate = async (load) => {
  const dawn = await loaded<Dawn>(load, 'webgpu')
  if (E.isLeft(dawn)) return dawn
  try {
    // Names of constants and classes, which the backend reads from there.
    Object.assign(globalThis, dawn.right.globals)
    const gpu = dawn.right.create([])
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
    if (adapter === null) return E.left(NO_ADAPTER)
    return await withNavigator(gpu, async () => {
      const backend = await loaded<BackendPackage>(load, '@tensorflow/tfjs-backend-webgpu')
      return E.isLeft(backend) ? backend : E.right(await register(gpu, adapter, backend.right))
    })
  } catch (cause) {
    return E.left(firstLine(cause))
  }
}

const register = async (gpu: Gpu, adapter: Adapter, { WebGPUBackend }: BackendPackage): Promise<Opened> => {
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: ['timestamp-query'].filter((name) => adapter.features.has(name)),
  })
  const { info } = adapter
  const backend = new WebGPUBackend(device, info)
  // The package registers one that looks for a browser's own.
  if (tf.engine().registryFactory['webgpu'] !== undefined) tf.removeBackend('webgpu')
  tf.registerBackend('webgpu', () => backend)
  held.add(gpu)
  const isSoftware = info.isFallbackAdapter === true || SOFTWARE.test(named(info))
  return { registered: 'webgpu', device: `${named(info)}${isSoftware ? ' (in software)' : ''}`, isSoftware }
}

const named = ({ vendor = '', architecture = '', description = '' }: AdapterInfo): string =>
  [description, [vendor, architecture].filter((word) => word !== '').join(' ')].find((name) => name !== '') ??
  'an adapter without a name'

/** The backend asks `navigator.gpu` whether there is WebGPU. It is there meanwhile, and taken away again. */
const withNavigator = async <A>(gpu: Gpu, run: () => Promise<A>): Promise<A> => {
  const owner = globalThis as { navigator?: object }
  const { navigator } = owner
  if (navigator !== undefined && 'gpu' in navigator) return run()
  if (navigator === undefined) owner.navigator = { gpu }
  else Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  try {
    return await run()
  } finally {
    if (navigator === undefined) delete owner.navigator
    else delete (navigator as { gpu?: unknown }).gpu
  }
}
