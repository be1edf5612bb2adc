import { readBracketed } from './bracketed.js'
import { percent } from './percent.js'
import type { Labelled } from './sentences.js'

/** The share of trees that are the original's, and of tags, for captions and for all else. */
export const measure = (sentences: ReadonlyArray<Labelled>, trees: ReadonlyArray<string>): string => {
  const groups = { captions: { n: 0, same: 0, tags: 0, words: 0 }, others: { n: 0, same: 0, tags: 0, words: 0 } }
  for (const [i, sentence] of sentences.entries()) {
    const group = sentence.kind.startsWith('coco') ? groups.captions : groups.others
    const { label, token } = readBracketed(trees[i] ?? '', 'tags')
    group.n++
    if (trees[i] === sentence.tree) group.same++
    group.words += sentence.tags.length
    for (const [node, word] of token.entries()) if (word >= 0 && label[node] === sentence.tags[word]) group.tags++
  }
  return Object.entries(groups)
    .map(([name, { n, same, tags, words }]) => `${n} ${name}: trees ${percent(same, n)}, tags ${percent(tags, words)}`)
    .join('; ')
}
