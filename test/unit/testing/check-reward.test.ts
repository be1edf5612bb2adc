import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { constant, failed, fromPointwise, type Outcome, type Reward, scored, skipped } from '../../../src/core/index.js'
import { checkReward, type Law } from '../../../src/testing/index.js'
import { check, each, good, laws, meta, raise, raw, samples, unit } from './wild.js'

describe('checkReward', () => {
  it('finds nothing wrong with a sound reward', async () => {
    expect(await check(good)).toEqual([])
    expect(await checkReward(constant(1), [])).toEqual([])
    const pointwise = fromPointwise<number>({ name: 'p', range: unit }, (sample) => sample)
    expect(await checkReward(pointwise, samples)).toEqual([])
  })

  it('empty', async () => {
    expect(
      await check(raw((batch) => (batch.length === 0 ? raise('no rows') : E.right(batch.map((n) => scored(n)))))),
    ).toEqual([{ law: 'empty', message: 'scoring threw or rejected: Error: no rows' }])
    expect(await laws(each((_, row) => scored(row / 9)))).not.toContain('empty')
    const padded = raw((batch) => E.right([...batch, ...(batch.length === 0 ? [1] : [])].map((n) => scored(n))))
    expect(await check(padded)).toEqual([{ law: 'empty', message: '1 outcomes for 0 samples' }])
  })

  it('singles: a score that depends on who else is there, or on the place', async () => {
    expect(await check(each((_, row) => scored(row / 10)))).toContainEqual({
      law: 'singles',
      message: 'Scored 0.1 in a batch, Scored 0 alone',
      sample: 1,
    })
    const ranked = raw((batch) => E.right(batch.map((n) => scored(n / Math.max(...batch, 0.1)))))
    expect(await laws(ranked)).toContain('singles')
  })

  it('permutation: outcomes in another order than the samples', async () => {
    const sorted = raw((batch) => E.right([...batch].sort((a, b) => a - b).map((n) => scored(n))))
    expect(await laws(sorted)).toEqual(['permutation'])
    // Repeated samples are scored like the first of them.
    const once = raw((batch) => E.right(batch.map((n, i) => scored(batch.indexOf(n) === i ? n : 1))))
    expect(await laws(once)).toEqual(['permutation'])
  })

  it('deterministic', async () => {
    let calls = 0
    const drifting = raw((batch) => E.right(batch.map((n) => scored(batch.length === 4 && n === 0 ? calls++ / 99 : n))))
    expect(await check(drifting)).toEqual([
      { law: 'deterministic', message: `Scored 0 in a batch, Scored ${1 / 99} again`, sample: 0 },
    ])
    const declared = { ...drifting, meta: { ...meta, deterministic: false } }
    expect(await check(declared)).toEqual([])
  })

  it('case, skip code and error tag are compared, not only values', async () => {
    for (const [whole, alone, message] of [
      [scored(0), skipped('missing-field', ''), 'Scored 0 in a batch, Skipped missing-field alone'],
      [
        skipped('gate-closed', ''),
        skipped('missing-field', ''),
        'Skipped gate-closed in a batch, Skipped missing-field alone',
      ],
      [
        failed({ _tag: 'Aborted', reason: '' }),
        failed({ _tag: 'Timeout', reward: '', timeoutMs: 1 }),
        'Failed Aborted in a batch, Failed Timeout alone',
      ],
    ] as ReadonlyArray<readonly [Outcome, Outcome, string]>)
      expect(
        await check(raw((batch) => E.right(batch.map(() => (batch.length === 1 ? alone : whole))))),
      ).toContainEqual({
        law: 'singles',
        message,
        sample: 0,
      })
  })

  it('tolerance: how far values may lie apart', async () => {
    const rough = raw((batch) => E.right(batch.map((n) => scored(n * (1 - batch.length / 1e6)))))
    expect(await laws(rough)).toContain('singles')
    expect(await check(rough, { bad: [], tolerance: 1e-4 })).toEqual([])
  })

  it('seed: of the order', async () => {
    const orders: Array<string> = []
    const watching = each((n) => scored(n))
    const spied: Reward<number> = {
      ...watching,
      score: (batch, context) => {
        if (batch.length === 8) orders.push(batch.join())
        return watching.score(batch, context)
      },
    }
    for (const seed of [1, 1, 2, -3]) await check(spied, { bad: [], seed })
    expect(orders).toHaveLength(4)
    expect(orders[0]).toBe(orders[1])
    expect(new Set(orders).size).toBe(3)
    expect([...(orders[0] as string).split(',')].sort()).toEqual(['0', '0', '0.25', '0.25', '0.5', '0.5', '1', '1'])
  })

  describe('isolation', () => {
    it('a bad sample that takes the batch along', async () => {
      const fragile = raw((batch) => E.right(batch.map((n) => scored(Number(n.toFixed(2))))))
      expect(await check(fragile, { bad: [null] })).toEqual([
        {
          law: 'isolation',
          message: expect.stringMatching(/^beside bad sample 0: scoring threw or rejected: TypeError/),
        },
      ])
    })

    it('a bad sample that spoils its neighbours', async () => {
      const averaging = each((n) => scored(n))
      const spoilt = raw((batch) =>
        batch.includes(null as never) ? E.right(batch.map(() => scored(0))) : E.right(batch.map((n) => scored(n))),
      )
      expect(await check(averaging, { bad: [0.5, 1] })).toEqual([])
      expect(await check(spoilt, { bad: [null] })).toContainEqual({
        law: 'isolation',
        message: 'Scored 1 in a batch, Scored 0 beside bad sample 0',
        sample: 3,
      })
    })

    it('a bad sample with an outcome that is none has no index among the good ones', async () => {
      const leaking = each((n) => scored(typeof n === 'number' ? n : NaN))
      expect(await check(leaking, { bad: ['x'] })).toEqual([
        { law: 'isolation', message: 'beside bad sample 0: the value is NaN' },
      ])
    })

    it('stands at every place in turn', async () => {
      const places = new Set<number>()
      const watching = raw((batch) => {
        if (batch.includes(null as never)) places.add(batch.indexOf(null as never))
        return E.right(batch.map((n) => scored(Math.max(0, n))))
      })
      await check(watching, { bad: Array(6).fill(null) })
      expect(places).toEqual(new Set([0, 1, 2, 3, 4]))
    })

    it('the default ones make a reward fail that reads carelessly', async () => {
      const careless: Reward<{ readonly completion: string }> = raw((batch) =>
        E.right(batch.map((sample) => scored((sample as unknown as { completion: string }).completion.length / 9))),
      ) as never
      const found = await checkReward(careless, [{ completion: 'a' }])
      expect(new Set(found.map(({ law }) => law))).toEqual(new Set<Law>(['isolation']))
      const careful = fromPointwise<{ readonly completion: string }>(meta, (sample) => sample.completion.length / 9)
      expect(await checkReward(careful, [{ completion: 'a' }])).toEqual([])
    })
  })
})
