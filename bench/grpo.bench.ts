/**
 * From logits to the GRPO loss (dapo, clipped) and its gradient by the logits, beside PyTorch's autograd in one run: float32, the same numbers by formula on
 * both sides, the same threads, in turns of a few runs each as a trainer's steps follow one another, the best and the median of all. Then the memory beside the logits, in fresh processes.
 *
 *   npx tsx bench/grpo.bench.ts [--python PATH] [--rounds 7] [--threads 2] [--only speed|memory]
 *
 * Without `--python` ours is measured alone. Ends with exit code 1 where losses or gradients differ by more than 1e-5 of the largest.
 */
import '@tensorflow/tfjs-backend-cpu'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { batchOf, byFormula, LARGE, type Shape, SMALL } from '../src/cli/bench/grpo/numbers.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { endLogProbWorkers } from '../src/grpo/log-probs/crew/crew.js'
import { lossAndLogitGradients } from '../src/grpo/log-probs/loss-and-logit-gradients.js'
import { tokenLogProbs } from '../src/grpo/log-probs/token-log-probs.js'
import { grpoLossAndGrad } from '../src/grpo/loss/grpo-loss.js'
import { heading, markdownTable } from './print.js'
import { type Peer, startPeer } from './python-peer.js'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    child: { type: 'string' },
  },
})
const [rounds, threads] = [Number(values.rounds), Number(values.threads)]
const SHAPES = [LARGE, SMALL]
/** Threads of either program go on turning for a while after a run. */
const REST_MS = 300
/** Runs in a turn: the first ones find processors that have been idle. */
const RUNS = 4
const TOLERANCE = 1e-5
/** Of the entropy, in the second kind of run. */
const BONUS = 0.01

interface Question {
  readonly shape: Shape
  readonly entropy: boolean
}

interface Answer {
  readonly ms: number
  /** Processor time, of all threads. */
  readonly cpuMs: number
  readonly loss: number
  readonly slopes: ArrayLike<number>
  readonly extraMb: number
}

const caseOf = (shape: Shape) => {
  const [B, T, V] = shape
  return { ...batchOf(shape), logits: { shape, data: byFormula(B * T * V, 10, 1) } }
}

type Case = ReturnType<typeof caseOf>

const ours = async (
  { logits, ids, moved, advantages, completionMask }: Case,
  into: Float32Array,
  many: number,
  entropy: boolean,
): Promise<Answer> => {
  const [B, T, V] = logits.shape
  const [start, used] = [performance.now(), process.cpuUsage()]
  const { loss, gradLogits } = await orRefuse(
    lossAndLogitGradients(
      logits,
      ids,
      ({ logProbs, entropies }) => {
        const oldLogProbs = { shape: [B, T], data: logProbs.data.map((value, i) => value + moved.data[i]!) }
        const inputs = { logProbs, oldLogProbs, advantages, completionMask, ...(entropy && { entropies }) }
        return grpoLossAndGrad(inputs, { entropyCoef: entropy ? BONUS : 0 })
      },
      { into, threads: many },
    ),
  )
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(used)
  return { ms, cpuMs: (user + system) / 1000, loss: loss.loss, slopes: gradLogits.subarray(0, 3 * V), extraMb: 0 }
}

const show = (value: number): string => String(Number(value.toPrecision(3)))
const median = (times: ReadonlyArray<number>): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

const differ = (a: Answer, b: Answer): number => {
  let [largest, most] = [0, 0]
  for (let i = 0; i < a.slopes.length; i++) {
    largest = Math.max(largest, Math.abs(b.slopes[i]!))
    const gap = Math.abs(a.slopes[i]! - b.slopes[i]!)
    if (!(gap <= most)) most = gap
  }
  return Math.max(most / largest, Math.abs(a.loss - b.loss) / Math.abs(b.loss))
}

interface Subject {
  readonly who: string
  readonly run: () => Promise<Answer>
}

