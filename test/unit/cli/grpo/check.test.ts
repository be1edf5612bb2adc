import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { corl, file, jsonl } from '../run-in-process.js'
import { advantageDumps, type Dump, lossDumps } from './dumps.js'

const check = (dumps: ReadonlyArray<unknown>, ...args: ReadonlyArray<string>) =>
  corl(['grpo', 'check', '--against', '-', ...args], jsonl(...dumps))

/** [2, 0, 0, 2] in groups of 2: the deviation is sqrt(2), or 1 with ddof 0. */
const REWARDS = { rewards: [2, 0, 0, 2], config: { num_generations: 2 } }
const RIGHT = 1 / (Math.SQRT2 + 1e-4)
const BIASED = 1 / (1 + 1e-4)

const LOSS = {
  log_probs: [[-1, -2]],
  old_log_probs: [[-1, -3]],
  advantages: [1],
  completion_mask: [[1, 1]],
  config: { loss_type: 'grpo' },
}
const LOSS_OUT = {
  ratios: [[1, Math.E]],
  per_token_loss: [[-1, -1.2]],
  loss: -1.1,
  grad_per_token_logps: [[-0.5, 0]],
  metrics: { 'clip_ratio/high_mean': 0.5, 'clip_ratio/low_mean': 0 },
}

const mapNumbers = (value: any, f: (x: number) => number): any =>
  typeof value === 'number'
    ? f(value)
    : Array.isArray(value)
      ? value.map((item) => mapNumbers(item, f))
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapNumbers(item, f)]))
        : value

