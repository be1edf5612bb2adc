import type { RewardError } from '../../core/error.js'
import { showError } from '../../core/error.js'
import { alignedTable } from '../aligned-table.js'
import { printable } from '../io.js'
import { errorData } from '../outcome-json.js'
import type { ParsedSentence, ParsedText } from './parsed-text.js'

/** What became of a line. */
export type ParsedLine = ParsedText | { readonly error: RewardError }

/** Writes what became of a line. */
export type ShowParsed = (text: string, parsed: ParsedLine) => string

/** One line of JSON: the tuples; with the stages an object that has them; of a line that failed `{"error"}`. */
export const asJson: ShowParsed = (_, parsed) => {
  if ('error' in parsed) return `${JSON.stringify({ error: errorData(parsed.error) })}\n`
  const { tuples, stages } = parsed
  return `${JSON.stringify(stages === undefined ? tuples : { tuples, ...stages })}\n`
}

const MAX_SHOWN = 200

/** For people: the text, and a line a tuple. */
export const asText: ShowParsed = (text, parsed) => {
  const shown = text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}...`
  return `${[printable(shown), ...linesOf(parsed)].join('\n')}\n\n`
}

const linesOf = (parsed: ParsedLine): ReadonlyArray<string> => {
  if ('error' in parsed) return [`  failed: ${printable(showError(parsed.error))}`]
  const { tuples, stages } = parsed
  const graph =
    tuples.length === 0 ? ['  (names no object)'] : tuples.map((tuple) => `  ${printable(tuple.join(', '))}`)
  if (stages === undefined) return graph
  return [
    ...stages.sentences.flatMap(sentenceLines),
    ...stages.proposals.map((proposal) => `  proposed: ${printable(proposal.join(', '))}`),
    ...graph,
  ]
}

/** The tree, and a row a word. */
const sentenceLines = ({ words, lemmas, tags, heads, labels, tree }: ParsedSentence): ReadonlyArray<string> => {
  const rows = words.map((word, i) =>
    [String(i + 1), word, lemmas[i], tags[i], String(heads[i]), labels[i]].map((cell) => printable(cell ?? '')),
  )
  const table = alignedTable(['', 'word', 'lemma', 'tag', 'head', 'relation'], rows)
  return [printable(tree), ...table.trimEnd().split('\n')].map((line) => `  ${line}`)
}
