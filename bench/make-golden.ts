/**
 * Makes bench/golden/text, the golden data shipped with the package, out of the goldens of the family text (`CORL_GOLDENS`, else
 * the folder beside the repository): all of the small files, some of every shape of the large ones. Cases that contradict the
 * stated rules, and those with long texts, are left out.
 *
 *   npx tsx bench/make-golden.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Expected, GoldenFile } from '../src/cli/bench/agreement.js'
import { expandRepeats } from '../test/golden/expand.js'
import { goldensRoot } from '../test/golden/support.js'
import { contradictions } from '../test/golden/text/contradictions.js'

type Case = Record<string, any>
type Made = GoldenFile['cases'][number]

const MAX_CASE_LENGTH = 1200
const MAX_TOKENS = 80

const SUMS = { tolerance: 1e-12, toleranceReason: 'rounding of sums taken in another order' }
const EXACT = { tolerance: 0, toleranceReason: 'the same operations on the same numbers' }
const COSINE = { tolerance: 1e-14, toleranceReason: 'the last digit of the cosine differs between C and JavaScript' }

const folder = join(goldensRoot(), 'text')
const out = fileURLToPath(new URL('golden/text/', import.meta.url))

const isSetAside = (golden: Case): boolean =>
  contradictions.some(
    ({ id, given }) => id === golden['id'] && Object.entries(given).every(([field, value]) => golden[field] === value),
  )

const read = (name: string): { versions: Record<string, string>; cases: ReadonlyArray<Case> } => {
  const { produced_with: versions, cases } = expandRepeats(JSON.parse(readFileSync(join(folder, name), 'utf8'))) as any
  return {
    versions,
    cases: cases.filter((golden: Case) => !isSetAside(golden) && JSON.stringify(golden).length <= MAX_CASE_LENGTH),
  }
}

/** The first `count` cases of each shape. */
const ofEachShape = (cases: ReadonlyArray<Case>, count: number): ReadonlyArray<Case> => {
  const seen = new Map<string, number>()
  return cases.filter(({ shape }) => {
    const before = seen.get(shape) ?? 0
    seen.set(shape, before + 1)
    return before < count
  })
}

const write = (
  file: Omit<GoldenFile, 'cases' | 'versions' | 'tolerance' | 'toleranceReason'> & { name: string },
  tolerance: typeof EXACT,
  source: string,
  convert: (golden: Case) => Made | undefined,
  select: (cases: ReadonlyArray<Case>) => ReadonlyArray<Case> = (cases) => cases,
): void => {
  const { versions, cases } = read(source)
  const { name, reward, origin, variants } = file
  const made = select(cases).flatMap((golden) => convert(golden) ?? [])
  const head = JSON.stringify({ origin, versions, ...tolerance, reward, variants })
  const lines = made.map((golden) => JSON.stringify(golden)).join(',\n')
  const text = `${head.slice(0, -1)},"cases":[\n${lines}\n]}\n`
  writeFileSync(join(out, name), text)
  console.log(`${name}: ${made.length} of ${cases.length} cases, ${Math.round(text.length / 1000)} kB`)
}

const ULM = 'the reward functions of ULM-R1 (commit d78d34f), run on cases composed for this project'
const TRL = 'the reward functions of TRL, run on cases composed for this project'
const PAPER = "'paper': what the definition in the paper asks for, judged by hand where the original does otherwise"

const both = (id: string): GoldenFile['variants'] => ({
  paper: { [id]: { variant: 'paper' } },
  released: { [id]: { variant: 'released' } },
})

/** Where the definition says nothing of its own, it asks for what the original returns; that a text is missing is no error. */
const paperOf = (intended: Expected | undefined, original: Expected): Expected =>
  intended ?? (typeof original === 'object' ? 0 : original)

/** A case without the variants for which nothing is known. */
const judged = (id: string, sample: Made['sample'], expected: Record<string, Expected | undefined>): Made => ({
  id,
  sample,
  expected: Object.fromEntries(
    Object.entries(expected).filter((entry): entry is [string, Expected] => entry[1] !== undefined),
  ),
})

mkdirSync(out, { recursive: true })

for (const [reward, field] of [
  ['format', 'format'],
  ['format-tags', 'format_tag'],
] as const) {
  write(
    { name: `${reward}.json`, reward, origin: `${ULM}; ${PAPER}`, variants: both(reward) },
    EXACT,
    'ulm_format.json',
    ({ id, completion, original, intended }) =>
      judged(id, { completion }, { paper: paperOf(intended?.[field], original[field]), released: original[field] }),
  )
}

write(
  { name: 'think-format.json', reward: 'think-format', origin: TRL, variants: { trl: 'think-format' } },
  EXACT,
  'trl_think_format.json',
  ({ id, completion, expected }) => judged(id, { completion }, { trl: expected }),
)

write(
  {
    name: 'mcq.json',
    reward: 'mcq',
    origin: `${ULM}; ${PAPER}`,
    variants: {
      ...both('mcq'),
      'released, multiple-choice branch': { mcq: { variant: 'released', branch: 'mc' } },
    },
  },
  SUMS,
  'ulm_qa_mc.json',
  ({ id, completion, qa_solution: answer, qa_problem: question, ...golden }) =>
    judged(
      id,
      { completion, answer, question },
      {
        paper: golden['intended'] ?? undefined,
        released: golden['original_training'],
        'released, multiple-choice branch': golden['original_mc_branch'],
      },
    ),
  (cases) => ofEachShape(cases, 1),
)

