/**
 * LPIPS beside PyTorch's `lpips` in one run: 224 x 224 pixels, float32, the same weights by formula on both sides (speed only), the same
 * threads, in turns, the best of several rounds. Ours is the reward on images in memory, theirs the network on tensors. Then the share
 * that comparing takes, the share of the machine's peak, and a graph made from a checkpoint of 528 MB.
 *
 *   npx tsx bench/lpips.bench.ts [--python PATH] [--rounds 7] [--threads 2] [--only vgg|alex|squeeze|checkpoint]
 *
 * Without `--python` ours is measured alone. Ends with exit code 1 where the two sides' distances differ by more than 1e-6.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BACKBONES } from '../src/adapters/onnx/lpips/backbones.js'
import { loadLpipsModel } from '../src/adapters/onnx/lpips/load-lpips.js'
import { gflopOf } from '../src/cli/bench/images/flops.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { openPeak } from '../src/cli/bench/images/peak.js'
import { COMPARED_SIDE, distinctPairs, imageGroups } from '../src/cli/bench/images/pictures.js'
import { asTheyAre } from '../src/cli/bench/images/ssim.js'
import { lpips } from '../src/lpips/lpips.js'
import { FORMULA_NOTE } from '../src/lpips/model.js'
import type { LpipsNet } from '../src/lpips/model.js'
import { checkpointTable } from './lpips-checkpoint.js'

import { compareBeside } from './lpips-reduction.js'
import { heading, markdownTable } from './print.js'
import { type Peer, startPeer } from './python-peer.js'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
})
const [rounds, threads] = [Number(values.rounds), Number(values.threads)]
const TOLERANCE = 1e-6
/** Threads of either runtime go on turning for a while after a run. */
const REST_MS = 400

/** The figures asked for: network, batch, and what of PyTorch they are held against. */
const CASES = [
  { net: 'vgg', batch: 'group', modes: ['batch', 'singles'] },
  { net: 'squeeze', batch: 'pairs', modes: ['batch'] },
  { net: 'squeeze', batch: 'group', modes: ['batch', 'singles'] },
  { net: 'alex', batch: 'pairs', modes: ['batch'] },
  { net: 'alex', batch: 'group', modes: ['batch', 'singles'] },
] as const
const BATCHES = {
  pairs: { name: '8 distinct pairs', samples: distinctPairs(8), images: 16 },
  group: { name: 'group of 8, 1 reference', samples: imageGroups(1), images: 9 },
} as const

const show = (value: number): string => String(Number(value.toPrecision(3)))
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
const furthest = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

const scratch = mkdtempSync(path.join(tmpdir(), 'corl-lpips-'))
const filesOf = (batch: keyof typeof BATCHES): { readonly a: string; readonly b: string } => {
  const [a, b] = (['image', 'reference'] as const).map((field) => {
    const file = path.join(scratch, `${batch}-${field}`)
    writeFileSync(file, Buffer.concat(BATCHES[batch].samples.map((sample) => sample[field].data)))
    return file
  })
  return { a: a!, b: b! }
}

interface Runs {
  readonly name: string
  readonly run: () => Promise<{ readonly ms: number; readonly distances: ReadonlyArray<number> }>
}

const load = async (net: LpipsNet, precision: 'fp32' | 'int8', samples: typeof BATCHES.group.samples) => {
  const model = await orRefuse(loadLpipsModel({ net, precision, threads, weights: 'formula' }))
  const reward = lpips(model, { read: asTheyAre })
  const run: Runs['run'] = async () => {
    const start = performance.now()
    const outcomes = await orRefuse(reward.score(samples))
    const ms = performance.now() - start
    return { ms, distances: outcomes.map(({ detail }: any) => detail.distance) }
  }
  return { name: `ours, ${precision}`, run, close: () => model[Symbol.asyncDispose]() }
}

/** The best of each, in turns, and what each gave; a round before is not counted. */
const inTurns = async (subjects: ReadonlyArray<Runs>) => {
  const results = subjects.map(() => ({ ms: Infinity, distances: [] as ReadonlyArray<number> }))
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { run }] of subjects.entries()) {
      await pause(REST_MS)
      const { ms, distances } = await run()
      results[i]!.distances = distances
      if (round > 0) results[i]!.ms = Math.min(results[i]!.ms, ms)
    }
  }
  return results
}

/** Pairs of images in two files, in one call or one call a pair. */
interface Question {
  readonly net: string
  readonly a: string
  readonly b: string
  readonly count: number
  readonly side: number
  readonly mode: 'batch' | 'singles'
}

