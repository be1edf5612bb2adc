import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Outcome, type Reward, showError } from '../../core/index.js'
import { fromSpec, type RewardSpec } from '../../presets/index.js'
import { withImages } from './golden-image.js'
import { tokensByFormula } from './golden-tokens.js'
import type { Agreement } from './report.js'
import type { BenchSample } from './samples.js'

/**
 * What an original program gives: a number, null where it does not judge, what it raises, one of several numbers; `unjudged`: NaN or an exception, for which a
 * reward says why it has no value.
 */
export type Expected =
  number | null | { readonly error: string } | { readonly anyOf: ReadonlyArray<number> } | { readonly unjudged: string }

/** One file of golden data: the cases of one reward. */
export interface GoldenFile {
  readonly reward: string
  readonly origin: string
  readonly versions: Readonly<Record<string, string>>
  /** `'formula'`: the samples name their images, `KIND WxH` or `KIND WxH DISTORTION`. */
  readonly images?: 'formula'
  /** `'formula'`: the samples name their tokens. */
  readonly tokens?: 'formula'
  /** Largest absolute difference that counts as agreement, and why it is what it is. */
  readonly tolerance: number
  readonly toleranceReason: string
  /**
   * Least share of the cases that must agree, where a reward has learned from its original instead of following it step by step. Without
   * it all must.
   */
  readonly required?: number
  readonly requiredReason?: string
  /** Spec by variant; null where each case has its own. */
  readonly variants: Readonly<Record<string, RewardSpec | null>>
  readonly cases: ReadonlyArray<{
    readonly id: string
    readonly spec?: RewardSpec
    readonly sample: BenchSample
    readonly expected: Readonly<Record<string, Expected>>
  }>
}

/** Differences that are told one by one. */
const MAX_DIFFERENCES = 20

/**
 * Holds a reward against the golden files of its id under `folder`; null where there is none.
 *
 * @param only - One of the variants; default: all.
 */
export const measureAgreement = async (id: string, folder: string, only?: string): Promise<Agreement | null> => {
  const variants: Record<string, { agreed: number; cases: number }> = {}
  const differences: Array<Agreement['differences'][number]> = []
  let required = 0
  for (const file of goldenFiles(folder).filter(({ reward }) => reward === id)) {
    const sampleOf = samplesOf(file)
    for (const [variant, spec] of Object.entries(file.variants)) {
      if (only !== undefined && variant !== only) continue
      const counts = (variants[variant] ??= { agreed: 0, cases: 0 })
      const loaded = loader()
      const before = counts.cases
      for (const golden of file.cases) {
        const expected = golden.expected[variant]
        if (expected === undefined) continue
        const outcome = await scoreOne(await loaded.of(spec ?? golden.spec ?? id), sampleOf(golden.sample))
        counts.cases++
        if (agrees(outcome, expected, file.tolerance)) counts.agreed++
        else differences.push({ variant, id: golden.id, expected: JSON.stringify(expected), got: show(outcome) })
      }
      await loaded.dispose()
      required += Math.ceil((file.required ?? 1) * (counts.cases - before))
    }
  }
  const counts = Object.values(variants)
  if (counts.length === 0) return null
  const cases = counts.reduce((sum, one) => sum + one.cases, 0)
  return {
    agreed: counts.reduce((sum, { agreed }) => sum + agreed, 0),
    cases,
    ...(required < cases ? { required } : {}),
    variants,
    differences: differences.slice(0, MAX_DIFFERENCES),
  }
}

/** The samples of a file with what they name. */
const samplesOf = ({ images, tokens }: GoldenFile): ((sample: BenchSample) => BenchSample) => {
  if (tokens === 'formula') return tokensByFormula()
  return images === 'formula' ? withImages : (sample) => sample
}

/** Every golden file of a reward, at any depth. */
export const goldenFiles = (folder: string): ReadonlyArray<GoldenFile> =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path).endsWith('.json'))
    .sort()
    .map((path) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as GoldenFile)
    .filter((file) => 'reward' in file)

interface Loader {
  readonly of: (spec: RewardSpec) => Promise<Reward<BenchSample> | string>
  readonly dispose: () => Promise<void>
}

/** Loads each spec once. */
const loader = (): Loader => {
  const loaded = new Map<string, Reward<BenchSample> | string>()
  return {
    of: async (spec) => {
      const key = JSON.stringify(spec)
      const known = loaded.get(key)
      if (known !== undefined) return known
      const answer = await fromSpec(spec)()
      const reward = answer._tag === 'Left' ? showError(answer.left) : answer.right
      loaded.set(key, reward)
      return reward
    },
    dispose: async () => {
      for (const reward of loaded.values()) if (typeof reward !== 'string') await reward[Symbol.asyncDispose]?.()
    },
  }
}

/** By itself, so that a sample that fails the batch spoils no other. */
const scoreOne = async (reward: Reward<BenchSample> | string, sample: BenchSample): Promise<Outcome | string> => {
  if (typeof reward === 'string') return reward
  const answer = await reward.score([sample])()
  return answer._tag === 'Left' ? showError(answer.left) : (answer.right[0] ?? 'no outcome')
}

/** Whether an outcome says what the original program does. */
export const agrees = (outcome: Outcome | string, expected: Expected, tolerance: number): boolean => {
  if (typeof outcome === 'string') return false
  if (expected === null) return outcome._tag === 'Skipped'
  if (typeof expected === 'object' && 'unjudged' in expected) return outcome._tag === 'Failed'
  if (typeof expected === 'object' && 'error' in expected) {
    return (
      outcome._tag === 'Failed' && outcome.error._tag === 'OriginalRaises' && outcome.error.exception === expected.error
    )
  }
  if (outcome._tag !== 'Scored') return false
  const { value } = outcome
  const possible = typeof expected === 'number' ? [expected] : expected.anyOf
  return possible.some((one) => Math.abs(one - value) <= tolerance)
}

const show = (outcome: Outcome | string): string => {
  if (typeof outcome === 'string') return outcome
  if (outcome._tag === 'Scored') return String(outcome.value)
  return outcome._tag === 'Skipped' ? `skipped: ${outcome.reason.message}` : `failed: ${showError(outcome.error)}`
}
