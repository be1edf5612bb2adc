import { expect, test, vi } from 'vitest'
import { encodePng } from '../../../../src/adapters/image/encode-png.js'
import { sharpMissing } from '../../../../src/adapters/image/load-sharp.js'
import { read, RED_PNG, refusal } from './support.js'

// What Node says where the package is absent; test/package runs without the package itself.
vi.mock('../../../../src/adapters/image/load-sharp.js', async (original) => ({
  ...(await original<object>()),
  loadSharp: () =>
    Promise.reject(Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' })),
}))

const RED = { range: 'uint8', width: 1, height: 1, data: new Uint8Array([255, 0, 0]) } as const

test('without sharp an encoded image fails with the command that installs it', async () => {
  expect(await refusal(RED_PNG)).toEqual({
    _tag: 'MissingPackage',
    reward: 'lpips',
    package: 'sharp',
    install: 'npm install sharp',
  })
})

test('sharp without its native part for this machine is missing, too; what else goes wrong there is told as it is', () => {
  const native = new Error('Could not load the "sharp" module using the linux-x64 runtime')
  expect(sharpMissing('lpips', native)).toMatchObject({ _tag: 'MissingPackage' })
  expect(sharpMissing('lpips', new Error('out of memory'))).toMatchObject({ _tag: 'Unexpected' })
})

test('without sharp no PNG is written', async () => {
  expect(await encodePng(RED)()).toMatchObject({ left: { _tag: 'MissingPackage', package: 'sharp' } })
})

test('without sharp pixels and images are read', async () => {
  expect(await read({ data: [255, 0, 0], width: 1, height: 1 })).toEqual(RED)
  expect(await read(RED)).toBe(RED)
})
