/**
 * BLIP beside transformers in one run: blip-image-captioning-base at true size on the same weights by formula (speed only), greedy, 20 tokens, the
 * same threads, in turns, the best of several rounds; pixel values are ready on both sides. Then peak memory and start in fresh
 * processes, and how far captions in 8 bits agree with those in float32.
 *
 *   npx tsx bench/blip.bench.ts [--python PATH] [--rounds 5] [--threads 2] [--every 1] [--only speed|memory|agreement]
 *
 * Without `--python` ours is measured alone. `--every 4` takes each fourth of the 120 images for the agreement. Ends with exit code 1 where
 * the two sides' captions differ.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { type Precision, PRECISIONS } from '../src/adapters/onnx/precision.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { openPeak } from '../src/cli/bench/images/peak.js'
import { FORMULA_NOTE } from '../src/recaption/formula-note.js'
import { captionsOf, checkpointFile, formulaImages, openMadeUp, pixelsOf, SIDE, TOKENS } from './blip-network.js'
import { heading, markdownTable } from './print.js'
import { type Peer, startPeer } from './python-peer.js'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    every: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    child: { type: 'string' },
  },
})
const [rounds, threads] = [Number(values.rounds), Number(values.threads)]
const BATCHES = [1, 8]
/** Threads of either runtime go on turning for a while after a run. */
const REST_MS = 500
/** Multiplications and additions of the encoder for one image. */
const ENCODER_GFLOP = 110

interface Question {
  readonly checkpoint: string
  readonly pixels: string
  readonly count: number
  readonly side: number
  readonly tokens: number
  readonly mode: 'generate' | 'encode'
}

interface Answer {
  readonly ms: number
  readonly ids: ReadonlyArray<ReadonlyArray<number>>
  readonly peakMb: number
}

const show = (value: number): string => String(Number(value.toPrecision(3)))
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** One way of captioning a batch, or of encoding it. */
interface Subject {
  readonly who: string
  readonly run: () => Promise<{ readonly ms: number; readonly ids: ReadonlyArray<ReadonlyArray<number>> }>
}

/** The best of each, in turns; a round before is not counted. */
const inTurns = async (subjects: ReadonlyArray<Subject>) => {
  const results = subjects.map(() => ({ ms: Infinity, ids: [] as ReadonlyArray<ReadonlyArray<number>> }))
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { run }] of subjects.entries()) {
      await pause(REST_MS)
      const { ms, ids } = await run()
      results[i]!.ids = ids
      if (round > 0) results[i]!.ms = Math.min(results[i]!.ms, ms)
    }
  }
  return results
}

const timed = async <A>(run: () => Promise<A>): Promise<{ readonly ms: number; readonly result: A }> => {
  const start = performance.now()
  const result = await run()
  return { ms: performance.now() - start, result }
}

const measureSpeed = async (peer: Peer<Question, Answer> | undefined, scratch: string): Promise<void> => {
  const checkpoint = await checkpointFile()
  const peak = await orRefuse(openPeak(threads))
  const networks = await Promise.all(
    PRECISIONS.map(async (precision) => ({ precision, network: await openMadeUp(precision, threads) })),
  )
  const rows: Array<ReadonlyArray<string>> = []
  let best = 0
  for (const count of BATCHES) {
    // Not the first ones: these are alike.
    const images = formulaImages()
      .filter((_, i) => i % 13 === 7)
      .slice(0, count)
      .map(pixelsOf)
    const pixels = path.join(scratch, `pixels-${count}`)
    writeFileSync(pixels, Buffer.concat(images.map((image) => Buffer.from(image.buffer))))
    for (const mode of ['encode', 'generate'] as const) {
      const ours = networks.map(({ precision, network }): Subject => ({
        who: `ours, ${precision}`,
        run: async () => {
          const { ms, result } = await timed(async () =>
            mode === 'encode' ? (await orRefuse(network.encode(images)), []) : (await captionsOf(network, images)).ids,
          )
          return { ms, ids: result }
        },
      }))
      const question = { checkpoint, pixels, count, side: SIDE, tokens: TOKENS, mode }
      const theirs: ReadonlyArray<Subject> =
        peer === undefined ? [] : [{ who: 'transformers', run: () => peer.ask(question) }]
      best = Math.max(best, await orRefuse(peak.measure(4)))
      const results = await inTurns([...ours, ...theirs])
      const original = theirs.length === 0 ? undefined : results.at(-1)
      for (const [i, { who }] of [...ours, ...theirs].entries()) {
        const { ms, ids } = results[i]!
        const isSame = original === undefined || mode === 'encode' || isDeepStrictEqual(ids, original.ids)
        if (!isSame && i === 0) process.exitCode = 1
        rows.push([
          mode === 'encode' ? `encoder, ${count} images` : `${TOKENS} tokens, ${count} images`,
          who,
          show(ms / count),
          original === undefined ? '' : `${(ms / original.ms).toFixed(2)}x`,
          mode === 'encode' ? percent((ENCODER_GFLOP / (ms / count)) * (1000 / best)) : isSame ? 'the same' : 'others',
        ])
      }
    }
  }
  await Promise.all(networks.map(({ network }) => network.close()))
  await peak.close()
  console.info(
    `\n${heading('BLIP', `${threads} threads, best of ${rounds}`)}\nweights: ${FORMULA_NOTE}; ${peer?.versions ?? 'no --python, so no transformers'}. Peak of onnxruntime in float32: ${show(best)} GFLOP/s.\n`,
  )
  console.info(markdownTable(['what', 'who', 'ms an image', 'of transformers', 'of the peak; captions'], rows))
}

