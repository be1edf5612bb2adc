import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compilePasses } from '../../../../scripts/build-wasm.js'

test('the committed WebAssembly is what the committed source compiles to', async () => {
  const committed = readFileSync(new URL('../../../../src/image/resize/passes-wasm.ts', import.meta.url), 'utf8')
  expect(await compilePasses()).toBe(committed)
}, 60_000)
