import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  cached,
  clamp,
  concurrency,
  contramap,
  fallback,
  fromPointwise,
  gate,
  mapScore,
  named,
  normalize,
  product,
  type Reward,
  retry,
  scale,
  sum,
  timeout,
  weightedSum,
} from '../../../src/core/index.js'
import { run, unit } from './stub.js'

/** What the library promises, from the moment the caller meant to cancel. */
const PROMISED_MS = 50

const burnMs = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

const burning = (name: string): Reward<unknown> =>
  fromPointwise({ name, range: unit }, () => {
    burnMs(1)
    return 0.5
  })

const hanging = (name: string): Reward<unknown> =>
  fromPointwise({ name, range: unit }, () => new Promise<number>(() => undefined))

type Wrap = (reward: Reward<unknown>) => Reward<unknown>

const wraps: Readonly<Record<string, Wrap>> = {
  itself: (reward) => reward,
  'sum of 12': (reward) => sum(Array.from({ length: 12 }, () => reward)),
  weightedSum: (reward) =>
    weightedSum(
      [
        [0.5, reward],
        [2, reward],
      ],
      { skips: 'trl' },
    ),
  product: (reward) => product([reward, reward]),
  scale: (reward) => scale(reward, 2),
  clamp: (reward) => clamp(reward, 0, 0.5),
  normalize,
  mapScore: (reward) => mapScore(reward, (value) => value / 2, { range: unit }),
  named: (reward) => named(reward, 'n'),
  contramap: (reward) => contramap(reward, (sample: unknown) => sample),
  gate: (reward) => gate(reward, reward, { threshold: 0 }),
  fallback: (reward) => fallback(reward, reward, { on: 'both' }),
  cached,
  retry: (reward) => retry(reward, { delayMs: 60_000 }),
  timeout: (reward) => timeout(reward, 60_000),
  concurrency: (reward) => concurrency(reward, { limit: 4, batchSize: 100 }),
}

/** How long after the moment of cancelling a run of thousands of samples answers. A burnt second would show. */
const lateness = async (reward: Reward<unknown>, afterMs: number): Promise<number> => {
  const batch = Array.from({ length: 4000 }, (_, i) => ({ completion: i }))
  const controller = new AbortController()
  const due = performance.now() + afterMs
  setTimeout(() => controller.abort('enough'), afterMs)
  expect(await run(reward, batch, { signal: controller.signal })).toEqual({
    _tag: 'Left',
    left: { _tag: 'Aborted', reason: 'enough' },
  })
  return performance.now() - due
}

/** The machine may be busy with others: the law is broken where it is broken every time. */
const best = async (reward: () => Reward<unknown>, afterMs: number): Promise<number> => {
  let least = Infinity
  for (let tries = 0; tries < 4 && least > PROMISED_MS; tries++)
    least = Math.min(least, await lateness(reward(), afterMs))
  return least
}

it.each(Object.entries(wraps))('%s: a judge that burns 1 ms a sample is cancelled within 50 ms', async (_, wrap) => {
  expect(await best(() => wrap(burning('burning')), 20)).toBeLessThanOrEqual(PROMISED_MS)
})

it.each(Object.entries(wraps))('%s: a judge that hangs is cancelled within 50 ms', async (_, wrap) => {
  expect(await best(() => wrap(hanging('hanging')), 5)).toBeLessThanOrEqual(PROMISED_MS)
})

it('combinators in combinators are cancelled within 50 ms', async () => {
  const { 'sum of 12': _, ...others } = wraps
  const nested = fc.array(fc.constantFrom(...Object.values(others)), {
    minLength: 2,
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(nested, fc.boolean(), async (layers, burns) => {
      const reward = (): Reward<unknown> =>
        layers.reduce((inner, wrap) => wrap(inner), burns ? burning('burning') : hanging('hanging'))
      expect(await best(reward, 10)).toBeLessThanOrEqual(PROMISED_MS)
    }),
    { numRuns: 25 },
  )
})
