/**
 * Every reward of text over ten kinds of hostile text from 1 kB to 10 MB: the worst time at 1 MiB, and how the time grows when the
 * text doubles. A linear reader stays near 2; what takes less than 0.1 ms is not
 * looked at. The shortest of several calls is taken: what else runs can only add to it.
 *
 *   npx tsx bench/hostile.bench.ts [part of an id]
 */
import { Bench } from 'tinybench'
import type { Reward } from '../src/core/index.js'
import { fromSpec, type RewardSpec } from '../src/presets/index.js'
import { hostileTexts } from './hostile-texts.js'
import { heading, markdownTable } from './print.js'

const MIB = 2 ** 20
/** 1 kB to 10 MB, each twice the one before; 1 MiB is among them. */
const SIZES = [...Array.from({ length: 13 }, (_, i) => 2 ** (10 + i)), 5_000_000, 10_000_000]

/** A shorter call has little to do with the text, and its growth says nothing. */
const MIN_GROWTH_MS = 0.1

const variants = ['paper', 'released'] as const
const specs: ReadonlyArray<RewardSpec> = [
  ...['format', 'format-tags', 'mcq', 'open-ended', 'exact', 'containment', 'answer-in-caption'].flatMap((id) =>
    variants.map((variant) => ({ [id]: { variant } })),
  ),
  'think-format',
  { 'length-cosine': { correct: 'exact', maxLength: 256 } },
  { repetition: { unit: 'words' } },
]

const nameOf = (spec: RewardSpec): string => {
  if (typeof spec === 'string') return spec
  const [[id, options]] = Object.entries(spec) as [[string, { variant?: string }]]
  return options.variant === undefined ? id : `${id}, ${options.variant}`
}

const sampleOf = (completion: string): object => ({
  completion,
  answer: 'B',
  question: 'Which?\nA. a red car\nB. a blue boat\nC. two dogs',
  caption: 'a blue boat in the harbour',
  completionIds: [1, 2, 3],
})

/** Milliseconds of the shortest call. */
const timeOf = async (reward: Reward<object>, completion: string): Promise<number> => {
  const bench = new Bench({ time: 10, iterations: 4, warmupTime: 2, warmupIterations: 1, throws: true })
  const batch = [sampleOf(completion)]
  bench.add('one', async () => {
    const answer = await reward.score(batch)()
    if (answer._tag === 'Left') throw new Error(answer.left._tag)
  })
  const [task] = await bench.run()
  if (task?.result.state !== 'completed') throw new Error('the benchmark did not complete')
  return task.result.latency.min
}

interface Worst {
  readonly value: number
  readonly text: string
}

const worst = (a: Worst, b: Worst): Worst => (b.value > a.value ? b : a)

const [part = ''] = process.argv.slice(2)
const texts = hostileTexts.map(({ name, make }) => ({ name, bySize: SIZES.map((size) => [size, make(size)] as const) }))
const rows: Array<ReadonlyArray<string>> = []
for (const spec of specs.filter((one) => nameOf(one).includes(part))) {
  const loaded = await fromSpec(spec)()
  if (loaded._tag === 'Left') throw new Error(loaded.left._tag)
  let atMib: Worst = { value: 0, text: '' }
  let growth: Worst = { value: 0, text: '' }
  let atMost = 0
  for (const { name, bySize } of texts) {
    let before: readonly [size: number, ms: number] | undefined
    for (const [size, text] of bySize) {
      const ms = await timeOf(loaded.right, text)
      if (size === MIB) atMib = worst(atMib, { value: ms, text: name })
      if (before !== undefined && before[1] >= MIN_GROWTH_MS && size === 2 * before[0]) {
        growth = worst(growth, { value: ms / before[1], text: `${name}, ${size} characters` })
      }
      atMost = Math.max(atMost, ms)
      before = [size, ms]
    }
  }
  rows.push([
    nameOf(spec),
    atMib.value.toFixed(2),
    atMib.text,
    growth.value === 0 ? '-' : growth.value.toFixed(2),
    growth.text,
    atMost.toFixed(1),
  ])
  process.stderr.write(`${rows.at(-1)?.join('  ')}\n`)
}
console.log(heading('Hostile texts, 1 kB to 10 MB'))
console.log(
  markdownTable(['reward', 'worst ms at 1 MiB', 'of', 'worst time(2n)/time(n)', 'of', 'worst ms of all'], rows),
)
