import { alignedTable } from '../aligned-table.js'
import { isEnough } from './is-enough.js'
import { grpoFooter, grpoTables } from './grpo/table.js'
import { imageFooter, imageTables } from './images/table.js'
import { ORIGINALS_ORIGIN, ownOrigins } from './originals.js'
import type { Contract, Report, RewardResult } from './report.js'
import { WORKLOAD_NOTES } from './workloads.js'
import { bullets, compact, micros, ratio, shortenMiddle, wrap } from './text.js'

/** Columns of a terminal that every line fits. */
export const WIDTH = 100

/** Characters of an id that are shown. */
export const MAX_ID = 18

/** So many where the figures leave room. */
const WIDE_ID = 24

const fitting = (render: (mostOfId: number) => string): string => {
  const text = render(WIDE_ID)
  return text.split('\n').every((line) => line.length <= WIDTH) ? text : render(MAX_ID)
}

/** Numbers under their heads; paragraphs are set apart where they are put together. */
export const plainTable = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  alignedTable(head, rows, 'numbers').trimEnd()

/** All results as text, at most {@link WIDTH} columns wide. */
export const renderReport = (report: Report): string =>
  [
    heading(report),
    ...(report.rewards.length === 0
      ? []
      : [fitting((most) => mainTable(report.rewards, most)), fitting((most) => scalingTable(report.rewards, most))]),
    ...imageTables(report.images, WIDTH),
    ...grpoTables(report.grpo, WIDTH),
    ...problems(report),
    ...unavailableList(report),
    ...leftOutList(report),
    ...(report.rewards.length === 0 && report.images === undefined && report.grpo === undefined
      ? []
      : [footer(report)]),
  ].join('\n\n')

const heading = ({ machine, mode, packageVersion, date }: Report): string =>
  wrap(
    `corl-rewards ${packageVersion}, ${mode} run of ${date}, on ${machine.cpu} (${machine.cores} cores, ${machine.memoryGiB} GiB), Node ${machine.node}, ${machine.platform}`,
    WIDTH,
  )

const mainTable = (rewards: ReadonlyArray<RewardResult>, mostOfId: number): string =>
  plainTable(
    ['reward', 'samples/s', 'batch', 'p50 us', 'p95 us', 'p99 us', 'start', 'MiB', '+MiB', 'agree', 'x orig'],
    rewards.map((reward) => [
      shortenMiddle(reward.id, mostOfId),
      compact(reward.throughput.samplesPerSecond),
      String(reward.throughput.batchSize),
      micros(reward.latencyUs.p50),
      micros(reward.latencyUs.p95),
      micros(reward.latencyUs.p99),
      reward.coldStartMs.median.toFixed(0),
      reward.memory.peakMiB.toFixed(0),
      reward.memory.growthMiB.toFixed(0),
      reward.agreement === null ? '-' : `${reward.agreement.agreed}/${reward.agreement.cases}`,
      reward.original === null ? '-' : ratio(reward.original.ratio),
    ]),
  )

const scalingTable = (rewards: ReadonlyArray<RewardResult>, mostOfId: number): string => {
  const sizes = [...new Set(rewards.flatMap(({ scaling }) => scaling.map(({ batchSize }) => batchSize)))]
  return plainTable(
    ['samples/s by batch size', ...sizes.sort((a, b) => a - b).map(String)],
    rewards.map(({ id, scaling }) => [
      shortenMiddle(id, mostOfId),
      ...sizes.map((size) => {
        const point = scaling.find(({ batchSize }) => batchSize === size)
        return point === undefined ? '-' : compact(point.samplesPerSecond)
      }),
    ]),
  )
}

/** What went wrong, reward by reward, backend by backend. */
const problems = ({ rewards, grpo, failed }: Report): ReadonlyArray<string> => {
  const lines = [
    // Modules that cannot be used are told on stderr.
    ...failed.filter(({ kind }) => kind === 'builtin').map(({ id, message }) => `${id}: ${message}`),
    ...rewards.flatMap(({ id, agreement, contract, outcomes }) => [
      ...(agreement === null || isEnough(agreement) ? [] : agreement.differences).map(
        ({ variant, id: golden, expected, got }) => `${id}: ${golden} (${variant}): expected ${expected}, got ${got}`,
      ),
      ...brokenLaws(contract).map((what) => `${id}: ${what}`),
      ...(outcomes.failed > 0 || outcomes.scored === 0
        ? [`${id}: of the workload ${outcomes.scored} scored, ${outcomes.skipped} skipped, ${outcomes.failed} failed`]
        : []),
    ]),
    ...(grpo?.backends ?? []).flatMap(({ backend, golden }) =>
      golden.differences.map(({ id, what }) => `grpo/${backend}: golden loss ${id}: ${what}`),
    ),
  ]
  return lines.length === 0 ? [] : [`Problems:\n${bullets(lines, WIDTH)}`]
}

