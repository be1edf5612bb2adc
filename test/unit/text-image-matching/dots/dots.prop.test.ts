import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hash32 } from '../../../../src/formula/hash.js'
import { plainDots } from '../../../../src/text-image-matching/dots/plain-dots.js'
import { wasmDots } from '../../../../src/text-image-matching/dots/wasm-dots.js'
import { matchRows } from '../../../../src/text-image-matching/match-rows.js'
import { runNow } from '../../../../src/core/steps.js'
import type { TokenValues } from '../../../../src/text-image-matching/token-matrix.js'
import { type TokenRows, tokenRows } from '../../../../src/text-image-matching/token-rows.js'

const wasm = wasmDots()!

const noise = (length: number, seed: number, kind: 'float32' | 'float64'): TokenValues => {
  const values = Array.from({ length }, (_, i) => hash32(seed, i) / 2 ** 31 - 1)
  return kind === 'float32' ? Float32Array.from(values) : Float64Array.from(values)
}

const rowsOf = (count: number, width: number, seed: number, kind: 'float32' | 'float64'): TokenRows => {
  const matrix = { shape: [count, width] as const, data: noise(count * width, seed, kind) }
  const rows = runNow(
    tokenRows({ tokens: matrix, kept: undefined }, (value) => ({ _tag: 'NonFinite', reward: 'test', value })),
  )
  if (rows._tag === 'Left') throw new Error('noise is finite')
  return rows.right
}

const kinds = fc.constantFrom('float32', 'float64')
const counts = fc.integer({ min: 1, max: 13 })

describe('sums of products in WebAssembly', () => {
  test('this engine has them', () => expect(wasm).toBeDefined())

  test('are those in TypeScript to the last bit, in any width, of any count, float32 with float64', () => {
    fc.assert(
      fc.property(
        counts,
        counts,
        fc.integer({ min: 1, max: 40 }),
        kinds,
        kinds,
        fc.nat(),
        (n, m, width, a, b, seed) => {
          const [image, text] = [rowsOf(n, width, seed, a), rowsOf(m, width, seed + 1, b)]
          expect(runNow(matchRows(image, text, wasm))).toEqual(runNow(matchRows(image, text, plainDots)))
        },
      ),
    )
  })

  test.each([
    [5, 700, 4001],
    [3, 5, 120_001],
    [9, 1200, 1024],
  ])('%d tokens and %d of width %d, more than fit into its memory at once', (n, m, width) => {
    const [image, text] = [rowsOf(n, width, 1, 'float32'), rowsOf(m, width, 2, 'float32')]
    expect(wasm.capacity(width)).toBeLessThan(m)
    expect(runNow(matchRows(image, text, wasm))).toEqual(runNow(matchRows(image, text, plainDots)))
  })

  test('a row that does not fit at all is left to TypeScript', () => {
    expect(wasm.capacity(1_000_000)).toBe(0)
    const [image, text] = [rowsOf(1, 1_000_000, 1, 'float32'), rowsOf(2, 1_000_000, 2, 'float32')]
    expect(runNow(matchRows(image, text))).toEqual(runNow(matchRows(image, text, plainDots)))
  })

  test('two runs that take turns do not disturb one another', () => {
    const pair = (seed: number) => [rowsOf(300, 512, seed, 'float32'), rowsOf(120, 512, seed + 1, 'float32')] as const
    const [first, second] = [pair(1), pair(3)]
    const runs = [matchRows(...first, wasm), matchRows(...second, wasm)]
    const found: Array<unknown> = [undefined, undefined]
    let turns = 0
    while (found.includes(undefined)) {
      runs.forEach((run, i) => {
        const step = run.next()
        if (step.done === true) found[i] ??= step.value
        else turns++
      })
    }
    expect(turns).toBeGreaterThan(2)
    expect(found).toEqual([runNow(matchRows(...first, plainDots)), runNow(matchRows(...second, plainDots))])
  })
})
