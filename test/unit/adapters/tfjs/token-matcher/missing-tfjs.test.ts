import { expect, test, vi } from 'vitest'
import { loadTensorMatcher } from '../../../../../src/adapters/tfjs/token-matcher/load-tensor-matcher.js'
import { loadTensorTextImageMatching } from '../../../../../src/adapters/tfjs/token-matcher/load-tensor-text-image-matching.js'

// What the adapter answers where the package is absent; test/package runs without the package itself.
vi.mock('../../../../../src/adapters/native/resolve-package.js', () => ({ isInstalled: () => false }))

test('without tfjs-core there is no matcher, but the command that installs it', async () => {
  const left = {
    _tag: 'MissingPackage',
    reward: 'text-image-matching',
    package: '@tensorflow/tfjs-core',
    install: 'npm install @tensorflow/tfjs-core',
  }
  expect(await loadTensorMatcher()()).toEqual({ _tag: 'Left', left })
  expect(await loadTensorTextImageMatching()()).toEqual({ _tag: 'Left', left })
})
