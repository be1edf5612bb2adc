import { afterAll, describe, expect, test } from 'vitest'
import { loadTokenMatcher } from '../../../../../src/adapters/onnx/token-matcher/load-token-matcher.js'
import { formulaTensor } from '../../../../../src/formula/tensor.js'
import { matchRows } from '../../../../../src/text-image-matching/match-rows.js'
import { runNow } from '../../../../../src/core/steps.js'
import { matrix, type TokenMatrix } from '../../../../../src/text-image-matching/token-matrix.js'
import { tokenRows } from '../../../../../src/text-image-matching/token-rows.js'
import { right } from '../../../../golden/lpips/network.js'

const matcher = right(await loadTokenMatcher({ threads: 1 })())
afterAll(() => matcher[Symbol.asyncDispose]())

const floats = (rows: ReadonlyArray<ReadonlyArray<number>>): TokenMatrix => {
  const { shape, data } = matrix(rows)
  return { shape, data: Float32Array.from(data) }
}

const match = async (image: TokenMatrix, text: TokenMatrix) =>
  right(await matcher.match({ tokens: image, kept: undefined }, { tokens: text, kept: undefined }, {})())

describe('loadTokenMatcher', () => {
  test('finds the match of each token, the first of several as good', async () => {
    const [image, text] = [floats([[3, 4], [0, 5], [0, 1]]), floats([[0, 1], [0, 2], [-1, 0]])] // prettier-ignore
    const best = await match(image, text)
    expect([...best!.image.row]).toEqual([0, 0, 0])
    expect([...best!.text.row]).toEqual([1, 1, 1])
    for (const [k, cosine] of [0.8, 1, 1].entries()) expect(best!.image.cosine[k]).toBeCloseTo(cosine, 6)
    for (const [k, cosine] of [1, 1, 0].entries()) expect(best!.text.cosine[k]).toBeCloseTo(cosine, 6)
  })

  test('counts among the rows that count', async () => {
    const [image, text] = [floats([[9, 9], [1, 0], [0, 1]]), floats([[0, 7], [NaN, 0], [7, 0]])] // prettier-ignore
    const best = right(
      await matcher.match(
        { tokens: image, kept: Int32Array.of(1, 2) },
        { tokens: text, kept: Int32Array.of(0, 2) },
        {},
      )(),
    )
    expect([...best!.image.row]).toEqual([1, 0])
    expect([...best!.text.row]).toEqual([1, 0])
  })

  test('of more tokens than a run holds, each match is the one in float64, unless they are as close as float32', async () => {
    const tokens = (key: string, count: number): TokenMatrix => {
      const shape = [count, 20] as const
      return { shape, data: formulaTensor({ key: `blocks|${key}`, shape, scale: 1, offset: 0 }) }
    }
    const [image, text] = [tokens('I', 2500), tokens('T', 1100)]
    const rows = (given: TokenMatrix) =>
      right(
        runNow(tokenRows({ tokens: given, kept: undefined }, (value) => ({ _tag: 'NonFinite', reward: 't', value }))),
      )
    const expected = runNow(matchRows(rows(image), rows(text)))
    const best = await match(image, text)
    for (const side of ['image', 'text'] as const) {
      const { row, cosine } = expected[side]
      expect(row.length).toBe(best![side].row.length)
      const others = row.filter((match, i) => match !== best![side].row[i])
      expect(others.length).toBeLessThan(row.length / 500)
      cosine.forEach((value, i) => expect(Math.abs(best![side].cosine[i]! - value)).toBeLessThan(1e-6))
    }
  })

  test('leaves to others what it is not good for', async () => {
    expect(await match(floats([[1, 0]]), matrix([[1, 0]]))).toBeUndefined()
    expect(await match(floats([[1, 0]]), floats([[1, NaN]]))).toBeUndefined()
    expect(await match(floats([[0, 0]]), floats([[1, 0]]))).toBeUndefined()
  })

  test('tells that it is cancelled', async () => {
    const one = { tokens: floats([[1, 0]]), kept: undefined }
    expect(await matcher.match(one, one, { signal: AbortSignal.abort('enough') })()).toEqual({
      _tag: 'Left',
      left: { _tag: 'Aborted', reason: 'enough' },
    })
  })
})
