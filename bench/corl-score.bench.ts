/**
 * `corl score --reward SPEC` (format + mcq) over a file of 1,000,000 JSON lines of 300 bytes: wall time and peak resident memory
 * of the process, from its start to its end. Needs the build (`npm run build`).
 *
 *   npx tsx bench/corl-score.bench.ts [lines]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Bench } from 'tinybench'
import { seeded } from '../src/cli/bench/random.js'
import { heading, markdownTable } from './print.js'

const LINE_BYTES = 300
const RUNS = 3
const POLL_MS = 20

const command = fileURLToPath(new URL('../dist/cli/corl.js', import.meta.url))
if (!existsSync(command)) throw new Error('corl is not built: npm run build')

const lines = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'corl-score-'))
const [input, output, spec] = ['in.jsonl', 'out.jsonl', 'spec.json'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
writeFileSync(
  spec,
  JSON.stringify({
    weightedSum: [
      [1, 'format'],
      [1, 'mcq'],
    ],
  }),
)

/** One line of exactly the stated length, its newline included. */
const line = (random: ReturnType<typeof seeded>): string => {
  const answer = random.pick(['B', '(C)', 'A. a red car', 'the old bridge'])
  const sample = (filler: string): string =>
    JSON.stringify({
      completion: `<think>${filler}</think><answer>${answer}</answer>`,
      answer: 'B',
      options: ['a red car', 'a blue boat', 'two brown dogs', 'the old bridge'],
    })
  const bare = sample('').length + 1
  return `${sample('it looks like '.repeat(20).slice(0, LINE_BYTES - bare))}\n`
}

const writeInput = async (): Promise<void> => {
  const random = seeded(300)
  const file = createWriteStream(input)
  for (let written = 0; written < lines; written += 1000) {
    const block = Array.from({ length: Math.min(1000, lines - written) }, () => line(random)).join('')
    if (!file.write(block)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

/** The high-water mark of a process that runs, in MiB; NaN where the system does not tell. */
const peakOf = (pid: number): number => {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib) / 1024
  } catch {
    return NaN
  }
}

const peaks: Array<number> = []
const scoreFile = async (): Promise<void> => {
  const child = spawn(process.execPath, [command, 'score', '--reward', spec, '--in', input, '--out', output], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  let peak = NaN
  const timer = setInterval(() => {
    const now = peakOf(child.pid ?? 0)
    if (!(now <= peak)) peak = Number.isNaN(now) ? peak : now
  }, POLL_MS)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearInterval(timer)
  if (code !== 0) throw new Error(`corl score ended with exit code ${code}: ${told}`)
  peaks.push(peak)
}

try {
  await writeInput()
  const bench = new Bench({ time: 0, iterations: RUNS, warmup: false, throws: true })
  bench.add('corl score', scoreFile, { async: true })
  const [task] = await bench.run()
  if (task?.result.state !== 'completed') throw new Error('the benchmark did not complete')
  const written = readFileSync(output).reduce((count, byte) => (byte === 10 ? count + 1 : count), 0)
  if (written !== lines) throw new Error(`expected ${lines} lines, got ${written}`)
  const { p50, max, samplesCount } = task.result.latency
  const peak = Math.max(...peaks)
  console.log(heading('`corl score`, format + mcq'))
  console.log(
    markdownTable(
      ['input', 'seconds, median', 'slowest', 'lines/s', 'peak memory', 'runs'],
      [
        [
          `${lines.toLocaleString('en-US')} lines, ${(statSync(input).size / 1e6).toFixed(0)} MB`,
          (p50 / 1000).toFixed(1),
          (max / 1000).toFixed(1),
          Math.round((lines / p50) * 1000).toLocaleString('en-US'),
          Number.isNaN(peak) ? 'not measured' : `${peak.toFixed(0)} MiB`,
          String(samplesCount),
        ],
      ],
    ),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
