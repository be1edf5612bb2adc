/**
 * Makes bench/golden/tim, the golden data of `text-image-matching` shipped with the package, out of test/golden/tim. All tokens follow from formulas or are few numbers.
 *
 *   npx tsx bench/make-golden-tim.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GoldenFile } from '../src/cli/bench/agreement.js'
import type { NamedTokens } from '../src/cli/bench/golden-tokens.js'

type Side = 'image' | 'text'
type Case = Readonly<Record<string, any>>

/** Values below the tolerance would agree with anything as small. */
const UNTOLD = /^tiny_values$/

const { versions, cases, batch8 } = JSON.parse(
  readFileSync(new URL('../test/golden/tim/values.json', import.meta.url), 'utf8'),
) as {
  versions: Record<string, string>
  cases: ReadonlyArray<Case>
  batch8: Case
}
const full = cases.find((golden) => golden['case'] === 'full')!
const tensorOf = (side: Side): Extract<NamedTokens, { key: string }> => {
  const { key, shape, scale, offset } = full[`${side}_tokens`]
  return { key, shape, scale, offset }
}

const range = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Rows of the identity matrix. */
const unitRows = (from: number, to: number, width: number): NamedTokens =>
  range(from, to).map((one) => range(0, width - 1).map((column) => (column === one ? 1 : 0)))

/** What the words of the golden file mean, of which `full` is the case of that name. */
const tokensOf = (described: any, side: Side, other: any): NamedTokens => {
  const whole = tensorOf(side)
  if (Array.isArray(described)) return described
  if (typeof described === 'object') {
    if ('key' in described) return { ...whole, ...described }
    return described['row j times'] === 'j+1' ? { ...whole, timesRow: true } : { ...whole, times: described.times ?? 1 }
  }
  const words = String(described)
  const found = (pattern: RegExp): ReadonlyArray<string> | undefined => pattern.exec(words)?.slice(1)
  let parts: ReadonlyArray<string> | undefined
  if (words === 'no rows') return { ...whole, rows: [] }
  if (words === 'all zero') return { ...whole, times: 0 }
  if (words === 'text rows of full') return tensorOf('text')
  if (words === 'minus the text rows') return { ...tensorOf('text'), times: -1 }
  if ((parts = found(/^rows (\d+)\.\.(\d+) of the (\d+)-wide identity$/)))
    return unitRows(Number(parts[0]), Number(parts[1]), Number(parts[2]))
  if ((parts = found(/^rows (\d+)\.\.(\d+)$/))) {
    const wide = /of the (\d+)-wide identity$/.exec(String(other))?.[1]
    const [from, to] = [Number(parts[0]), Number(parts[1])]
    return wide === undefined ? { ...whole, rows: range(from, to) } : unitRows(from, to, Number(wide))
  }
  if ((parts = found(/^row (\d+)( of full)?$/))) return { ...whole, rows: [Number(parts[0])] }
  if ((parts = found(/^image rows ([\d, ]+) of full$/)))
    return { ...tensorOf('image'), rows: parts[0]!.split(',').map(Number) }
  if ((parts = found(/^full with row (\d+) all zero$/))) return { ...whole, zeroRow: Number(parts[0]) }
  if ((parts = found(/^full with \[(\d+)\]\[(\d+)\] = (\S+)$/)))
    return { ...whole, put: [Number(parts[0]), Number(parts[1]), parts[2] === 'NaN' ? 'NaN' : 'Infinity'] }
  if ((parts = found(/^full, first (\d+) columns$/))) return { ...whole, columns: Number(parts[0]) }
  if ((parts = found(/^(?:rows (\d+)\.\.(\d+) of )?full times (\S+?)(?: \(.*|:.*)?$/s))) {
    const times = { ...whole, times: Number(parts[2]) }
    return parts[0] === undefined ? times : { ...times, rows: range(Number(parts[0]), Number(parts[1])) }
  }
  if (/^full(, rows kept where mask = 1|, mask all 0)?$/.test(words)) return whole
  throw new Error(`expected words that are known here, got ${JSON.stringify(words)}`)
}

const ENGINES = ['float64', 'fast'] as const

/** The original's value in float64, where it has one; the same of each engine. */
const expectedOf = ({
  ulm_r1_float64: value,
  ulm_r1_raises: raises,
}: Case): GoldenFile['cases'][number]['expected'] => {
  const expected = typeof value === 'number' ? value : { unjudged: String(value ?? raises) }
  return Object.fromEntries(ENGINES.map((engine) => [engine, expected]))
}

const single = cases
  .filter((golden) => !UNTOLD.test(golden['case']))
  .map((golden) => ({
    id: golden['case'],
    sample: {
      imageTokens: tokensOf(golden['image_tokens'], 'image', golden['text_tokens']),
      textTokens: tokensOf(golden['text_tokens'], 'text', golden['image_tokens']),
      ...(golden['text_mask'] && { textMask: golden['text_mask'] }),
    },
    expected: expectedOf(golden),
  }))

const ragged = (batch8['text_lengths'] as ReadonlyArray<number>).map((length, item) => ({
  id: `ragged_${item}`,
  sample: {
    imageTokens: { ...batch8['image_tokens'], item },
    textTokens: { ...batch8['text_tokens'], item, rows: range(0, length - 1) },
  },
  expected: Object.fromEntries(ENGINES.map((engine) => [engine, batch8['formula_float64'][item].value])),
}))

const head: Omit<GoldenFile, 'cases'> = {
  origin:
    'token_level_max_match_similarity of ULM-R1 (commit d78d34f) run in float64 on tokens by formula; of the ragged ones the same formula in float64',
  versions,
  tolerance: 1e-6,
  toleranceReason: '40 times the noise of float32; what the fast engine promises',
  reward: 'text-image-matching',
  tokens: 'formula',
  variants: { float64: 'text-image-matching', fast: { 'text-image-matching': { engine: 'fast' } } },
}
const lines = [...single, ...ragged].map((golden) => JSON.stringify(golden))
const text = `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines.join(',\n')}\n]}\n`
const out = fileURLToPath(new URL('golden/tim/', import.meta.url))
mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'text-image-matching.json'), text)
console.log(`text-image-matching.json: ${lines.length} cases, ${Math.round(text.length / 1000)} kB`)
