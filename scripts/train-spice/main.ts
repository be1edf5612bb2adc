/**
 * Trains SPICE's parser to imitate the original's.
 *
 *   npm run train:spice -- --data DIR [--lists DIR] [--out FILE] [--rounds N] [--threads N] [--hold-out]
 *
 * DIR holds `parses*.jsonl.gz` (sentences with the original's trees); the lists (data/spice/training/*.br) hold scored trees. With
 * --hold-out one group in twenty is left out and measured after every round. The same data give the same bytes, whatever the threads.
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
    rounds: { type: 'string', default: '8' },
    threads: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    'hold-out': { type: 'boolean', default: false },
  },
})
if (values.data === undefined) throw new Error('expected --data DIR, a folder with parses*.jsonl.gz')

const began = performance.now()
const tell = (text: string): void => {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}\n`)
}
const sentences = readSentences(values.data)
const held = sentences.filter((sentence) => !isMade(sentence) && isHeldOut(sentence))
const heldOut = new Set(values['hold-out'] ? held : [])
tell(`${sentences.length} sentences read${values['hold-out'] ? `, ${held.length} held out` : ''}`)
const pool = parserPool(Number(values.threads))
const file = await train({
  sentences: sentences.filter((sentence) => !heldOut.has(sentence)),
  listFiles: readdirSync(values.lists)
    .filter((name) => name.endsWith('.br'))
    .toSorted()
    .map((name) => join(values.lists, name)),
  rounds: Number(values.rounds),
  pool,
  tell,
  after: async (model, round) => {
    // Where nothing is held out, this is how well it repeats what it has learned, no more.
    tell(
      `round ${round}, ${values['hold-out'] ? 'held out' : 'seen in training'}: ${measure(
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
// Whole or not at all.
writeFileSync(`${values.out}.part`, file)
renameSync(`${values.out}.part`, values.out)
tell(`${values.out}: ${file.length} bytes`)
