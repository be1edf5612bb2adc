import { describe, type RewardError } from '../core/error.js'
import { toSample } from '../presets/sample-fields.js'
import type { Line } from './line-splitter.js'

/** Lines longer than this are refused instead of read into memory. In bytes. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024

/** The sample that a line holds, or what is wrong with the line. */
export const readSample = (line: Line, number: number): { sample: object } | { error: RewardError } => {
  if (typeof line !== 'string') return { error: badLine(number, PROBLEMS[line.problem]) }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    return { error: badLine(number, `text that is no JSON (${cause instanceof Error ? cause.message : ''})`) }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: badLine(number, describe(value)) }
  }
  return { sample: toSample(value as Readonly<Record<string, unknown>>) }
}

const PROBLEMS = {
  blank: 'a blank line',
  'too long': `a line of more than ${MAX_LINE_BYTES} bytes`,
  'not UTF-8': 'bytes that are not UTF-8',
}

const badLine = (number: number, received: string): RewardError => ({
  _tag: 'InvalidInput',
  reward: 'input',
  field: `line ${number}`,
  expected: 'a JSON object',
  received,
})
