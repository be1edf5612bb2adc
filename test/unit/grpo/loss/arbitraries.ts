import * as fc from 'fast-check'

export const numbers = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

/** Rows of numbers, as many as there are completions and tokens. */
export type Grid = Array<Array<number>>

/** Makes what a batch of some rows and columns has. */
export interface Sizes {
  readonly grid: (value: fc.Arbitrary<number>) => fc.Arbitrary<Grid>
  /** One a row. */
  readonly rows: (value: fc.Arbitrary<number>) => fc.Arbitrary<Array<number>>
}

/** Small batches, whose fields `fields` makes. */
export const batchesOf = <B>(fields: (sizes: Sizes) => { [K in keyof B]: fc.Arbitrary<B[K]> }): fc.Arbitrary<B> =>
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).chain(([count, columns]) => {
    const list = <A>(value: fc.Arbitrary<A>, length: number): fc.Arbitrary<Array<A>> =>
      fc.array(value, { minLength: length, maxLength: length })
    const sizes: Sizes = {
      grid: (value) => list(list(value, columns), count),
      rows: (value) => list(value, count),
    }
    return fc.record(fields(sizes))
  })
