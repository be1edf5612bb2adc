import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileWasm, WASM_SOURCES } from '../../scripts/build-wasm.js'

test.each(WASM_SOURCES)(
  'the committed $target is what $source compiles to',
  async (wasm) => {
    const committed = readFileSync(new URL(`../../src/${wasm.target}`, import.meta.url), 'utf8')
    expect(await compileWasm(wasm)).toBe(committed)
  },
  60_000,
)
