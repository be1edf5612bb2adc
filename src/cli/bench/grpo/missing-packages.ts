import type { BackendName } from '../../../adapters/tfjs/backend-name.js'
import { isInstalled as installedHere } from '../../../adapters/native/resolve-package.js'
import type { Obstacle } from '../obstacle.js'

/** What each backend needs beside tfjs itself. */
const PACKAGES: Readonly<Record<BackendName, ReadonlyArray<string>>> = {
  'node-gpu': ['@tensorflow/tfjs-node-gpu'],
  node: ['@tensorflow/tfjs-node'],
  webgpu: ['webgpu', '@tensorflow/tfjs-backend-webgpu'],
  wasm: ['@tensorflow/tfjs-backend-wasm'],
  cpu: ['@tensorflow/tfjs-backend-cpu'],
}

/** The packages of a backend that are not here, and the command that installs them. */
export const missingPackages = (backend: BackendName, isInstalled = installedHere): Obstacle | undefined => {
  const absent = PACKAGES[backend].filter((name) => !isInstalled(name))
  if (absent.length === 0) return undefined
  const names = absent.join(' and ')
  return {
    reason: absent.length === 1 ? `the package ${names} is not installed` : `the packages ${names} are not installed`,
    command: `npm install ${absent.join(' ')}`,
  }
}
