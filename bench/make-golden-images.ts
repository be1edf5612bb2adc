/**
 * Makes bench/golden/images, the golden data of `ssim` and `lpips` shipped with the package: out of the goldens of the family ssim
 * (`CORL_GOLDENS`, else the folder beside the repository), and out of test/golden/lpips. All images and weights follow from formulas.
 *
 *   npx tsx bench/make-golden-images.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GoldenFile } from '../src/cli/bench/agreement.js'
import { goldensRoot } from '../test/golden/support.js'

type Made = GoldenFile['cases'][number]

const out = fileURLToPath(new URL('golden/images/', import.meta.url))
mkdirSync(out, { recursive: true })

const write = (name: string, { cases, ...head }: GoldenFile): void => {
  const lines = cases.map((golden) => JSON.stringify(golden)).join(',\n')
  const text = `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines}\n]}\n`
  writeFileSync(join(out, name), text)
  console.log(`${name}: ${cases.length} cases, ${Math.round(text.length / 1000)} kB`)
}

const caseOf = (a: string, b: string, expected: Made['expected']): Made => ({
  id: `${a} | ${b}`,
  sample: { image: b, reference: a },
  expected,
})

/** Small images for SSIM; MS-SSIM needs 176 pixels a side. */
const isSmall = (name: string): boolean => name.includes('64x64')
const isMedium = (name: string): boolean => /^(discs|checker) 224x224/.test(name)

const ssim = JSON.parse(readFileSync(join(goldensRoot(), 'ssim', 'values.json'), 'utf8')) as {
  versions: Record<string, string>
  pairs: ReadonlyArray<Record<string, any>>
}
write('ssim.json', {
  origin: 'torchmetrics on images by formula, in float64, with its defaults and data_range=1',
  versions: ssim.versions,
  tolerance: 1e-6,
  toleranceReason: 'sums in another order; the same program in float32 differs by 2e-4',
  reward: 'ssim',
  images: 'formula',
  variants: { ssim: 'ssim', 'ms-ssim': { ssim: { measure: 'ms-ssim' } } },
  cases: ssim.pairs
    .filter(({ a }) => isSmall(a) || isMedium(a))
    .map(({ a, b, ssim_f64, ms_ssim_f64 }) =>
      caseOf(a, b, isSmall(a) ? { ssim: ssim_f64 } : { ssim: ssim_f64, 'ms-ssim': ms_ssim_f64 }),
    ),
})

const NETS = ['alex', 'squeeze', 'vgg'] as const
const files = NETS.map(
  (net) =>
    JSON.parse(readFileSync(new URL(`../test/golden/lpips/values_${net}.json`, import.meta.url), 'utf8')) as {
      origin: string
      pairs: ReadonlyArray<{ a: string; b: string; lpips_f32: number; torchmetrics_f32: number }>
    },
)
write('lpips.json', {
  origin: files[0]!.origin,
  versions: { lpips: '0.1.4', torchmetrics: '1.9.0' },
  tolerance: 1e-6,
  toleranceReason: '16 times the noise of float32',
  reward: 'lpips',
  images: 'formula',
  variants: Object.fromEntries(
    NETS.flatMap((net) => [
      [`${net}, official guard`, { lpips: { net, weights: 'formula' } }],
      [`${net}, guard of torchmetrics`, { lpips: { net, weights: 'formula', guard: 'torchmetrics' } }],
    ]),
  ),
  cases: files[0]!.pairs.map(({ a, b }, i) =>
    caseOf(
      a,
      b,
      Object.fromEntries(
        NETS.flatMap((net, k) => {
          const { lpips_f32, torchmetrics_f32 } = files[k]!.pairs[i]!
          return [
            [`${net}, official guard`, 1 - lpips_f32],
            [`${net}, guard of torchmetrics`, 1 - torchmetrics_f32],
          ]
        }),
      ),
    ),
  ),
})
