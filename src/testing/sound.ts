import { contains, describe, type Outcome, type RewardMeta } from '../core/index.js'
import { type Run, showRun } from './run.js'
import { type Law, type Violation, violation } from './violation.js'

/** What is wrong with a run by itself: it must answer, with one sound outcome a sample. */
export const checkRun = (meta: RewardMeta, run: Run, expected: number): ReadonlyArray<Violation> => {
  if (run._tag !== 'Right') return [violation('answers', showRun(run))]
  const { outcomes } = run
  if (outcomes.length !== expected) {
    return [violation('length', `${outcomes.length} outcomes for ${expected} samples`)]
  }
  return outcomes.flatMap((outcome, sample) =>
    faultsOf(meta, outcome, '').map(([law, message]) => violation(law, message, sample)),
  )
}

type Fault = readonly [law: Law, message: string]

/** The faults of one outcome and of all its parts. `path` names the part. */
const faultsOf = (meta: RewardMeta | undefined, outcome: unknown, path: string): ReadonlyArray<Fault> => {
  const where = path === '' ? '' : `part ${path}: `
  if (!isOutcome(outcome)) return [['well-formed', `${where}not an outcome: ${describe(outcome)}`]]
  const parts = Object.entries(outcome.parts ?? {}).flatMap(([name, part]) =>
    faultsOf(meta?.parts?.[name], part, path === '' ? name : `${path} > ${name}`),
  )
  return [...(outcome._tag === 'Scored' ? valueFaults(meta, outcome, where) : []), ...parts]
}

const valueFaults = (
  meta: RewardMeta | undefined,
  { value, detail = {} }: Extract<Outcome, { _tag: 'Scored' }>,
  where: string,
): ReadonlyArray<Fault> => {
  const odd = Object.entries(detail).filter(([, entry]) =>
    [entry].flat().some((item) => typeof item === 'number' && !Number.isFinite(item)),
  )
  const faults = odd.map(([name]): Fault => ['finite', `${where}detail ${name} holds a number that is not finite`])
  if (!Number.isFinite(value)) return [['finite', `${where}the value is ${value}`], ...faults]
  if (meta === undefined || contains(meta.range, value)) return faults
  const { min, max } = meta.range
  return [['range', `${where}${value} is outside [${min}, ${max}]`], ...faults]
}

const isOutcome = (value: unknown): value is Outcome => {
  if (typeof value !== 'object' || value === null) return false
  const outcome = value as { readonly [K in '_tag' | 'value' | 'reason' | 'error' | 'parts']?: unknown }
  if (outcome.parts !== undefined && !isObject(outcome.parts)) return false
  if (outcome._tag === 'Scored') return typeof outcome.value === 'number'
  if (outcome._tag === 'Skipped') return isObject(outcome.reason) && hasText(outcome.reason, 'code')
  return outcome._tag === 'Failed' && isObject(outcome.error) && hasText(outcome.error, '_tag')
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const hasText = (value: object, field: string): boolean =>
  typeof (value as Readonly<Record<string, unknown>>)[field] === 'string'