/** Each law that was broken, once, with how often and the first way. */
const brokenLaws = (contract: Contract | null): ReadonlyArray<string> => {
  const violations = contract?.violations ?? []
  return violations
    .filter(({ law }, i) => violations.findIndex((other) => other.law === law) === i)
    .map(({ law, message, sample }) => {
      const times = violations.filter((other) => other.law === law).length
      const where = sample === undefined ? '' : `, sample ${sample}`
      return `breaks the law '${law}'${times === 1 ? '' : ` ${times} times, first`}${where}: ${message}`
    })
}

const unavailableList = ({ unavailable }: Report): ReadonlyArray<string> => {
  if (unavailable.length === 0) return []
  const told = unavailable.map(
    ({ reason, command }) => reason + (command === null ? '' : `; to make it run: ${command}`),
  )
  const lines = [...new Set(told)].map(
    (why) =>
      `${unavailable
        .filter((_, i) => told[i] === why)
        .map(({ id }) => id)
        .join(', ')}: ${why}`,
  )
  return [`Cannot run here:\n${bullets(lines, WIDTH)}`]
}

const leftOutList = ({ leftOut = [] }: Report): ReadonlyArray<string> =>
  leftOut.length === 0
    ? []
    : [
        wrap(
          `Left out of a quick run, for they take long: ${leftOut.join(', ')}. --filter with a name measures them.`,
          WIDTH,
        ),
      ]

const footer = ({ rewards, images, grpo, mode }: Report): string =>
  [
    ...(rewards.length === 0 ? [] : rewardFooter(rewards)),
    ...(images === undefined ? [] : imageFooter(images)),
    ...(grpo === undefined ? [] : grpoFooter(grpo)),
    `Figures depend on the machine and on what else runs on it.${mode === 'quick' ? ' A quick run is coarse.' : ''}`,
  ]
    .map((line) => wrap(line, WIDTH))
    .join('\n')

const rewardFooter = (rewards: ReadonlyArray<RewardResult>): ReadonlyArray<string> => {
  const calls = range(rewards.map(({ latencyUs }) => latencyUs.runs))
  const batches = range(rewards.flatMap(({ scaling }) => scaling.map(({ runs }) => runs)))
  const starts = range(rewards.map(({ coldStartMs }) => coldStartMs.runs))
  return [
    `samples/s: at the best batch size, one thread, mean of all calls after warm-up (n = ${batches} a size).`,
    `p50 to p99: a call with one sample (n = ${calls}); '-' where the calls were too few.`,
    `start: ms from import to first outcome in a fresh process, median of n = ${starts}.`,
    'MiB: resident memory of that process while it scores the workload; +MiB: above what it began with.',
    "agree: cases of the shipped golden data, all variants, that give what the originals give or the definition asks for; '-' where the package has none.",
    ...originLines(rewards),
    ...rewards.flatMap(({ id, agreement }) => [
      ...(agreement?.required === undefined
        ? []
        : [
            `${id}: learned from its original; at least ${agreement.required} of the ${agreement.cases} cases have to agree.`,
          ]),
      ...(WORKLOAD_NOTES.has(id) ? [`${id}: ${WORKLOAD_NOTES.get(id)}`] : []),
    ]),
  ]
}

/** What the originals were timed on; each origin once. */
const originLines = (rewards: ReadonlyArray<RewardResult>): ReadonlyArray<string> => {
  const compared = rewards.filter(({ original }) => original !== null).map(({ id }) => id)
  const own = compared.flatMap((id) => ownOrigins.get(id) ?? [])
  return [
    ...(compared.length > own.length ? [`x orig: original (other machine): ${ORIGINALS_ORIGIN}.`] : []),
    ...[...new Set(own)].map((origin) => {
      const ids = compared.filter((id) => ownOrigins.get(id) === origin)
      return `x orig of ${ids.join(' and ')}: ${origin}.`
    }),
  ]
}

const range = (numbers: ReadonlyArray<number>): string => {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return low === high ? String(low) : `${low} to ${high}`
}
