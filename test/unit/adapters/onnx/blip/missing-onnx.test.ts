import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, it, vi } from 'vitest'
import { loadBlip } from '../../../../../src/adapters/onnx/blip/load-blip.js'
import { left } from '../huggingface/folder.js'
import { env, TINY } from './tiny-blip.js'

// What the adapter answers where the package is absent; test/package runs without the package itself.
const missing = {
  _tag: 'MissingPackage',
  package: 'onnxruntime-node',
  install: 'npm install onnxruntime-node',
} as const
vi.mock('../../../../../src/adapters/onnx/runtime.js', () => ({
  loadRuntime: (reward: string) => TE.left({ ...missing, reward }),
}))

it.each(['fp32', 'int8'] as const)(
  'without onnxruntime there is no captioner, but the command that installs it (%s)',
  async (precision) => {
    expect(left(await loadBlip({ path: TINY, env, precision })())).toEqual({ ...missing, reward: 'recaption' })
  },
)
