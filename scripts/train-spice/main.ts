/**
 * Trains SPICE's parser to imitate the original's.
 *
 *   npm run train:spice -- --data DIR [--lists DIR] [--out FILE] [--rounds N] [--seed N] [--threads N] [--all]
 *
 * DIR holds `parses*.jsonl.gz` (sentences with the original's trees); the lists (data/spice/training/*.br) hold scored trees. One group in
 * twenty is left out and measured after every round, but with --all. The seed says which sentences without lists are taught in which round,
 * no more: the same data and seed give the same bytes, whatever the threads. The parser of the round done last stands in FILE.part until
 * the end.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measure } from './measure.js'
import { parserPool } from './parse-all.js'
import { isHeldOut, isMade, readSentences } from './sentences.js'
import { train } from './train.js'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    lists: { type: 'string', default: 'data/spice/training' },
    out: { type: 'string', default: 'data/spice/parser.bin' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '0' },
    threads: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    all: { type: 'boolean', default: false },
  },
})
if (values.data === undefined) throw new Error('expected --data DIR, a folder with parses*.jsonl.gz')

const numberOf = (name: 'rounds' | 'seed' | 'threads', least: number): number => {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < least)
    throw new Error(`expected a whole number from ${least} for --${name}, got ${values[name]}`)
  return number
}
const [rounds, seed, threads] = [numberOf('rounds', 0), numberOf('seed', 0), numberOf('threads', 1)]

const began = performance.now()
const tell = (text: string): void => {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}\n`)
}
const sentences = readSentences(values.data)
const held = sentences.filter((sentence) => !isMade(sentence) && isHeldOut(sentence))
const heldOut = new Set(values.all ? [] : held)
tell(`${sentences.length} sentences read${values.all ? '' : `, ${held.length} held out`}`)
const pool = parserPool(threads)
const file = await train({
  sentences: sentences.filter((sentence) => !heldOut.has(sentence)),
  listFiles: readdirSync(values.lists)
    .filter((name) => name.endsWith('.br'))
    .toSorted()
    .map((name) => join(values.lists, name)),
  rounds,
  seed,
  pool,
  tell,
  after: async (model, round) => {
    writeFileSync(`${values.out}.part`, model)
    // Where nothing is held out, this is how well it repeats what it has learned, no more.
    tell(
      `round ${round}, ${values.all ? 'seen in training' : 'held out'}: ${measure(
        held,
        await pool.parse(
          model,
          held.map(({ words }) => words),
        ),
      )}`,
    )
  },
})
await pool.close()
renameSync(`${values.out}.part`, values.out)
tell(`${values.out}: ${file.length} bytes`)
