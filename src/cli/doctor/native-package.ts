import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Environment } from '../../models/environment.js'
import { messageOf } from '../../core/error.js'
import { runProbe } from './run-probe.js'

/** How a native package stands. */
export type NativePackage = { readonly name: string; readonly neededBy: string } & (
  | { readonly state: 'absent'; readonly mend: string }
  | { readonly state: 'broken'; readonly version?: string; readonly reason: string; readonly mend: string }
  | { readonly state: 'works'; readonly version: string; readonly names: ReadonlyArray<string> }
)

/** A program that tries a package out. */
export interface Probe {
  readonly package: string
  /** What does not run without it. */
  readonly neededBy: string
  /** Given the file of the package it answers with names, or with what is wrong. */
  readonly program: string
  /** Whether the names are of parts that the program can try one by one: providers, backends. */
  readonly namesAreParts: boolean
}

export interface ProbeContext {
  readonly env: Environment
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** From where packages are looked for; by default this file. */
  readonly from?: string
}

/** Whether a package is there, of which version, and whether it works: nothing of it runs in this process. */
export const examine = async (probe: Probe, context: ProbeContext): Promise<NativePackage> => {
  const { package: name, neededBy } = probe
  const found = locate(name, context.from ?? import.meta.url)
  if (found === undefined) return { name, neededBy, state: 'absent', mend: `npm install ${name}` }
  const mend = `npm install ${name} --force`
  if ('reason' in found) return { name, neededBy, state: 'broken', reason: found.reason, mend }
  const { file, version } = found
  const probed = await runProbe(probe.program, [file], context)
  return 'error' in probed
    ? { name, neededBy, state: 'broken', version, reason: probed.error, mend }
    : { name, neededBy, state: 'works', version, names: probed.names }
}

type Found = { readonly file: string; readonly version: string } | { readonly reason: string }

/** The file that `require` of a package loads; nothing when the package is nowhere. */
export const locate = (name: string, from: string): Found | undefined => {
  const { resolve } = createRequire(from)
  const folder = (resolve.paths(name) ?? []).map((root) => path.join(root, name)).find((one) => existsSync(one))
  if (folder === undefined) return undefined
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: unknown }
    return { file: resolve(name), version: String(version) }
  } catch (cause) {
    return { reason: messageOf(cause) }
  }
}
