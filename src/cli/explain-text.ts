import { describe, showError } from '../core/error.js'
import type { Detail, Outcome } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'
import { printable } from './io.js'
import { showRange } from './show-range.js'

/**
 * Why a sample has its score, as text: what was read, then the reward and its parts as a tree, each with value and range, what it
 * saw (`detail`), or why it has none.
 */
export const explainText = (meta: RewardMeta, sample: object, outcome: Outcome): string =>
  [...readLines(meta, sample), '', ...tree(meta.name, meta, outcome, '', '')].map((line) => `${line}\n`).join('')

/** What of the sample the reward looks at, each value cut to a line. */
const readLines = (meta: RewardMeta, sample: object): ReadonlyArray<string> => {
  const values = sample as Readonly<Record<string, unknown>>
  const width = Math.max(0, ...meta.fields.map((field) => field.length))
  return meta.fields.map((field) => `${field.padEnd(width)}  ${printable(show(values[field]))}`)
}

/** Values longer than this are cut. */
const MAX_SHOWN = 100

const show = (value: unknown): string => {
  if (value === undefined) return '(not given)'
  const text = JSON.stringify(value)
  if (text.length <= MAX_SHOWN) return text
  return typeof value === 'string'
    ? `${text.slice(0, MAX_SHOWN)}... (${describe(value)})`
    : `${text.slice(0, MAX_SHOWN)}...`
}

const tree = (
  name: string,
  meta: RewardMeta | undefined,
  outcome: Outcome | undefined,
  first: string,
  rest: string,
): ReadonlyArray<string> => {
  const range = meta === undefined ? '' : ` of ${showRange(meta.range)}`
  const parts = outcome?.parts ?? {}
  const names = [...new Set([...Object.keys(meta?.parts ?? {}), ...Object.keys(parts)])]
  const children = names.flatMap((part, i) => {
    const isLast = i === names.length - 1
    return tree(
      part,
      meta?.parts?.[part],
      parts[part],
      `${rest}${isLast ? '└─ ' : '├─ '}`,
      `${rest}${isLast ? '   ' : '│  '}`,
    )
  })
  return [
    `${first}${printable(name)}: ${verdict(outcome, range)}`,
    ...reasons(outcome).map((line) => `${rest}${names.length === 0 ? '   ' : '│  '}${line}`),
    ...children,
  ]
}

const verdict = (outcome: Outcome | undefined, range: string): string => {
  if (outcome === undefined) return 'not run'
  if (outcome._tag === 'Scored') return `${outcome.value}${range}`
  return outcome._tag === 'Skipped' ? `skipped (${outcome.reason.code})` : `failed (${outcome.error._tag})`
}

const reasons = (outcome: Outcome | undefined): ReadonlyArray<string> => {
  if (outcome === undefined) return []
  if (outcome._tag === 'Skipped') return [printable(outcome.reason.message)]
  if (outcome._tag === 'Failed') return [printable(showError(outcome.error))]
  return detailLines(outcome.detail).map(([name, text]) => `${name}: ${text}`)
}

/** What a reward says besides the number, each with its label, fit for a terminal. */
export const detailLines = (detail: Detail = {}): ReadonlyArray<readonly [label: string, text: string]> =>
  Object.entries(detail).map(([key, value]) => [label(key), showDetail(value)])

/** What the details of the rewards are called. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['answer', 'extracted answer'],
  ['matched', 'matched'],
  ['gold', 'gold option'],
  ['reason', 'why'],
  ['length', 'length in tokens'],
  ['ngrams', 'n-grams'],
  ['distinct', 'different n-grams'],
])

const label = (key: string): string => LABELS.get(key) ?? printable(key)

const showDetail = (value: Detail[string]): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : joined(value.map((item) => printable(String(item))))
  return printable(typeof value === 'string' ? value || '(empty)' : String(value))
}

/** Items that hold commas themselves are set apart by semicolons. */
const joined = (items: ReadonlyArray<string>): string =>
  items.join(items.some((item) => item.includes(', ')) ? '; ' : ', ')
