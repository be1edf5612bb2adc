import { rmSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { packTarball, type Tarball } from '../../scripts/tarball.js'
import { installTarball } from './install.js'

declare module 'vitest' {
  interface ProvidedContext {
    readonly tarball: Tarball
    /** A folder with a default install. */
    readonly full: string
    /** A folder with an install that omits the optional packages. */
    readonly lean: string
  }
}

/** Packs once and installs twice, before the first test; the folders go when the last one is done. */
export const setup = (project: TestProject): (() => void) => {
  const tarball = packTarball(path.join(import.meta.dirname, '../..'))
  const full = installTarball(tarball)
  const lean = installTarball(tarball, ['--omit=optional'])
  project.provide('tarball', tarball)
  project.provide('full', full)
  project.provide('lean', lean)
  return () => {
    for (const folder of [full, lean, path.dirname(tarball.file)]) rmSync(folder, { recursive: true, force: true })
  }
}
