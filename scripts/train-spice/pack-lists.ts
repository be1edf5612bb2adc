/**
 * Packs what the original prints into a file of scored lists. The original is asked for the best trees of tokenised sentences, one a line
 * (docs/spice.md says how); the output is a line `# Parse 1 with score S` and a line with the tree for each.
 *
 *   npx tsx scripts/train-spice/pack-lists.ts --out FILE [--hash] [--most 12] OUTPUT.gz...
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { sentenceHash, writeLists, type ScoredList } from './lists.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    hash: { type: 'boolean', default: false },
    most: { type: 'string', default: '12' },
  },
})
if (values.out === undefined) throw new Error('expected --out FILE')

const HEAD = /^# Parse (\d+) with score (\S+)$/

/** The sentences of one output: a tree that is printed again with a lower score is left out. */
const listsIn = (text: string, most: number, hashed: boolean): ReadonlyArray<ScoredList> => {
  const lists: Array<{ words: string; hashed: boolean; trees: Array<readonly [number, string]> }> = []
  let score: number | undefined
  let seen = new Set<string>()
  for (const line of text.split('\n')) {
    const head = HEAD.exec(line)
    if (head !== null) {
      score = Number(head[2])
      if (head[1] === '1') seen = new Set()
    } else if (score !== undefined && line.startsWith('(ROOT ')) {
      const tree = line.slice(6, -1).replace(/\((\S+) [^\s()]+\)/g, '$1')
      if (seen.size === 0) {
        const words = Array.from(line.matchAll(/ ([^\s()]+)\)/g), (match) => match[1]).join(' ')
        lists.push({ words: hashed ? sentenceHash(words) : words, hashed, trees: [] })
      }
      if (!seen.has(tree) && seen.size < most) lists.at(-1)?.trees.push([score, tree])
      seen.add(tree)
      score = undefined
    }
  }
  return lists
}

writeLists(
  values.out,
  positionals.flatMap((file) =>
    listsIn(gunzipSync(readFileSync(file)).toString('utf8'), Number(values.most), values.hash),
  ),
)
