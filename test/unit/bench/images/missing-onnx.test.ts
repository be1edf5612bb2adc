import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test, vi } from 'vitest'
import { measureLpips } from '../../../../src/cli/bench/images/lpips.js'
import { QUICK_IMAGES } from '../../../../src/cli/bench/images/parts.js'

// What the adapter answers where the package is absent; test/package runs without the package itself.
vi.mock('../../../../src/adapters/onnx/runtime.js', () => ({
  loadRuntime: (reward: string) =>
    TE.left({
      _tag: 'MissingPackage',
      reward,
      package: 'onnxruntime-node',
      install: 'npm install onnxruntime-node',
    }),
}))

test('without onnxruntime the networks are told with the command that installs it', async () => {
  const measured = measureLpips(
    'squeeze',
    QUICK_IMAGES,
    () => expect.unreachable(),
    () => undefined,
  )
  expect(await measured).toEqual({
    missing: { reason: 'the package onnxruntime-node is not installed', command: 'npm install onnxruntime-node' },
  })
})
