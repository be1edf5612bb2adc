import { readFile } from 'node:fs/promises'
import { messageOf } from '../../core/error.js'
import { type Report, reportSchema } from './report.js'

/** The results of an earlier run; a sentence where the file holds none. */
export const readBase = async (path: string): Promise<Report | string> => {
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    return `expected results of corl-bench --json for \`--compare\`, got ${path}, which cannot be read: ${messageOf(cause)}`
  }
  const parsed = reportSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  return `expected results of corl-bench --json for \`--compare\`, got ${path}, which is something else: ${issue?.message ?? 'unreadable'}${where}`
}