const measureSpeed = async (peer: Peer<Question, Answer> | undefined): Promise<void> => {
  const rows: Array<ReadonlyArray<string>> = []
  for (const shape of SHAPES) {
    const given = caseOf(shape)
    const into = new Float32Array(given.logits.data.length)
    for (const entropy of [false, true]) {
      const theirs: ReadonlyArray<Subject> =
        peer === undefined ? [] : [{ who: 'torch', run: () => peer.ask({ shape, entropy }) }]
      const subjects: ReadonlyArray<Subject> = [
        { who: `ours, ${threads} threads`, run: () => ours(given, into, threads, entropy) },
        { who: 'ours, 1 thread', run: () => ours(given, into, 1, entropy) },
        ...theirs,
      ]
      const times = subjects.map(() => [] as Array<number>)
      const cpuTimes = subjects.map(() => [] as Array<number>)
      const answers: Array<Answer> = []
      for (let round = 0; round <= rounds; round++) {
        for (const [i, { run }] of subjects.entries()) {
          await pause(REST_MS)
          for (let k = 0; k < RUNS; k++) {
            const answer = (answers[i] = await run())
            if (round === 0) continue
            times[i]!.push(answer.ms)
            cpuTimes[i]!.push(answer.cpuMs)
          }
        }
      }
      const original = theirs.length === 0 ? undefined : times.at(-1)!
      for (const [i, { who }] of subjects.entries()) {
        const [best, middle] = [Math.min(...times[i]!), median(times[i]!)]
        const difference =
          original === undefined || i === subjects.length - 1 ? undefined : differ(answers[i]!, answers.at(-1)!)
        if (difference !== undefined && !(difference <= TOLERANCE)) process.exitCode = 1
        rows.push([
          `[${shape.join(', ')}]${entropy ? ', entropy bonus' : ''}`,
          who,
          show(best),
          show(middle),
          show(Math.min(...cpuTimes[i]!)),
          original === undefined
            ? ''
            : `${(best / Math.min(...original)).toFixed(2)}x, ${(middle / median(original)).toFixed(2)}x`,
          difference === undefined ? '' : difference.toExponential(1),
        ])
      }
    }
    const starts = performance.now()
    tokenLogProbs(given.logits, given.ids, { threads })
    rows.push([
      `[${shape.join(', ')}]`,
      'ours, log-probabilities and entropies alone',
      show(performance.now() - starts),
      '',
      '',
      '',
    ])
  }
  console.info(
    `\n${heading('GRPO: from logits to the loss and back', `${threads} threads, ${rounds} rounds in turns of ${RUNS} runs, load ${loadavg()[0]!.toFixed(1)} at the end`)}\n${peer?.versions ?? 'no --python, so no torch'}\n`,
  )
  console.info(
    markdownTable(
      ['what', 'who', 'best, ms', 'median, ms', 'processor, ms', 'of torch: best, median', 'largest difference'],
      rows,
    ),
  )
}

/** Of this process, since the last call: the kernel's mark goes back to what is held now. */
const peakMb = (): number => {
  const mark = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024
  writeFileSync('/proc/self/clear_refs', '5')
  return mark
}

/** What a process of its own takes beyond the logits. */
const runChild = async (how: string): Promise<void> => {
  const [index, where] = how.split(' ') as [string, string]
  // The programs themselves, and what compiles them, before the mark.
  const small = caseOf([1, 64, 8192])
  await ours(small, small.logits.data, threads, false)
  const given = caseOf(SHAPES[Number(index)]!)
  peakMb()
  const before = process.memoryUsage.rss() / 2 ** 20
  const into = where === 'new' ? new Float32Array(given.logits.data.length) : given.logits.data
  await ours(given, into, threads, false)
  console.info(JSON.stringify({ extraMb: peakMb() - before }))
}

const measureMemory = async (): Promise<void> => {
  const rows: Array<ReadonlyArray<string>> = []
  for (const [index, shape] of SHAPES.entries()) {
    const logitsMb = (4 * shape[0] * shape[1] * shape[2]) / 2 ** 20
    const add = (who: string, extraMb: number): void => {
      rows.push([
        `[${shape.join(', ')}], ${show(logitsMb)} MB`,
        who,
        show(extraMb),
        `${(extraMb / logitsMb).toFixed(2)}x`,
      ])
    }
    for (const where of ['new', 'same']) {
      const args = [
        '--import',
        'tsx',
        fileURLToPath(import.meta.url),
        '--child',
        `${index} ${where}`,
        '--threads',
        String(threads),
      ]
      const said = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      add(
        where === 'new' ? 'ours, gradient in a buffer of its own' : 'ours, in place of the logits',
        JSON.parse(said).extraMb,
      )
    }
    if (values.python === undefined) continue
    const peer = await startPeer<Question, Answer>(values.python, 'grpo-torch.py', threads)
    add('torch', (await peer.ask({ shape, entropy: false })).extraMb)
    peer.end()
  }
  console.info('\nBy how much the peak of a fresh process grows over what it holds with the logits alone.\n')
  console.info(markdownTable(['logits', 'who', 'MB', 'of the logits'], rows))
}

if (values.child !== undefined) await runChild(values.child)
else {
  if ('speed'.includes(values.only)) {
    const peer =
      values.python === undefined
        ? undefined
        : await startPeer<Question, Answer>(values.python, 'grpo-torch.py', threads)
    await measureSpeed(peer)
    peer?.end()
  }
  if ('memory'.includes(values.only)) await measureMemory()
}
await endLogProbWorkers()
