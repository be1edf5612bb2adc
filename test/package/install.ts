import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Tarball } from '../../scripts/tarball.js'

/** onnxruntime-node's install script fetches what only graphics cards need; without it the package works the same. */
const USER = { name: 'user', private: true, type: 'module', allowScripts: { 'onnxruntime-node': false } }

/** An empty folder, with a package.json of its own, outside the repository: nothing is found by walking up. */
export const emptyFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-user-'))
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(USER))
  return folder
}

/** Installs packages as a user would. */
export const npmInstall = (folder: string, args: ReadonlyArray<string>): void => {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Variables that the npm of `npm run` sets would make this install behave like one of the repository.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)),
    ),
  })
}

/** The tarball in an empty folder. */
export const installTarball = (tarball: Tarball, args: ReadonlyArray<string> = []): string => {
  const folder = emptyFolder()
  npmInstall(folder, [tarball.file, ...args])
  return folder
}
