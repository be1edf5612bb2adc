import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inChild } from './child.js'
import type { Target } from './job.js'
import type { Bench } from './measure.js'
import type { Report } from './report.js'

/** The rewards that modules of the user export, and the modules that export none. */
export interface UserRewards {
  readonly targets: ReadonlyArray<Target>
  readonly failed: Report['failed']
}

/** Looks into each module, in a process of its own: what one does on import touches no other. */
export const userRewards = async (paths: ReadonlyArray<string>, cwd: string, bench: Bench): Promise<UserRewards> => {
  const targets: Array<Target> = []
  const failed: Array<Report['failed'][number]> = []
  const { worker, effort, progress } = bench
  for (const path of paths) {
    progress.tell(`${path}: import`)
    if (!existsSync(resolve(cwd, path))) {
      failed.push({ id: path, kind: 'module', message: 'there is no such file' })
      continue
    }
    const url = pathToFileURL(resolve(cwd, path)).href
    const options = { worker, timeoutMs: effort.timeoutMs, onPhase: () => undefined, onOutput: () => undefined }
    const reply = await inChild({ task: 'inspect', url }, options)
    if (reply._tag === 'Refused') failed.push({ id: path, kind: 'module', message: reply.message })
    else targets.push(...reply.answer.map((exported) => toTarget(path, url, exported)))
  }
  return { targets, failed }
}

const toTarget = (path: string, url: string, exported: string): Target => ({
  kind: 'module',
  id: exported === 'default' ? basename(path) : `${basename(path)}#${exported}`,
  url,
  exported,
})
