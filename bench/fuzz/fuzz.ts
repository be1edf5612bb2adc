/**
 * Feeds mutated inputs to the parsers of hostile files and counts what goes wrong. Prints one JSON object; the exit code is 1
 * where anything was found. An input that breaks something is kept in reports/fuzz.
 *
 *   npx tsx bench/fuzz/fuzz.ts --target checkpoints --seconds 60 --seed 1 [--inputs 2000000]
 *
 * Memory is measured two ways. `peakRssRiseMiB`: the largest resident size of the process, as the system keeps it, less that after
 * the first inputs. `worstMemory`: for one input in 500 and every large one, what is in use after a call, less what was before,
 * right after a forced collection, against the size of the input: garbage counts where it was not collected meanwhile.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { hash32 } from '../../src/formula/hash.js'
import { messageOf } from '../../src/core/error.js'
import { allocatedBy } from './memory.js'
import { randomOf } from './random.js'
import { TARGETS } from './targets/targets.js'

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'checkpoints' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: 'Infinity' },
  },
})

const target = TARGETS.get(values.target)
if (target === undefined) throw new Error(`expected one of ${[...TARGETS.keys()].join(', ')}, got ${values.target}`)

const SLOW_MS = 100
/** From here on a call is timed again. */
const RETIME_MS = 10
const BATCH = 1_000
/** Until the code is compiled and the heap has its size. */
const WARM_UP = 20_000
const MEASURE_EVERY = 500
const LARGE = 2 ** 18
/** What the smallest file may cost beside twice its size: structures that do not grow with it. */
const ALLOWANCE = 2 ** 20
const MAX_KEPT = 20

const seed = Number(values.seed)
const most = Number(values.inputs)
const until = performance.now() + 1_000 * Number(values.seconds)
const folder = 'reports/fuzz'
const counts = { inputs: 0, read: 0, refused: 0, uncaught: 0, slow: 0, overMemory: 0, bytes: 0, largest: 0 }
const slowest = { ms: 0, input: 0 }
const worstMemory = { ratio: 0, allocated: 0, bytes: 0, input: 0 }
const findings: Array<{ readonly input: number; readonly what: string; readonly file: string }> = []
let baseRss = 0

/** In bytes; the system counts it in KiB. */
const peakRss = (): number => 1_024 * process.resourceUsage().maxRSS

const keep = (input: number, bytes: Uint8Array, what: string): void => {
  if (findings.length >= MAX_KEPT) return
  mkdirSync(folder, { recursive: true })
  const file = `${folder}/${values.target}-${seed}-${input}.bin`
  writeFileSync(file, bytes)
  findings.push({ input, what, file })
}

const timed = async (bytes: Uint8Array): Promise<number> => {
  const start = performance.now()
  const verdict = target.run(bytes)
  counts[typeof verdict === 'string' ? verdict : await verdict]++
  return performance.now() - start
}

const measure = async (input: number, bytes: Uint8Array): Promise<void> => {
  const over = (allocated: number): number => Math.max(0, allocated - ALLOWANCE) / Math.max(1, bytes.length)
  let allocated = await allocatedBy(() => target.run(bytes))
  for (let again = 0; again < 3 && over(allocated) > 1; again++)
    allocated = Math.min(allocated, await allocatedBy(() => target.run(bytes)))
  const ratio = over(allocated)
  if (ratio > worstMemory.ratio || (ratio === worstMemory.ratio && allocated > worstMemory.allocated))
    Object.assign(worstMemory, { ratio, allocated, bytes: bytes.length, input })
  if (ratio <= 2) return
  counts.overMemory++
  keep(input, bytes, `${allocated} bytes allocated for an input of ${bytes.length}`)
}

/** A call is slow where it is slow each time: other programs and the collector take their turns too. */
const retime = async (bytes: Uint8Array, first: number): Promise<number> => {
  let least = first
  for (let again = 0; again < 3 && least > RETIME_MS; again++) {
    const start = performance.now()
    await target.run(bytes)
    least = Math.min(least, performance.now() - start)
  }
  return least
}

for (let input = 0; input < most && performance.now() < until; input++) {
  const bytes = target.make(randomOf(hash32(seed, input)))
  counts.inputs++
  counts.bytes += bytes.length
  counts.largest = Math.max(counts.largest, bytes.length)
  try {
    const ms = await retime(bytes, await timed(bytes))
    if (ms > slowest.ms) Object.assign(slowest, { ms, input })
    if (ms > SLOW_MS) {
      counts.slow++
      keep(input, bytes, `${ms.toFixed(0)} ms`)
    }
    if (input % MEASURE_EVERY === 0 || bytes.length >= LARGE) await measure(input, bytes)
  } catch (cause) {
    counts.uncaught++
    keep(input, bytes, messageOf(cause))
  }
  if (input % BATCH === 0) {
    if (input <= WARM_UP) baseRss = peakRss()
    // Asynchronous targets leave work behind; so does the process itself.
    await new Promise(setImmediate)
  }
}

const seconds = Number(values.seconds) - Math.max(0, until - performance.now()) / 1_000
console.log(
  JSON.stringify(
    {
      target: values.target,
      seed,
      seconds: Math.round(seconds),
      inputsPerSecond: Math.round(counts.inputs / seconds),
      ...counts,
      slowest,
      worstMemory,
      peakRssRiseMiB: Math.round((peakRss() - baseRss) / 2 ** 20),
      findings,
    },
    null,
    2,
  ),
)
process.exitCode = counts.uncaught + counts.slow + counts.overMemory === 0 ? 0 : 1
