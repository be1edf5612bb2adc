/**
 * SPICE: pairs a second, nothing remembered and everything remembered; the time of each stage; start and memory of a fresh process (needs
 * `npm run build`). Pairs are those of the golden files, where they are found, and made ones.
 *
 *   npx tsx bench/spice.bench.ts [--pairs N] [--java CLASSPATH]
 *
 * --java: the original beside it in the same run. CLASSPATH: spice-1.0.jar of the Python package pycocoevalcap, with the jars of CoreNLP
 * 3.6.0 in lib/ beside it; for Java 15 and later also those of a script engine (Nashorn): `spice/spice-1.0.jar:nashorn/*`.
 */
import { parseArgs } from 'node:util'
import { spiceReward, type SpiceRewardOptions } from '../src/spice/index.js'
import { score } from '../src/score.js'
import { heading, markdownTable } from './print.js'
import { type ProgramRun, runOriginal } from './spice-original.js'
import { timeStages } from './spice-stages.js'
import { runOurs, timeStarts } from './spice-start.js'
import { pairSources, type TextPair } from './spice-texts.js'

const ROUNDS = 3

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '1000' }, java: { type: 'string' } },
})
const most = Number(values.pairs)
if (!Number.isInteger(most) || most < 2)
  throw new Error(`expected an integer of at least 2 for --pairs, got ${values.pairs}`)

const show = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US')

/** Scores all pairs in one batch several times; the best round, for what else runs on the machine only ever slows it down. */
const pairsPerSecond = async (pairs: ReadonlyArray<TextPair>, options: SpiceRewardOptions): Promise<number> => {
  const reward = spiceReward(options)
  await score(reward, pairs)
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    await score(reward, pairs)
    best = Math.min(best, performance.now() - began)
  }
  return (pairs.length / best) * 1000
}

const sources = pairSources(most)
const words = ({ caption, prompt }: TextPair): number => `${caption} ${prompt}`.split(/\s+/).length / 2

console.log(
  heading('SPICE', `one thread, best of ${ROUNDS} rounds over one batch of all pairs, after one that is not counted`),
)
const rows: Array<ReadonlyArray<string>> = []
for (const { name, pairs } of sources) {
  const fresh = await pairsPerSecond(pairs, { cachedTexts: 0 })
  const kept = await pairsPerSecond(pairs, { cachedTexts: 2 * pairs.length })
  const mean = pairs.reduce((sum, pair) => sum + words(pair), 0) / pairs.length
  rows.push([name, String(pairs.length), mean.toFixed(1), show(fresh), show(2 * fresh), show(kept)])
}
console.log(
  markdownTable(['pairs', 'how many', 'words a text', 'pairs/s', 'texts parsed/s', 'pairs/s, all remembered'], rows),
)

const [first] = sources
if (first !== undefined) {
  const stages = timeStages(first.pairs)
  const whole = stages.reduce((sum, { microsecondsAText }) => sum + microsecondsAText, 0)
  console.log(`\nStages, of ${first.name}: median of several rounds.\n`)
  console.log(
    markdownTable(
      ['stage', 'microseconds a text', 'share'],
      stages.map(({ stage, microsecondsAText }) => [
        stage,
        show(microsecondsAText),
        `${((100 * microsecondsAText) / whole).toFixed(0)} %`,
      ]),
    ),
  )
}

const start = timeStarts()
if (start === undefined) console.log('\nStart and memory: not measured, the package is not built (npm run build).')
else {
  const { importMs, processMs, mib, bareMib, peakMib } = start
  console.log(
    `\nA fresh process: ${show(importMs)} ms from the import to the first score, ${show(processMs)} ms from the start of the process; ` +
      `${show(mib)} MiB resident then (${show(mib - bareMib)} MiB more than before the import), at most ${show(peakMib)} MiB.`,
  )
}

const { java } = values
if (java !== undefined && first !== undefined) {
  const { pairs } = first
  const one = pairs.slice(0, 1)
  const original = [await runOriginal(java, one), await runOriginal(java, pairs)] as const
  const ours = [runOurs(one), runOurs(pairs)] as const
  const row = (name: string, start: ProgramRun, all: ProgramRun): ReadonlyArray<string> => [
    name,
    start.seconds.toFixed(2),
    all.seconds.toFixed(2),
    show((pairs.length - 1) / (all.seconds - start.seconds)),
    all.peakMiB?.toFixed(0) ?? '-',
  ]
  console.log(
    `\nThe original in the same run: ${first.name}, each program in a process of its own, one thread, nothing cached.\n`,
  )
  console.log(
    markdownTable(
      ['program', 'start and 1 pair, s', `start and ${pairs.length} pairs, s`, 'pairs/s after the start', 'peak MiB'],
      [
        row('spice-1.0.jar', ...original),
        ...(ours[0] === undefined || ours[1] === undefined ? [] : [row('corl-rewards', ours[0], ours[1])]),
      ],
    ),
  )
  const [, theirs] = original
  const outcomes = await score(spiceReward({ variant: 'released' }), pairs)
  const differences = outcomes.map((outcome, i) =>
    outcome._tag === 'Scored' ? Math.abs(outcome.value - (theirs.f[i] as number)) : NaN,
  )
  const equal = differences.filter((difference) => difference < 1e-9).length
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / pairs.length
  console.log(`\nScores: ${equal} of ${pairs.length} equal, mean absolute difference ${mean.toFixed(4)}.`)
}