describe('corl grpo check', () => {
  it('says what agrees, and in which type of numbers', async () => {
    const { code, out, err } = await check([
      { ...REWARDS, advantages: [RIGHT, -RIGHT, -RIGHT, RIGHT] },
      { ...LOSS, ...LOSS_OUT },
    ])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      '2 cases agree: advantages 1, ratios 1, tokenLosses 1, loss 1, gradLogProbs 1, metrics 2 (float64, float32)\n',
    )
  })

  it('prints the first departure with line, place, numbers and reason, and nothing of what comes later', async () => {
    const { code, out, err } = await check([
      { ...REWARDS, advantages: [RIGHT, -RIGHT, -RIGHT, RIGHT] },
      { id: 'step 2', ...REWARDS, advantages: [BIASED, -BIASED, -BIASED, BIASED] },
      { ...LOSS, loss: 3 },
    ])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toBe(
      [
        'line 2 (id "step 2"): advantages[0] departs from the reference',
        `  got         ${BIASED}`,
        `  want        ${RIGHT}`,
        `  difference  ${BIASED - RIGHT}, where 1.7e-9 is let through (float64)`,
        '  before it   1 case agrees',
        'consistent with: ddof: the biased standard deviation (divided by n) instead of the unbiased one (n - 1)',
        '',
      ].join('\n'),
    )
  })

  it('--json has the same as data', async () => {
    const wrong = { id: 2, ...REWARDS, advantages: ['NaN', -RIGHT, -RIGHT, RIGHT] }
    expect(JSON.parse((await check([wrong], '--json')).out)).toMatchObject({
      agrees: false,
      cases: 0,
      departure: { line: 1, id: 2, name: 'advantages', place: '[0]', got: 'NaN', want: RIGHT, reasons: [] },
    })
    const right = await check([{ ...LOSS, ...LOSS_OUT }], '--json')
    expect(JSON.parse(right.out)).toMatchObject({ agrees: true, cases: 1, compared: { loss: 1, metrics: 2 } })
  })

  it.each<[string, object, string]>([
    ['ratios', { ratios: [[1, 2.5]] }, 'ratios[0][1]'],
    ['per-token losses', { per_token_loss: [[-1, -Math.E]] }, 'tokenLosses[0][1]'],
    ['loss', { loss: -1.2 }, 'loss'],
    ['gradient', { grad_per_token_logps: [[-0.5, -0.1]] }, 'gradLogProbs[0][1]'],
    ['metrics', { metrics: { 'clip_ratio/high_mean': 0.4 } }, 'metrics.clip_ratio/high_mean'],
  ])('compares %s in the order of the computation', async (_, wrong, place) => {
    const { code, out } = await check([{ ...LOSS, ...LOSS_OUT, ...wrong }])
    expect(code).toBe(1)
    expect(out.startsWith(`line 1: ${place} departs`)).toBe(true)
    const later = await check([{ ...LOSS, ...LOSS_OUT, ...wrong, metrics: { 'clip_ratio/high_mean': 9 } }])
    expect(later.out.startsWith(`line 1: ${place} departs`)).toBe(true)
  })

  it('numbers that nothing explains have no known reason', async () => {
    expect((await check([{ ...LOSS, ...LOSS_OUT, loss: 0.123456 }])).out).toMatch(/\nno known reason\n$/)
  })

  it('numbers at padding do not matter, but a gradient there does', async () => {
    const padded = {
      ...LOSS,
      log_probs: [[-1, -2, 0]],
      old_log_probs: [[-1, -3, 7]],
      completion_mask: [[1, 1, 0]],
      ratios: [[1, Math.E, 'NaN']],
      per_token_loss: [[-1, -1.2, 99]],
    }
    expect(await check([{ ...padded, grad_per_token_logps: [[-0.5, 0, 0]] }])).toMatchObject({ code: 0 })
    expect((await check([{ ...padded, grad_per_token_logps: [[-0.5, 0, -0.1]] }])).out).toMatch(
      /^line 1: gradLogProbs\[0\]\[2\]/,
    )
  })

  it('what overflows in float32 is held against float64, or agrees as an infinity', async () => {
    const far = { ...LOSS, old_log_probs: [[-1, -102]], advantages: [-1] }
    const [ratio, half] = [Math.exp(100), Math.exp(100) / 2]
    const claims = { ratios: [[1, ratio]], loss: 0.5 + half, grad_per_token_logps: [[0.5, half]] }
    expect(await check([{ ...far, ...claims }])).toMatchObject({ code: 0 })
    const single = { ratios: [[1, 'Infinity']], loss: 'Infinity', grad_per_token_logps: [[0.5, 'Infinity']] }
    expect(await check([{ ...far, ...single }])).toMatchObject({ code: 0 })
    expect((await check([{ ...far, ...claims, loss: 0 }])).out).toMatch(/^line 1: loss departs/)
  })

  // Batch deviation 1/2, so that advantages are (r - 1/8) and (r - 5/8) over 0.5001: near 1.75, -0.25, 0.75 and -1.25.
  const FEW = { rewards: [1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0], num_generations: 8, scale_rewards: 'batch' }
  const few = FEW.rewards.map((r, i) => 2 * (r - (i < 8 ? 1 : 5) / 8))

  it('numbers of few digits: where a mistake gives them it is told, and the type that would let them through', async () => {
    const { code, out } = await check([{ ...FEW, advantages: few }])
    expect(code).toBe(1)
    expect(out).toMatch(/but +its few digits fit bfloat16, which lets it through: --dtype bfloat16\n/)
    expect(out).toMatch(/consistent with: epsilon: nothing added/)
    expect(await check([{ ...FEW, advantages: few }], '--dtype', 'bfloat16')).toMatchObject({ code: 0 })
  })

  it('numbers of few digits: where none does they were rounded', async () => {
    const rewards = FEW.rewards.map((r) => r * 1.003)
    const rounded = { ...FEW, scale_rewards: 'none', rewards, advantages: few.map((a) => a / 2) }
    expect(await check([rounded])).toMatchObject({ code: 0, out: '1 case agrees: advantages 1 (bfloat16)\n' })
    const off = rounded.advantages.with(0, 0.75)
    expect(await check([{ ...rounded, advantages: off }])).toMatchObject({ code: 1 })
  })

  it('one ratio a completion may be written once', async () => {
    const sequence = { ...LOSS, config: { loss_type: 'grpo', importance_sampling_level: 'sequence' } }
    for (const ratios of [[Math.exp(0.5)], [[Math.exp(0.5)]], [[Math.exp(0.5), Math.exp(0.5)]]])
      expect(await check([{ ...sequence, ratios }])).toMatchObject({ code: 0 })
  })

  it('a loss that is null was NaN where it was written down, and departs', async () => {
    const { code, out } = await check([{ ...LOSS, ...LOSS_OUT, loss: null }])
    expect(code).toBe(1)
    expect(out).toContain('line 1: loss departs from the reference\n  got         NaN\n  want        -1.1')
  })

  it('metrics that the reference does not have are named, not compared', async () => {
    const { code, err } = await check([
      { ...LOSS, ...LOSS_OUT, metrics: { ...LOSS_OUT.metrics, grad_norm: 3, kl: null } },
    ])
    expect({ code, err }).toEqual({ code: 0, err: 'corl: fields that are not read: metrics.grad_norm\n' })
  })

  it.each<[string, string | ReadonlyArray<unknown>, RegExp]>([
    ['no JSON', 'x\n', /line 1.*no JSON/],
    ['a blank line between', `${jsonl({ ...LOSS, ...LOSS_OUT })}\n${jsonl(LOSS)}`, /line 2.*a blank line/],
    ['no UTF-8', '\xff', /bytes that are not UTF-8/],
    ['nothing', '', /stdin holds no case/],
    ['inputs alone', [LOSS, REWARDS], /got inputs alone/],
    ['advantages of another length', [{ ...REWARDS, advantages: [1, 2] }], /line 1: .*4 numbers.*array of 2/],
    [
      'a ragged gradient',
      [{ ...LOSS, grad_per_token_logps: [[1]] }],
      /line 1: .*expected 1 rows of 2 for `gradLogProbs`, got rows of 1/,
    ],
    ['rows that are ragged', [{ ...LOSS, log_probs: [[1, 2], [1]] }], /line 1: .*logProbs/],
    ['a text for a loss', [{ ...LOSS, loss: 'small' }], /a number for `loss`, got "small"/],
    ['a text in a gradient', [{ ...LOSS, grad_per_token_logps: [[1, 'x']] }], /got "x" at \[0\]\[1\]/],
    ['metrics that are none', [{ ...LOSS, metrics: [1] }], /an object for `metrics`/],
    ['a metric that is none', [{ ...LOSS, metrics: { kl: {} } }], /`metrics.kl`, got an object/],
    ['an option of no known name', [{ ...LOSS, loss: 1, config: { epsilonn: 1 } }], /`config.epsilonn`/],
  ])('%s is wrong usage', async (_, input, message) => {
    const text = typeof input === 'string' ? input : jsonl(...input)
    const { code, out, err } = await corl(['grpo', 'check', '--against', '-'], Buffer.from(text, 'latin1'))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })

  it.each([
    [['grpo', 'check']],
    [['grpo', 'check', '--against', '/no/such']],
    [['grpo', 'check', '--against', '-', '--dtype', 'int4']],
  ])('usage: corl %j', async (args) => {
    expect(await corl(args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/\w/) })
  })

  it('its help says what it reads and how it ends', async () => {
    const { code, out } = await corl(['grpo', 'check', '--help'])
    expect(code).toBe(0)
    for (const word of ['--against <file>', '--dtype <name>', 'bfloat16', 'per_token_loss', '1 (a departure)'])
      expect(out.replace(/\s+/g, ' ')).toContain(word)
    expect((await corl(['grpo', '--help'])).out).toMatch(/check \[options\]/)
    expect((await corl(['--help'])).out).toMatch(/grpo/)
  })

  it('an interruption tells of what was checked', async () => {
    const controller = new AbortController()
    controller.abort()
    const run = await corl(['grpo', 'check', '--against', '-'], jsonl(LOSS), { signal: controller.signal })
    expect(run).toMatchObject({ code: 130, out: '', err: 'corl: interrupted: 0 cases agree\n' })
  })

  it('nothing of a dump reaches a terminal raw', async () => {
    const dump = file('dump.jsonl', jsonl({ id: '\u001b[31m', ...REWARDS, advantages: [9, 9, 9, 9] }))
    const { code, out } = await corl(['grpo', 'check', '--against', dump])
    expect(code).toBe(1)
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/\u001b/)
    expect(readFileSync(dump, 'utf8')).toMatch(/advantages/)
  })
})

