import { compareGrpoReports } from './grpo/compare.js'
import { compareImageReports } from './images/compare.js'
import type { Report, RewardResult } from './report.js'
import type { SectionComparison } from './sections/compare-timings.js'

/** A figure then and now. `changePercent`: of then; positive is more. */
interface Change {
  readonly before: number
  readonly now: number
  readonly changePercent: number
}

/** What became of one reward. */
interface ComparedReward {
  readonly id: string
  readonly throughput: Change
  readonly p50: Change
  /** What got worse than allowed, in words; none when all is well. */
  readonly regressions: ReadonlyArray<string>
}

/** Two runs side by side. */
export interface Comparison {
  readonly rewards: ReadonlyArray<ComparedReward>
  readonly images: SectionComparison
  readonly grpo: SectionComparison
  /** Measured then, and now wanted but not measured. */
  readonly lost: ReadonlyArray<string>
  /** Measured now alone. */
  readonly added: ReadonlyArray<string>
  /** Why the figures may differ without the code having changed. */
  readonly remarks: ReadonlyArray<string>
  readonly worse: boolean
}

/**
 * Compares a run with an earlier one.
 *
 * @param thresholdPercent - How much throughput may fall, and p50 rise. Agreement may not fall at all.
 * @param isWanted - Whether this run was to measure a reward, or a timing of another section: those filtered away are not lost.
 */
export const compareReports = (
  base: Report,
  current: Report,
  thresholdPercent: number,
  isWanted: (id: string) => boolean,
): Comparison => {
  const rewards = current.rewards.flatMap((now) => {
    const before = base.rewards.find(({ id }) => id === now.id)
    return before === undefined ? [] : [compareReward(before, now, thresholdPercent)]
  })
  const missing = (from: Report, of: Report): ReadonlyArray<string> =>
    of.rewards.map(({ id }) => id).filter((id) => !from.rewards.some((reward) => reward.id === id))
  const lost = missing(current, base).filter(isWanted)
  // A quick run measures less of the sections: what it leaves out is neither lost nor new.
  const isWantedInBoth = (id: string): boolean => base.mode === current.mode && isWanted(id)
  const images = compareImageReports(base.images, current.images, thresholdPercent, isWantedInBoth)
  const grpo = compareGrpoReports(base.grpo, current.grpo, thresholdPercent, isWantedInBoth)
  return {
    rewards,
    images,
    grpo,
    lost,
    added: missing(base, current),
    remarks: remarksOn(base, current),
    worse: lost.length > 0 || rewards.some(({ regressions }) => regressions.length > 0) || [images, grpo].some(isWorse),
  }
}

const isWorse = ({ timings, regressions, lost }: SectionComparison): boolean =>
  lost.length + regressions.length > 0 || timings.some(({ worse }) => worse)

const compareReward = (before: RewardResult, now: RewardResult, thresholdPercent: number): ComparedReward => {
  const throughput = change(...bestOfCommon(before, now))
  const p50 = change(before.latencyUs.p50, now.latencyUs.p50)
  const regressions = [
    ...(throughput.changePercent < -thresholdPercent
      ? [`throughput fell by ${show(-throughput.changePercent)} %`]
      : []),
    ...(p50.changePercent > thresholdPercent ? [`p50 rose by ${show(p50.changePercent)} %`] : []),
    ...(agreementFell(before, now) ? [`agreement fell from ${tally(before)} to ${tally(now)}`] : []),
  ]
  return { id: now.id, throughput, p50, regressions }
}

/** Throughput at the best of the batch sizes that both runs measured: `--quick` measures fewer. */
const bestOfCommon = (before: RewardResult, now: RewardResult): [number, number] => {
  const best = (of: RewardResult, other: RewardResult): number =>
    Math.max(
      ...of.scaling
        .filter(({ batchSize }) => other.scaling.some((point) => point.batchSize === batchSize))
        .map(({ samplesPerSecond }) => samplesPerSecond),
    )
  const pair: [number, number] = [best(before, now), best(now, before)]
  return pair.every(Number.isFinite) ? pair : [before.throughput.samplesPerSecond, now.throughput.samplesPerSecond]
}

const change = (before: number, now: number): Change => ({ before, now, changePercent: (now / before - 1) * 100 })

const agreementFell = ({ agreement: before }: RewardResult, { agreement: now }: RewardResult): boolean => {
  if (before === null) return false
  if (now === null) return true
  // As shares, without division: the shipped cases may have grown in number.
  return now.agreed * before.cases < before.agreed * now.cases
}

const tally = ({ agreement }: RewardResult): string =>
  agreement === null ? 'not measured' : `${agreement.agreed} of ${agreement.cases}`

const remarksOn = (base: Report, current: Report): ReadonlyArray<string> => {
  const { machine } = base
  const differ = (what: string, before: string, now: string): ReadonlyArray<string> =>
    before === now ? [] : [`the base was measured with another ${what}: ${before}, now ${now}`]
  return [
    ...differ(
      'processor',
      `${machine.cpu}, ${machine.cores} cores`,
      `${current.machine.cpu}, ${current.machine.cores} cores`,
    ),
    ...differ('Node', machine.node, current.machine.node),
    ...differ('mode', base.mode, current.mode),
  ]
}

const show = (percent: number): string => percent.toFixed(1)
