/**
 * Backends of tfjs, by what they are called here, in the order in which they are looked for.
 *
 * | | package | runs on |
 * | --- | --- | --- |
 * | `node-gpu` | `@tensorflow/tfjs-node-gpu` | an NVIDIA GPU, by CUDA |
 * | `node` | `@tensorflow/tfjs-node` | the processor, by libtensorflow |
 * | `webgpu` | `webgpu` (Dawn) and `@tensorflow/tfjs-backend-webgpu` | a GPU, by Vulkan, Metal or Direct3D |
 * | `wasm` | `@tensorflow/tfjs-backend-wasm` | the processor, by WebAssembly |
 * | `cpu` | `@tensorflow/tfjs-backend-cpu` | the processor, in plain JavaScript |
 *
 * @category model
 * @since 0.5.0
 */
export type BackendName = 'node-gpu' | 'node' | 'webgpu' | 'wasm' | 'cpu'

export const BACKENDS: ReadonlyArray<BackendName> = ['node-gpu', 'node', 'webgpu', 'wasm', 'cpu']

/** Those preferred first, the others in their order. */
export const inOrder = (preferred: ReadonlyArray<BackendName>): ReadonlyArray<BackendName> => [
  ...new Set([...preferred, ...BACKENDS]),
]
