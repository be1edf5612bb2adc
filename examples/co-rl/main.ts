/** `npx tsx examples/co-rl/main.ts --out DIR [--seed 1] [--seeds 1] [--steps 240]`: curves.html and numbers.json in DIR. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { comparisonsOf } from './compare.js'
import { page } from './page.js'
import { runStudy, type Study, updatesOf } from './study.js'
import { STRATEGIES, STRATEGY_NAMES, summaryOf } from './summary.js'
import { readyTensors } from './tensors.js'

interface Arguments {
  readonly out: string
  readonly seed: number
  readonly seeds: number
  readonly steps: number
}

const USAGE = 'usage: npx tsx examples/co-rl/main.ts --out DIR [--seed 1] [--seeds 1] [--steps 240]'

const readArguments = (): Arguments => {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { out: text, seed: text, seeds: text, steps: text } })
  const count = (name: 'seed' | 'seeds' | 'steps', otherwise: number): number => {
    const value = Number(values[name] ?? otherwise)
    if (Number.isSafeInteger(value) && value > 0) return value
    throw new TypeError(`expected a positive integer for --${name}, got ${JSON.stringify(values[name])}`)
  }
  if (values.out === undefined) throw new TypeError('expected a folder for --out, got nothing')
  return { out: values.out, seed: count('seed', 1), seeds: count('seeds', 1), steps: count('steps', 240) }
}

const study = async ({ out, seed, seeds, steps }: Arguments): Promise<void> => {
  mkdirSync(out, { recursive: true })
  await readyTensors()
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}% | seed {seed} | {duration_formatted} | {eta_formatted} left',
    clearOnComplete: true,
  })
  bar.start(seeds * updatesOf(steps), 0, { seed })
  const studies: Array<Study> = []
  for (let s = seed; s < seed + seeds; s++)
    studies.push(await runStudy({ seed: s, steps, onUpdate: () => bar.increment(1, { seed: s }) }))
  bar.stop()
  const summary = summaryOf(studies)
  const numbers = { summary, comparisons: comparisonsOf(studies), studies }
  writeFileSync(path.join(out, 'numbers.json'), `${JSON.stringify(numbers, null, 1)}\n`)
  writeFileSync(path.join(out, 'curves.html'), page(studies))
  for (const name of STRATEGY_NAMES) {
    const { text, image } = summary[name].trained
    console.log(`${STRATEGIES[name].title.padEnd(38)} text ${text.mean.toFixed(3)}  image ${image.mean.toFixed(3)}`)
  }
}

/** What is asked for; nothing where it cannot be made out, which is then said. */
const asked = (): Arguments | undefined => {
  try {
    return readArguments()
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exitCode = 2
    return undefined
  }
}

const given = asked()
if (given !== undefined) await study(given)