describe('golden dumps', () => {
  const losses = lossDumps()
  const all: ReadonlyArray<Dump> = [...losses, ...advantageDumps('float64')]

  it('there are some', () => {
    expect(losses.length).toBeGreaterThan(10)
  })

  it('agree in float64', async () => {
    expect(await check(all)).toMatchObject({ code: 0, err: '' })
  }, 60_000)

  const stored = advantageDumps('float32')
  it.skipIf(stored.length === 0)("TRL's float32 advantages agree in float32", async () => {
    expect(await check(stored)).toMatchObject({ code: 0, err: '' })
  })

  it('agree when their numbers are rounded to float32, or to bfloat16', async () => {
    const bfloat16 = (x: number): number => {
      const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 7)
      return x === 0 || !Number.isFinite(x) ? x : Math.round(x / unit) * unit
    }
    for (const [round, dtype] of [
      [Math.fround, 'float32'],
      [bfloat16, 'bfloat16'],
    ] as const) {
      const rounded = all.map((dump) => ({
        ...dump,
        ...('loss' in dump
          ? { loss: round(dump['loss']), grad_per_token_logps: mapNumbers(dump['grad_per_token_logps'], round) }
          : { advantages: mapNumbers(dump['advantages'], round) }),
        metrics: mapNumbers(dump['metrics'], round),
      }))
      expect(await check(rounded, '--dtype', dtype)).toMatchObject({ code: 0 })
      // With few numbers, all of them short, nothing can be guessed.
      expect(await check(rounded.filter((dump) => 'loss' in dump))).toMatchObject({ code: 0 })
    }
  }, 60_000)

  it('a number that is off in its sixth digit is found in float32', async () => {
    for (const dump of losses.filter((one) => Math.abs(one['loss']) > 0.01).slice(0, 20)) {
      const off = { ...dump, loss: undefined, grad_per_token_logps: nudged(dump['grad_per_token_logps']) }
      const { code, out } = await check([off], '--dtype', 'float32')
      expect(code).toBe(1)
      expect(out).toMatch(/gradLogProbs/)
    }
  }, 60_000)
})

/** The largest number made 1e-4 larger. */
const nudged = (rows: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<ReadonlyArray<number>> => {
  const largest = Math.max(...rows.flat().map(Math.abs))
  return rows.map((row) => row.map((x) => (Math.abs(x) === largest ? x * 1.0001 : x)))
}
