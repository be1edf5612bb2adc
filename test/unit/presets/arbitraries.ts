import fc from 'fast-check'
import type { RewardSpec } from '../../../src/presets/index.js'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 })
const positive = fc.integer({ min: 1, max: 50 })
const variant = fc.constantFrom('paper', 'released')

/** Options of one reward, each there or not. */
const options = (model: Record<string, fc.Arbitrary<unknown>>, required: Array<string> = []) =>
  fc.record(model, { requiredKeys: required })

const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('format', 'format-tags', 'think-format', 'mcq', 'open-ended', 'exact', 'containment', 'repetition'),
  options({ variant }).map((o) => ({ format: o })),
  options({
    variant,
    branch: fc.constantFrom('training', 'mc'),
    credit: fc.constantFrom('flat', 'graded'),
  }).map((o) => ({ mcq: o })),
  options({
    words: fc.constantFrom('exact', 'stemmed'),
    threshold: fc.double({ min: 0, max: 1, noNaN: true }),
    variant,
  }).map((o) => ({ 'open-ended': o })),
  options({
    unit: fc.constantFrom('tokens', 'words'),
    maxPenalty: fc.constantFrom(-1, -0.5, 0),
    ngramSize: positive,
  }).map((o) => ({ repetition: o })),
  options({ cacheLength: positive, maxCompletionLength: positive }, ['cacheLength', 'maxCompletionLength']).map(
    (o) => ({
      overlong: o,
    }),
  ),
  options({ format: options({ variant }), mcq: options({ variant }) }).map((o) => ({ 'corl/stage2-mcq': o })),
  options({
    judge: fc.constantFrom('spice', { spice: {} }, { named: ['spice', 'judge'] }),
    ssim: fc.constant({ size: 16 }),
  }).map((o) => ({
    'corl/cycle-lite': o,
  })),
  finite.map((value) => ({ constant: value })),
)

const skips = fc.constantFrom('strict', 'trl', 'renormalize')

/** Specs that load, as a user may write them: options in any order, defaults written out or not. */
export const specs: fc.Arbitrary<RewardSpec> = fc
  .letrec<{ spec: unknown }>((tie) => {
    const spec = tie('spec')
    const list = fc.array(spec, { maxLength: 3 })
    return {
      spec: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        options({ skips, weightedSum: fc.array(fc.tuple(finite, spec), { maxLength: 3 }) }, ['weightedSum']),
        options({ skips, sum: list }, ['sum']),
        options({ skips: fc.constantFrom('strict', 'trl'), product: list }, ['product']),
        fc.tuple(spec, finite).map((scale) => ({ scale })),
        fc.tuple(spec, finite, finite).map(([s, a, b]) => ({ clamp: [s, Math.min(a, b), Math.max(a, b)] })),
        fc.constantFrom('format', 'mcq').map((normalize) => ({ normalize })),
        options({ otherwise: finite, gate: fc.tuple(spec, spec), threshold: finite }, ['gate', 'threshold']),
        options({ on: fc.constantFrom('failed', 'skipped', 'both'), fallback: fc.tuple(spec, spec) }, ['fallback']),
        options({ maxEntries: positive, cached: spec }, ['cached']),
        fc.tuple(spec, positive).map(([s, n]) => ({ timeout: [s, n * 1000] })),
        options({ delayMs: positive, attempts: positive, retry: spec }, ['retry']),
        options({ batchSize: positive, limit: positive, concurrency: spec }, ['limit', 'concurrency']),
        fc.tuple(spec, fc.string({ minLength: 1, maxLength: 10 })).map((named) => ({ named })),
        options({ correct: fc.constantFrom('exact', { mcq: {} }), maxLength: positive }, ['correct', 'maxLength']).map(
          (o) => ({ 'length-cosine': o }),
        ),
      ),
    }
  })
  .spec.map((spec) => spec as RewardSpec)
