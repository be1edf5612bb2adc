import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ParserPool, parserPool } from '../../../../scripts/train-spice/parse-all.js'
import type { Labelled } from '../../../../scripts/train-spice/sentences.js'
import { train } from '../../../../scripts/train-spice/train.js'

/** Made sentences with trees in the manner of the original's. */
const LESSONS: ReadonlyArray<readonly [text: string, tree: string]> = [
  ['a dog', '(NP DT NN)'],
  ['a big dog', '(NP DT JJ NN)'],
  ['the cat runs', '(S (NP DT NN) (VP VBZ))'],
  ['the dog sees a cat', '(S (NP DT NN) (VP VBZ (NP DT NN)))'],
  ['a big cat sees the dog', '(S (NP DT JJ NN) (VP VBZ (NP DT NN)))'],
  ['a cat on a mat', '(NP (NP DT NN) (PP IN (NP DT NN)))'],
  ['the dog on the mat runs', '(S (NP (NP DT NN) (PP IN (NP DT NN))) (VP VBZ))'],
  ['a dog sees a cat on a mat', '(S (NP DT NN) (VP VBZ (NP (NP DT NN) (PP IN (NP DT NN)))))'],
  ['a man is on the mat', '(S (NP DT NN) (VP VBZ (PP IN (NP DT NN))))'],
  ['a man and a dog', '(NP (NP DT NN) CC (NP DT NN))'],
]
const leaves = (tree: string): ReadonlyArray<string> => tree.match(/(?<= )[A-Z]+(?=[ )])/g) ?? []
const sentences: ReadonlyArray<Labelled> = LESSONS.map(([text, tree], i) => ({
  kind: 'rules',
  group: String(i),
  words: text.split(' '),
  tags: leaves(tree),
  tree,
}))

let pools: ReadonlyArray<ParserPool> = []
beforeAll(() => {
  pools = [parserPool(1), parserPool(3)]
})
afterAll(() => Promise.all(pools.map((pool) => pool.close())))

const trained = (pool: ParserPool): Promise<Uint8Array> =>
  train({ sentences, listFiles: [], rounds: 3, seed: 0, pool, tell: () => {}, after: () => Promise.resolve() })

test('a parser learns its lessons, and the same data give the same bytes on one thread and on three', async () => {
  const [one, three] = pools as [ParserPool, ParserPool]
  const file = await trained(one)
  expect(await trained(three)).toEqual(file)
  const trees = await three.parse(
    file,
    sentences.map(({ words }) => words),
  )
  expect(trees).toEqual(sentences.map(({ tree }) => tree))
  // A sentence that is none of them: the rules carry over.
  expect(await one.parse(file, ['the big man runs'.split(' ')])).toEqual(['(S (NP DT JJ NN) (VP VBZ))'])
}, 60_000)