/** What a process of its own takes: from its start to the first caption, and at most in memory for 8 images. */
const runChild = async (precision: Precision): Promise<void> => {
  const network = await openMadeUp(precision, threads)
  const images = formulaImages().slice(0, 8).map(pixelsOf)
  await captionsOf(network, images.slice(0, 1))
  const startMs = performance.now()
  await captionsOf(network, images)
  console.info(JSON.stringify({ startMs, peakMb: process.resourceUsage().maxRSS / 1024 }))
}

const measureMemory = async (peer: Peer<Question, Answer> | undefined, scratch: string): Promise<void> => {
  const rows = PRECISIONS.map((precision) => {
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), '--child', precision, '--threads', String(threads)]
    const { startMs, peakMb } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    return [`ours, ${precision}`, show(peakMb), show(startMs / 1000)]
  })
  if (peer !== undefined) {
    const images = formulaImages().slice(0, 8).map(pixelsOf)
    const pixels = path.join(scratch, 'pixels')
    writeFileSync(pixels, Buffer.concat(images.map((image) => Buffer.from(image.buffer))))
    const checkpoint = await checkpointFile()
    const { peakMb } = await peer.ask({ checkpoint, pixels, count: 8, side: SIDE, tokens: TOKENS, mode: 'generate' })
    rows.push(['transformers', show(peakMb), ''])
  }
  console.info('\nA fresh process, 8 images in one call; its start includes the reading of the program by tsx.\n')
  console.info(markdownTable(['who', 'peak memory, MB', 'start to the first caption, s'], rows))
}

/** How far the captions of the other precisions are from float32's. */
const measureAgreement = async (): Promise<void> => {
  const images = formulaImages()
    .filter((_, i) => i % Number(values.every) === 0)
    .map(pixelsOf)
  const exact = await openMadeUp('fp32', threads)
  const expected = []
  for (const image of images) expected.push(await captionsOf(exact, [image]))
  await exact.close()
  const rows: Array<ReadonlyArray<string>> = []
  for (const precision of PRECISIONS.filter((one) => one !== 'fp32')) {
    const network = await openMadeUp(precision, threads)
    let [first, same, squares, peak, count] = [0, 0, 0, 0, 0]
    for (const [i, image] of images.entries()) {
      const [{ ids, first: logits }, golden] = [await captionsOf(network, [image]), expected[i]!]
      if (logits.indexOf(Math.max(...logits)) === golden.first.indexOf(Math.max(...golden.first))) first++
      if (isDeepStrictEqual(ids, golden.ids)) same++
      logits.forEach((value, k) => {
        const difference = Math.abs(value - golden.first[k]!)
        squares += difference ** 2
        peak = Math.max(peak, difference)
        count++
      })
    }
    await network.close()
    rows.push([
      precision,
      percent(first / images.length),
      percent(same / images.length),
      show(Math.sqrt(squares / count)),
      show(peak),
    ])
  }
  console.info(
    `\nAgainst float32, on ${images.length} images by formula. weights: ${FORMULA_NOTE}: real ones are not at hand.\n`,
  )
  console.info(
    markdownTable(
      [
        'precision',
        'first token the same',
        `captions of ${TOKENS} tokens the same`,
        'logits of the first step, rms',
        'largest',
      ],
      rows,
    ),
  )
}

if (values.child !== undefined) await runChild(values.child as Precision)
else {
  const scratch = mkdtempSync(path.join(tmpdir(), 'corl-blip-'))
  const start = () =>
    values.python === undefined
      ? undefined
      : startPeer<Question, Answer>(values.python, 'blip-transformers.py', threads)
  const is = (part: string): boolean => part.includes(values.only)
  try {
    if (is('memory')) {
      // A process of its own for its peak.
      const peer = await start()
      await measureMemory(peer, scratch)
      peer?.end()
    }
    if (is('speed')) {
      const peer = await start()
      await measureSpeed(peer, scratch)
      peer?.end()
    }
    if (is('agreement')) await measureAgreement()
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
