import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf } from '../../core/error.js'
import { isEnough } from './is-enough.js'
import { type BenchArguments, parseArguments } from './arguments.js'
import { readBase } from './base-file.js'
import { compareReports, type Comparison } from './compare.js'
import { machineFacts } from './facts.js'
import { FULL, QUICK } from './job.js'
import { type Bench, measureTarget } from './measure.js'
import { userRewards } from './modules.js'
import { GRPO_PARTS, grpoEffort } from './grpo/parts.js'
import { measureGrpo } from './grpo/section.js'
import { FULL_IMAGES, IMAGE_PARTS, QUICK_IMAGES } from './images/parts.js'
import { measureImages } from './images/section.js'
import { progressOn, type ProgressStream } from './progress.js'
import type { Report } from './report.js'
import { renderComparison } from './comparison-table.js'
import { renderReport } from './table.js'
import { isPartWanted, leftOutByQuick, type Part, partOf } from './sections/parts.js'
import { builtins } from './targets.js'

/** What the command needs of the world. */
export interface BenchWorld {
  readonly stdout: (text: string) => void
  readonly stderr: ProgressStream
  readonly now: () => Date
  readonly cwd: string
  readonly version: string
  /** The file of the worker. */
  readonly worker: string
  /** Where the golden data of the package lie. */
  readonly goldenFolder: string
}

const OK = 0
const WORSE = 1
const USAGE = 2

/**
 * corl-bench, all but the process.
 *
 * @returns The exit code: 0; 1 when a comparison, the agreement or a contract fails; 2 for wrong usage or unusable modules.
 */
export const benchMain = async (argv: ReadonlyArray<string>, world: BenchWorld): Promise<number> => {
  const parsed = parseArguments(argv, world.version)
  if (parsed._tag === 'Help') {
    world.stdout(`${parsed.text}\n`)
    return OK
  }
  if (parsed._tag === 'Usage') return refuse(world, parsed.message)
  const { options } = parsed
  const base = options.compare === undefined ? undefined : await readBase(resolve(world.cwd, options.compare))
  if (typeof base === 'string') return refuse(world, base)
  const report = await measureAll(options, world)
  if (typeof report === 'string') return refuse(world, report)
  const comparison =
    base === undefined ? undefined : compareReports(base, report, options.thresholdPercent, isWanted(options))
  const written = await print(report, comparison, options, world)
  if (written !== undefined) return refuse(world, written)
  for (const { id, kind, message } of report.failed) {
    if (kind === 'module') refuse(world, `${id}: ${message}`)
  }
  return exitCode(report, comparison)
}

const refuse = ({ stderr }: BenchWorld, message: string): number => {
  stderr.write(`corl-bench: ${message}\n`)
  return USAGE
}

/** Modules are measured instead of the rewards of the package, unless the filter names some of these too. */
const isWanted =
  ({ filter, modules, quick }: BenchArguments) =>
  (id: string): boolean => {
    if (filter === undefined && modules.length > 0) return false
    const part = partOf(id)
    return part === undefined ? filter === undefined || id.includes(filter) : isPartWanted(part, filter, quick)
  }

const measureAll = async (options: BenchArguments, world: BenchWorld): Promise<Report | string> => {
  const progress = progressOn(world.stderr)
  const bench: Bench = {
    worker: world.worker,
    goldenFolder: world.goldenFolder,
    effort: options.quick ? QUICK : FULL,
    progress,
    onOutput: (text) => void world.stderr.write(text),
  }
  const noBuiltins = options.modules.length > 0 && options.filter === undefined
  const own = noBuiltins ? { targets: [], unavailable: [] } : await builtins(options.filter)
  const users = await userRewards(options.modules, world.cwd, bench)
  const targets = [...own.targets, ...users.targets]
  const wanted = <P extends Part>(parts: ReadonlyArray<P>): ReadonlyArray<P> =>
    noBuiltins ? [] : parts.filter((part) => isPartWanted(part, options.filter, options.quick))
  const [imageParts, grpoParts] = [wanted(IMAGE_PARTS), wanted(GRPO_PARTS)]
  if (targets.length + own.unavailable.length + users.failed.length + imageParts.length + grpoParts.length === 0) {
    return `expected a part of a reward's id, of images/... or of grpo/..., for \`--filter\`, got ${JSON.stringify(options.filter)}; \`corl rewards\` lists the ids`
  }
  const leftOut = noBuiltins || !options.quick ? [] : leftOutByQuick(options.filter)
  const rewards: Array<Report['rewards'][number]> = []
  const failed = [...users.failed]
  for (const [row, target] of targets.entries()) {
    const measured = await measureTarget(target, `[${row + 1}/${targets.length}] ${target.id}`, bench)
    if (measured._tag === 'Result') rewards.push(measured.result)
    else failed.push(measured.failed)
  }
  const images = await measureImages(imageParts, options.quick ? QUICK_IMAGES : FULL_IMAGES, bench)
  const grpo = await measureGrpo(grpoParts, grpoEffort(options.quick, options.filter), bench)
  progress.clear()
  return {
    format: 'corl-bench',
    version: 1,
    mode: options.quick ? 'quick' : 'full',
    date: world.now().toISOString(),
    packageVersion: world.version,
    machine: machineFacts(),
    rewards,
    ...(images.report === undefined ? {} : { images: images.report }),
    ...(grpo.report === undefined ? {} : { grpo: grpo.report }),
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
    unavailable: [...own.unavailable, ...images.unavailable, ...grpo.unavailable],
    failed: [...failed, ...images.failed, ...grpo.failed],
  }
}

/** Results on stdout: JSON alone where that is asked for without a file, else the tables. */
const print = async (
  report: Report,
  comparison: Comparison | undefined,
  { json, thresholdPercent }: BenchArguments,
  { stdout, stderr, cwd }: BenchWorld,
): Promise<string | undefined> => {
  const text = `${JSON.stringify(report, undefined, 2)}\n`
  const compared = comparison === undefined ? '' : `${renderComparison(comparison, thresholdPercent)}\n`
  if (json === true) {
    stdout(text)
    stderr.write(compared)
    return undefined
  }
  stdout(`${renderReport(report)}\n`)
  if (compared !== '') stdout(`\n${compared}`)
  if (json === false) return undefined
  try {
    await writeFile(resolve(cwd, json), text)
    return undefined
  } catch (cause) {
    return `expected a file that can be written for \`--json\`, got ${json}: ${messageOf(cause)}`
  }
}

const exitCode = ({ rewards, grpo, failed }: Report, comparison: Comparison | undefined): number => {
  if (failed.some(({ kind }) => kind === 'module')) return USAGE
  const broken = rewards.some(
    ({ agreement, contract }) => (agreement !== null && !isEnough(agreement)) || (contract?.violations.length ?? 0) > 0,
  )
  const astray = grpo?.backends.some(({ golden }) => golden.agreed < golden.cases) === true
  return failed.length > 0 || broken || astray || comparison?.worse === true ? WORSE : OK
}
