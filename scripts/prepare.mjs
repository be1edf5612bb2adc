/**
 * Builds `dist` where it is missing or older than its sources. npm runs `prepare` on `npm ci` and once more when `npx` links the
 * package into its cache: the second time there is nothing to do. Plain JavaScript, so that it starts without any package.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const manifest = createRequire(import.meta.url)('../package.json')

/** Modification times of a file, or of everything under a folder. */
const times = (entry) => {
  const file = path.join(root, entry)
  if (!existsSync(file)) return []
  const stats = statSync(file)
  if (!stats.isDirectory()) return [stats.mtimeMs]
  return [stats.mtimeMs, ...readdirSync(file).flatMap((name) => times(path.join(entry, name)))]
}

const built = [
  ...Object.values(manifest.bin),
  ...Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target.types, target.default],
  ),
]
const sources = ['src', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsup.config.ts'].flatMap(times)
const fresh =
  built.every((file) => existsSync(path.join(root, file))) && Math.min(...built.flatMap(times)) >= Math.max(...sources)

/** The programs that `npm run build` runs, found as packages: `npm ci --omit=dev` leaves them out. */
const programs = () => {
  const { resolve } = createRequire(import.meta.url)
  return [
    [resolve('tsup/dist/cli-default.js'), '--silent'],
    [resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  ]
}

const build = () => {
  for (const args of programs()) {
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) return status ?? 1
  }
  return 0
}

if (!fresh) {
  try {
    process.exitCode = build()
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    console.error('corl-rewards: not built, since the devDependencies are absent (npm ci installs them)')
  }
}
