/**
 * The hot functions of the text rewards, for those who change them. Rewards score a thousand completions of 524 characters at a time;
 * functions are called a thousand times.
 *
 *   npx tsx bench/text.bench.ts [part of a name]
 */
import { Bench } from 'tinybench'
import {
  containment,
  format,
  formatTags,
  mcqAccuracy,
  openEndedAccuracy,
  type Reward,
  sequenceMatcherRatio,
  softJaccard,
  thinkFormat,
} from '../src/index.js'
import { DIFFLIB_RATIOS_PER_SECOND, originals, ORIGINALS_ORIGIN } from '../src/cli/bench/originals.js'
import { seeded } from '../src/cli/bench/random.js'
import { workload } from '../src/cli/bench/workloads.js'
import { heading, markdownTable } from './print.js'

const CALLS = 1000
const PHRASE_LENGTH = 30

const random = seeded(30)
const phrase = (): string =>
  Array.from({ length: PHRASE_LENGTH }, () => 'abcdefgh tiny '.charAt(random.below(14))).join('')
/** Every other one differs from its fellow in a few places only, as near answers do. */
const pairs = Array.from({ length: CALLS }, (_, i) => {
  const a = phrase()
  return [a, i % 2 === 0 ? phrase() : a.replace(/[ae]/g, 'o')] as const
})

interface Subject {
  readonly name: string
  readonly run: () => unknown
  readonly original?: number
}

const reward = (id: string, given: Reward<any>): Subject => {
  const samples = workload(id).slice(0, CALLS)
  const original = originals.get(id)?.samplesPerSecond
  return { name: id, run: () => given.score(samples)(), ...(original === undefined ? {} : { original }) }
}

/** The sum is used, so that no call can be left out. */
const calls = (name: string, call: (a: string, b: string) => number, original?: number): Subject => ({
  name,
  run: () => pairs.reduce((sum, [a, b]) => sum + call(a, b), 0),
  ...(original === undefined ? {} : { original }),
})

const subjects: ReadonlyArray<Subject> = [
  reward('format', format()),
  reward('format-tags', formatTags()),
  reward('think-format', thinkFormat()),
  reward('mcq', mcqAccuracy()),
  reward('open-ended', openEndedAccuracy()),
  reward('containment', containment()),
  calls(
    `sequenceMatcherRatio, ${PHRASE_LENGTH} characters`,
    (a, b) => sequenceMatcherRatio(a, b),
    DIFFLIB_RATIOS_PER_SECOND,
  ),
  calls('softJaccard, phrases of 30 characters', (a, b) => softJaccard(a, b)),
]

const [part = ''] = process.argv.slice(2)
const bench = new Bench({ time: 1000, warmupTime: 300, throws: true })
const chosen = subjects.filter(({ name }) => name.includes(part))
for (const { name, run } of chosen) bench.add(name, run)
await bench.run()

const perSecond = (ms: number): number => (CALLS / ms) * 1000
const show = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US')
const rows = bench.tasks.map((task, i) => {
  if (task.result.state !== 'completed') throw new Error(`${task.name} did not complete`)
  const { mean, rme, samplesCount } = task.result.latency
  const { original } = chosen[i]!
  const against = original === undefined ? ['-', '-'] : [show(original), `${(perSecond(mean) / original).toFixed(1)}x`]
  return [task.name, show(perSecond(mean)), `±${rme.toFixed(1)} %`, String(samplesCount), ...against]
})
console.log(heading('Text rewards'))
console.log(markdownTable(['what', 'per second', 'error', 'runs of 1,000', 'original (other machine)', 'ratio'], rows))
console.log(`\nOriginal: ${ORIGINALS_ORIGIN}.`)
