import { expect, it } from 'vitest'
import { shuffledIndices } from '../../../src/testing/shuffle.js'

it('is a permutation that hangs on the seed alone', () => {
  for (const n of [0, 1, 2, 7, 100])
    for (const seed of [0, 1, -1, 2.5, 2 ** 40]) {
      const indices = shuffledIndices(n, seed)
      expect([...indices].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
      expect(shuffledIndices(n, seed)).toEqual(indices)
    }
})

it('every order of three comes about as often as the others', () => {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 6000; seed++) {
    const order = shuffledIndices(3, seed).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