write(
  {
    name: 'mcq-graded.json',
    reward: 'mcq',
    origin: `${ULM}, questions about generated images; ${PAPER}`,
    variants: {
      'paper, graded': { mcq: { variant: 'paper', credit: 'graded' } },
      'released, graded': { mcq: { variant: 'released', credit: 'graded' } },
    },
  },
  SUMS,
  'ulm_t2i_qa.json',
  ({ id, answer: completion, qa_solution: answer, qa_problem: question, original, intended }) =>
    judged(
      id,
      { completion, answer, question },
      {
        'paper, graded': intended ?? undefined,
        'released, graded': original,
      },
    ),
  (cases) => ofEachShape(cases, 1).filter((_, row) => row % 2 === 0),
)

write(
  { name: 'open-ended.json', reward: 'open-ended', origin: `${ULM}; ${PAPER}`, variants: both('open-ended') },
  SUMS,
  'ulm_qa_oe.json',
  ({ id, completion, qa_solution: answer, original, original_any_of: anyOf, intended }) =>
    judged(
      id,
      { completion, answer },
      {
        paper: paperOf(intended, original),
        // Where the original hangs on a hash seed, ours is one of the values it can give.
        released: anyOf === undefined ? original : { anyOf },
      },
    ),
)

write(
  {
    name: 'exact.json',
    reward: 'exact',
    origin: `the comparison of answers of ULM-R1 (commit d78d34f), each prediction put into an answer tag`,
    variants: { released: { exact: { variant: 'released' } } },
  },
  EXACT,
  'safe_string_equal.json',
  ({ id, prediction, answer, original }) =>
    // The tag is trimmed before the comparison, which is told apart where white space is in it, and one over lines is not found.
    prediction.trim() !== prediction || /\n/.test(prediction)
      ? undefined
      : judged(id, { completion: `<answer>${prediction}</answer>`, answer }, { released: original ? 1 : 0 }),
)

write(
  { name: 'containment.json', reward: 'containment', origin: `${ULM}; ${PAPER}`, variants: both('containment') },
  EXACT,
  'ulm_oc.json',
  ({ id, completion, cls_solution: answer, original, intended }) =>
    judged(id, { completion, answer }, { paper: paperOf(intended, original), released: original }),
  (cases) => cases.filter((_, row) => row % 4 !== 3),
)

write(
  {
    name: 'answer-in-caption.json',
    reward: 'answer-in-caption',
    origin: `${ULM}; ${PAPER}`,
    variants: both('answer-in-caption'),
  },
  EXACT,
  'ulm_t2i_oc.json',
  ({ id, answer: completion, cls_solution: answer, caption, original, intended, intended_note: note }) =>
    judged(
      id,
      { completion, answer, caption },
      {
        // A note without a number says that the original is wrong here, not what is right.
        paper: note === undefined ? paperOf(intended, original) : undefined,
        released: original,
      },
    ),
  (cases) => cases.filter((_, row) => row % 2 === 0),
)

const tokens = (length: number): ReadonlyArray<number> => Array.from({ length }, (_, i) => i % 10)

write(
  { name: 'length-cosine.json', reward: 'length-cosine', origin: TRL, variants: { trl: null } },
  COSINE,
  'trl_accuracy.json',
  ({ id, accuracy_reward: accuracy, cosine }) => {
    if (cosine === undefined || cosine.completion_length > MAX_TOKENS) return undefined
    const { max_len: maxLength, ...ends } = cosine.params
    const options = Object.fromEntries(
      Object.entries(ends).map(([name, value]) => [name.replace(/_(.)/g, (_, c: string) => c.toUpperCase()), value]),
    )
    // An exact match without a gold answer is skipped, as the original skips what has no gold it can parse.
    const verdict = accuracy === null ? 'exact' : { constant: accuracy }
    const spec = { 'length-cosine': { correct: verdict, threshold: 0.5, maxLength, ...options } }
    const sample = { completion: '', completionIds: tokens(cosine.completion_length) }
    return { ...judged(id, sample, { trl: cosine.reward }), spec }
  },
)

write(
  { name: 'repetition.json', reward: 'repetition', origin: TRL, variants: { trl: null } },
  EXACT,
  'trl_repetition.json',
  ({ id, ngram_size: ngramSize, max_penalty: maxPenalty, completion_ids: completionIds, expected }) =>
    // A penalty above 0 is refused with the spec, before there is a reward.
    typeof expected !== 'number'
      ? undefined
      : { ...judged(id, { completionIds }, { trl: expected }), spec: { repetition: { ngramSize, maxPenalty } } },
)

write(
  { name: 'overlong.json', reward: 'overlong', origin: TRL, variants: { trl: null } },
  EXACT,
  'trl_overlong.json',
  ({ id, max_completion_len: maxCompletionLength, soft_punish_cache: cacheLength, completion_length: n, expected }) =>
    n > MAX_TOKENS
      ? undefined
      : {
          ...judged(id, { completionIds: tokens(n) }, { trl: expected }),
          spec: { overlong: { maxCompletionLength, cacheLength } },
        },
)
