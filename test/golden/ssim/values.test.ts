import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../src/core/index.js'
import type { Image } from '../../../src/image/image.js'
import { mse, msSsim, psnr, slidingRmse, ssim } from '../../../src/ssim/index.js'
import { findGoldens, goldensRoot } from '../support.js'
import { imageNamed } from '../formula-name.js'

/** Both sides compute in double; what is left is the order of sums. */
const TOLERANCE = 1e-6

/** Numbers, `Infinity` as text. */
type Pair = Readonly<Record<string, number | string>> & { readonly a: string; readonly b: string }

const MEASURES: ReadonlyArray<readonly [string, (a: Image, b: Image) => Either<RewardError, number>]> = [
  ['ssim', ssim],
  ['ms_ssim', msSsim],
  ['psnr', psnr],
  ['mse', mse],
  ['rmse_sliding_window_8', slidingRmse],
]

const check = (pair: Pair, run: string): void => {
  const [a, b] = [imageNamed(pair.a, run), imageNamed(pair.b, run)]
  for (const [name, measure] of MEASURES) {
    const expected = pair[`${name}_f64`]
    const value = measure(a, b)
    if (pair[`${name}_raises`] !== undefined) {
      expect(value, name).toMatchObject({ left: { _tag: 'InvalidInput' } })
    } else if (expected === 'Infinity') {
      expect(value, name).toEqual({ _tag: 'Right', right: Infinity })
    } else if (expected !== undefined) {
      expect(value, name).toMatchObject({ _tag: 'Right' })
      const received = value._tag === 'Right' ? value.right : NaN
      expect(Math.abs(received - Number(expected)), `${name}: ${received} for ${expected}`).toBeLessThanOrEqual(
        TOLERANCE,
      )
    }
  }
}

describe('SSIM, MS-SSIM, PSNR, MSE, sliding RMSE', () => {
  const paths = findGoldens(goldensRoot(), 'ssim', /values.*\.json$/)
  if (paths.length === 0) {
    console.info('golden ssim: skipped, no values file')
    test.skip('no values file')
  }
  for (const path of paths) {
    const file = JSON.parse(readFileSync(path, 'utf8')) as { images_run: string; pairs: ReadonlyArray<Pair> }
    test.each(file.pairs.map((pair) => [pair.a, pair.b, pair] as const))(`${basename(path)}: %s | %s`, (_a, _b, pair) =>
      check(pair, file.images_run),
    )
  }
})
