import { expect, it } from 'vitest'
import { candidates } from '../../../../src/adapters/onnx/device.js'

it.each([
  ['auto', 'linux', ['cpu', 'webgpu', 'cuda'], ['cuda', 'cpu']],
  ['auto', 'linux', ['cpu', 'webgpu'], ['cpu']],
  ['auto', 'darwin', ['cpu', 'coreml'], ['coreml', 'cpu']],
  ['auto', 'win32', ['cpu', 'dml'], ['dml', 'cpu']],
  ['auto', 'freebsd', ['cpu'], ['cpu']],
  ['cuda', 'linux', ['cpu'], ['cuda']],
  ['cpu', 'linux', ['cpu', 'cuda'], ['cpu']],
] as const)('%s on %s, with %j, tries %j', (device, platform, bundled, expected) => {
  expect(candidates(device, platform, bundled)).toEqual(expected)
})
