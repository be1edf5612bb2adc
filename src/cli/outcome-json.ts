import { type RewardError, showError } from '../core/error.js'
import type { Outcome, Parts } from '../core/outcome.js'

/**
 * One outcome as JSON text: `{"value", "parts", "detail"?, "skipped"?, "error"?}`. At the top `parts` is always there; below only
 * where there are any. The text is put together by hand: this runs once a part for every line of the output.
 */
export const outcomeJson = (outcome: Outcome): string => `{${fields(outcome, true)}}`

const fields = (outcome: Outcome, isTop: boolean): string => {
  const parts = partsJson(outcome.parts, isTop)
  switch (outcome._tag) {
    case 'Scored': {
      const detail = outcome.detail === undefined ? '' : `,"detail":${JSON.stringify(outcome.detail)}`
      // Finite: no reward lets anything else through. `+ 0`: JSON has no minus zero.
      return `"value":${outcome.value + 0}${parts}${detail}`
    }
    case 'Skipped':
      return `"value":null${parts},"skipped":${JSON.stringify(outcome.reason)}`
    case 'Failed':
      return `"value":null${parts},"error":${JSON.stringify(errorData(outcome.error))}`
  }
}

const partsJson = (parts: Parts | undefined, isTop: boolean): string => {
  if (parts === undefined) return isTop ? ',"parts":{}' : ''
  let text = ''
  for (const name of Object.keys(parts)) {
    text += `${text === '' ? '' : ','}${quoted(name)}:{${fields(parts[name] as Outcome, false)}}`
  }
  return `,"parts":{${text}}`
}

/** Names of parts come again with every line. */
const quotedNames = new Map<string, string>()
const MAX_QUOTED_NAMES = 1000

const quoted = (name: string): string => {
  const known = quotedNames.get(name)
  if (known !== undefined) return known
  const text = JSON.stringify(name)
  if (quotedNames.size < MAX_QUOTED_NAMES) quotedNames.set(name, text)
  return text
}

/**
 * An error as JSON data, with its sentence. What was thrown (`cause`) is an object of the process and stays behind; numbers that
 * JSON does not know are written as text.
 */
export const errorData = (error: RewardError): Readonly<Record<string, unknown>> => {
  const data: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(error)) {
    if (key === 'cause') continue
    data[key] = typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  }
  return { ...data, message: showError(error) }
}
