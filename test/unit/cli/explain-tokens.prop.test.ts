import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { leastCosine } from '../../../src/cli/explain/least-cosine.js'
import { cosinesOf, matchedTokens, meanOfPairs } from '../../../src/cli/explain/matched-tokens.js'
import { bestMatches } from '../../../src/text-image-matching/best-matches.js'
import { matrix } from '../../../src/text-image-matching/token-matrix.js'

const context = { signal: new AbortController().signal }

const rows = (width: number) =>
  fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 7,
  })

const sample = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({ imageTokens: rows(width), textTokens: rows(width) }).chain((tokens) => {
    const mask = ({ length }: ReadonlyArray<unknown>) =>
      fc
        .array(fc.integer({ min: 0, max: 1 }), { minLength: length, maxLength: length })
        .filter((flags) => flags.includes(1))
    return fc.record({
      imageTokens: fc.constant(tokens.imageTokens),
      textTokens: fc.constant(tokens.textTokens),
      imageMask: mask(tokens.imageTokens),
      textMask: mask(tokens.textTokens),
    })
  }),
)

const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

it('what is shown is what `bestMatches` finds', async () => {
  await fc.assert(
    fc.asyncProperty(sample, async (given) => {
      const { image, text, best } = right(await matchedTokens(given, {}, context))!
      const found = right(
        bestMatches(matrix(given.imageTokens), matrix(given.textTokens), {
          imageMask: given.imageMask,
          textMask: given.textMask,
        }),
      )
      expect(best.text.cosine).toEqual(found.text.cosine)
      expect(best.image.cosine).toEqual(found.image.cosine)
      expect(best.text.row.map((row) => image.kept[row]!)).toEqual(found.text.match)
      expect(best.image.row.map((row) => text.kept[row]!)).toEqual(found.image.match)
    }),
  )
})

it('the greatest cosine of a word is its best one, and the mean of all maps is that of all pairs', async () => {
  await fc.assert(
    fc.asyncProperty(sample, async (given) => {
      const matched = right(await matchedTokens(given, {}, context))!
      let sum = 0
      for (const [k, cosine] of matched.best.text.cosine.entries()) {
        const map = right(await cosinesOf(matched, k, context))
        expect(Math.max(...map)).toBe(cosine)
        expect(map[matched.best.text.row[k]!]).toBe(cosine)
        sum += map.reduce((total, value) => total + value, 0) / map.length
      }
      expect(meanOfPairs(matched)).toBeCloseTo(sum / matched.best.text.cosine.length, 9)
    }),
  )
})

it('the bound moves and stretches with the cosines', () => {
  const cosine = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(cosine, { minLength: 1 }),
      cosine,
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      cosine,
      (best, mean, a, b) => {
        const of = (value: number): number => a * value + b
        expect(leastCosine(best.map(of), of(mean), 2)).toBeCloseTo(of(leastCosine(best, mean, 2)!), 9)
      },
    ),
  )
})
