import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { useReferenceBackend } from '../../../../src/adapters/tfjs/reference-backend.js'

test('computes in plain JavaScript, whatever was set before', async () => {
  await import('@tensorflow/tfjs-backend-wasm')
  await tf.setBackend('wasm')
  expect(await useReferenceBackend('grpo')()).toMatchObject({ right: { registered: 'cpu', isSoftware: false } })
  expect(tf.getBackend()).toBe('cpu')
})