type Answer = Awaited<ReturnType<Runs['run']>>

const measure = async (peer: Peer<Question, Answer> | undefined): Promise<void> => {
  const peak = await orRefuse(openPeak(threads))
  const speed: Array<ReadonlyArray<string>> = []
  const shares: Array<() => ReadonlyArray<string>> = []
  const reductions: Array<ReadonlyArray<string>> = []
  let best = 0
  for (const { net, batch, modes } of CASES.filter(({ net }) => net.includes(values.only))) {
    const { samples, images, name } = BATCHES[batch]
    const files = filesOf(batch)
    const [fp32, int8] = [await load(net, 'fp32', samples), await load(net, 'int8', samples)]
    const theirs = modes.map((mode): Runs => {
      const question = { net, ...files, count: samples.length, side: COMPARED_SIDE, mode }
      return { name: mode === 'batch' ? 'torch, one call' : 'torch, one by one', run: () => peer!.ask(question) }
    })
    best = await orRefuse(peak.measure(4))
    const [ours, bytes, ...others] = await inTurns([fp32, int8, ...(peer === undefined ? [] : theirs)])
    best = await orRefuse(peak.measure(4))
    const aPair = (ms: number): string => show(ms / samples.length)
    const deviation = furthest(ours!.distances, bytes!.distances)
    const relative = Math.max(...ours!.distances.map((value, i) => Math.abs(bytes!.distances[i]! / value - 1)))
    speed.push([`${net}, ${name}`, 'ours, fp32', aPair(ours!.ms), '', ''])
    speed.push([
      `${net}, ${name}`,
      'ours, int8',
      aPair(bytes!.ms),
      '',
      `${deviation.toExponential(1)} (${percent(relative)})`,
    ])
    for (const [i, other] of others.entries()) {
      const difference = furthest(ours!.distances, other.distances)
      // NaN counts as different.
      if (!(difference <= TOLERANCE)) process.exitCode = 1
      speed.push([
        `${net}, ${name}`,
        theirs[i]!.name,
        aPair(other.ms),
        `${(ours!.ms / other.ms).toFixed(2)}x (int8 ${(bytes!.ms / other.ms).toFixed(2)}x)`,
        `${difference.toExponential(1)}${difference <= TOLERANCE ? '' : ' TOO FAR'}`,
      ])
    }
    const gflop = gflopOf(BACKBONES[net], COMPARED_SIDE, COMPARED_SIDE) * images
    const { backboneMs, comparedMs } = await compareBeside(net, batch, threads, rounds)
    reductions.push([
      `${net}, ${name}`,
      show(backboneMs / images),
      show(comparedMs - backboneMs),
      percent((comparedMs - backboneMs) / backboneMs),
    ])
    const rate = (ms: number): number => (gflop / ms) * 1000
    const whole = rate(ours!.ms)
    shares.push(() => [
      `${net}, ${name}`,
      show(gflop),
      show(whole),
      percent(whole / best),
      show(rate(backboneMs)),
      percent(rate(backboneMs) / best),
    ])
    await Promise.all([fp32.close(), int8.close()])
  }
  best = await orRefuse(peak.measure(4))
  await peak.close()
  console.info(
    `\n${heading('LPIPS', `${threads} threads, best of ${rounds}`)}\nweights: ${FORMULA_NOTE}; ${peer?.versions ?? 'no --python, so no torch'}\n`,
  )
  console.info(
    markdownTable(['what', 'who', 'ms a pair', 'ours over theirs', 'largest difference to ours, fp32'], speed),
  )
  console.info(
    `\nPeak in float32 (matrix products in onnxruntime, same run): ${show(best)} GFLOP/s. weights: ${FORMULA_NOTE}\n`,
  )
  const head = ['what', 'GFLOP', 'GFLOP/s, reward', 'of peak', 'GFLOP/s, backbone alone', 'of peak']
  console.info(
    markdownTable(
      head,
      shares.map((row) => row()),
    ),
  )
  console.info(`\nComparing the features inside the graph. weights: ${FORMULA_NOTE}\n`)
  console.info(
    markdownTable(['what', 'backbone, ms an image', 'comparing, ms in all', 'share of the backbone'], reductions),
  )
}

const peer =
  values.python === undefined ? undefined : await startPeer<Question, Answer>(values.python, 'lpips-torch.py', threads)
try {
  if (values.only !== 'checkpoint') await measure(peer)
  if ('checkpoint'.includes(values.only)) console.info(await checkpointTable(scratch, threads))
} finally {
  peer?.end()
  rmSync(scratch, { recursive: true })
}
